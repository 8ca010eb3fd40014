import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { readJsonLines } from '../../../src/contract/examples/read-json-lines.ts';
import { createRecorder } from '../../../src/contract/record/create-recorder.ts';
import { openRecordingFile } from '../../../src/contract/record/recording.ts';
import { answersFrom } from '../../../src/contract/record/replay-answers.ts';
import { openUpstream } from '../../../src/contract/upstream/upstream-fetch.ts';
import { createEmulator, profiles } from '../../../src/index.ts';
import { productsDocument } from '../../cli/command-line.ts';
import { type LocalServer, startServer } from '../upstream/local-server.ts';

let folder: string;
let server: LocalServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const client = openUpstream();
const log: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
  server = await startServer((request, response) => answer(request, response));
  log.length = 0;
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function open(more: { replay?: boolean; emulate?: boolean } = {}) {
  const emulator = await createEmulator({ metadata: productsDocument, path: '/shop' });
  const recordings = openRecordingFile(folder, new Date(0));
  const upstream = new URL(`${server.origin}/shop`);
  const read = () => readJsonLines(readFileSync(recordings.file, 'utf8'), recordings.file).examples;
  const ask = createRecorder({
    upstream,
    client,
    context: createCheckContext(emulator.definition, profiles.odata, [upstream.href]),
    write: recordings.write,
    limit: 1024 * 1024,
    answers: more.replay === true ? answersFrom(read()) : undefined,
    emulate: more.emulate === true ? (request) => emulator.fetch(request) : undefined,
    log: (line) => log.push(line),
  });
  return {
    ask: (path: string, init?: RequestInit) => ask(new Request(`http://localhost:4005/shop/${path}`, init)),
    read,
  };
}

const json = (response: ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

it('forwards, checks both directions and records without secrets', async () => {
  answer = (_, response) => json(response, { ID: 'one', Name: 'Chair' }, 201);
  const { ask, read } = await open();
  const response = await ask('Products', {
    method: 'POST',
    headers: { Authorization: 'Bearer very-secret-token', 'Content-Type': 'application/json' },
    body: '{"ID":1,"Name":"Chair","Weight":3}',
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('OData-Emulator-Answered-By')).toBe('upstream');
  expect(server.requests[0]).toMatchObject({ url: '/shop/Products', method: 'POST' });
  expect(server.requests[0]!.headers.authorization).toBe('Bearer very-secret-token');
  expect(log[0]).toBe(`POST ${server.origin}/shop/Products: 201, 2 findings`);
  expect(log.slice(1).map((line) => line.replace(/^.*: (\S+): (request|response):.*$/, '$1 $2'))).toEqual([
    'unknown-property request',
    'invalid-value response',
  ]);
  const [example] = read();
  expect(example!.request.headers.get('authorization')).toBe('(removed)');
  expect(example!.response).toMatchObject({ status: 201, body: '{"ID":"one","Name":"Chair"}' });
});

it('URLs in answers lead to the proxy, and recordings have those of the service', async () => {
  answer = (_, response) => {
    response.setHeader('Content-Encoding', 'gzip').setHeader('Content-Type', 'application/json');
    response.end(
      gzipSync(
        JSON.stringify({ value: [], '@odata.nextLink': `${server.origin}/shop/Products?$skiptoken=2` }),
      ),
    );
  };
  const { ask, read } = await open();
  const body = (await (await ask('Products')).json()) as Record<string, unknown>;
  expect(body['@odata.nextLink']).toBe('http://localhost:4005/shop/Products?$skiptoken=2');
  expect(read()[0]!.response!.body).toContain(`${server.origin}/shop/Products?$skiptoken=2`);
});

it('answers from recordings when the service fails: in turn, the last one for good', async () => {
  let name = 'first';
  answer = (_, response) => json(response, { value: [{ ID: 1, Name: name }] });
  const recorder = await open();
  await recorder.ask('Products?$top=1&$skip=0');
  name = 'second';
  await recorder.ask('Products?$top=1&$skip=0');
  answer = (_, response) => void response.destroy();
  const { ask } = await open({ replay: true });
  const texts = [];
  for (let i = 0; i < 3; i++) texts.push(await (await ask('Products?$skip=0&$top=1')).text());
  expect(texts.map((text) => /first|second/.exec(text)?.[0])).toEqual(['first', 'second', 'second']);
  const missing = await ask('Products(1)');
  expect([missing.status, missing.headers.get('OData-Emulator-Answered-By')]).toEqual([502, 'nobody']);
});

it('answers from the emulator when neither the service nor a recording does', async () => {
  answer = (_, response) => void response.destroy();
  const { ask } = await open({ emulate: true });
  const created = await ask('Products', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"ID":1,"Name":"Chair"}',
  });
  expect([created.status, created.headers.get('OData-Emulator-Answered-By')]).toEqual([201, 'emulator']);
  expect(await (await ask('Products(1)')).json()).toMatchObject({ Name: 'Chair' });
});
