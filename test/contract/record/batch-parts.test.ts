// A batch is recorded as its parts, and answered from recordings part by part.
import { expect, it } from 'vitest';
import { answerInstead } from '../../../src/contract/record/answer-instead.ts';
import { batchParts } from '../../../src/contract/record/batch-parts.ts';
import type { KeptBody } from '../../../src/contract/record/kept-body.ts';
import { exampleOfRecording, recordingOf } from '../../../src/contract/record/recording.ts';
import { answersFrom } from '../../../src/contract/record/replay-answers.ts';
import { createEmulator } from '../../../src/index.ts';
import { productsDocument } from '../../cli/command-line.ts';

const url = 'http://host/shop/$batch';
const kept = (text: string): KeptBody => ({ content: new Uint8Array(Buffer.from(text)), bytes: text.length });

const jsonBatch = JSON.stringify({
  requests: [
    {
      id: 'a',
      method: 'POST',
      url: 'Products',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-of-the-part' },
      body: { ID: 1, Name: 'Tea' },
    },
    { id: 'b', method: 'GET', url: '/Products?$top=1' },
    { id: 'c', dependsOn: ['a'], method: 'GET', url: '$a' },
  ],
});

const multipartBatch = [
  '--b',
  'Content-Type: application/http',
  '',
  'GET Products HTTP/1.1',
  'Authorization: Bearer token-of-the-part',
  '',
  '',
  '--b',
  'Content-Type: multipart/mixed; boundary=c',
  '',
  '--c',
  'Content-Type: application/http',
  'Content-ID: 1',
  '',
  'POST Products HTTP/1.1',
  'Content-Type: application/json',
  '',
  '{"ID":2,"Name":"Salt"}',
  '--c--',
  '--b--',
  '',
].join('\r\n');

/** Sends a batch to an emulator, and gives its parts. */
async function partsOf(contentType: string, body: string) {
  const emulator = await createEmulator({ metadata: productsDocument, path: '/shop' });
  const headers = { 'Content-Type': contentType };
  const response = await emulator.fetch(new Request(url, { method: 'POST', headers, body }));
  const { status } = response;
  return batchParts({
    method: 'POST',
    url,
    request: { headers: new Headers(headers), body: kept(body) },
    response: { status, headers: response.headers, body: kept(await response.text()) },
  })!;
}

it.each([
  [
    'application/json',
    jsonBatch,
    [
      ['POST', 'http://host/shop/Products', 201],
      ['GET', 'http://host/shop/Products?$top=1', 200],
      ['GET', 'http://host/shop/Products(1)', 200],
    ],
  ],
  [
    'multipart/mixed; boundary=b',
    multipartBatch,
    [
      ['GET', 'http://host/shop/Products', 200],
      ['POST', 'http://host/shop/Products', 201],
    ],
  ],
])('%s', async (contentType, body, expected) => {
  const parts = await partsOf(contentType, body);
  expect(parts.map((part) => [part.method, part.url, part.response?.status])).toEqual(expected);
  const recordings = parts.map((part, index) => recordingOf(part, `exchange 1.${index + 1}`));
  expect(JSON.stringify(recordings)).not.toContain('token-of-the-part');
  // the same batch, answered from the recordings of its parts
  const answered = await answerInstead(
    {
      method: 'POST',
      url,
      ownUrl: url,
      headers: new Headers({ 'Content-Type': contentType }),
      content: new Uint8Array(Buffer.from(body)),
    },
    { answers: await answersFrom(recordings.map(exampleOfRecording)) },
  );
  expect(answered?.by).toBe('recording');
  const text = await answered!.response.text();
  expect([...text.matchAll(/HTTP\/1.1 (\d+)|"status":(\d+)/g)].map(([, a, b]) => Number(a ?? b))).toEqual(
    // what refers to an earlier part has another URL there
    expected.map(([, path, status]) => (String(path).endsWith('(1)') ? 502 : status)),
  );
});
