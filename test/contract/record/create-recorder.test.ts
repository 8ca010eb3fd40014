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

async function open(more: { replay?: boolean; emulate?: boolean; limit?: number } = {}) {
  const emulator = await createEmulator({ metadata: productsDocument, path: '/shop' });
  const recordings = openRecordingFile(folder, new Date(0));
  const upstream = new URL(`${server.origin}/shop`);
  const read = () => readJsonLines(readFileSync(recordings.file, 'utf8'), recordings.file).examples;
  const ask = createRecorder({
    upstream,
    client,
    context: createCheckContext(emulator.definition, profiles.odata, [upstream.href]),
    write: recordings.write,
    limit: more.limit ?? 1024 * 1024,
    answers: more.replay === true ? await answersFrom(read()) : undefined,
    emulate: more.emulate === true ? (request) => emulator.fetch(request) : undefined,
    log: (line) => log.push(line),
  });
  return {
    /** The answer, read to its end, and recorded. */
    ask: async (path: string, init?: RequestInit) => {
      const response = await ask(new Request(`http://localhost:4005/shop/${path}`, init));
      const { status, headers } = response;
      const body = await response.arrayBuffer();
      await recordings.settled();
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    },
    read,
    recordings: () =>
      readFileSync(recordings.file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
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
  expect(Object.keys(server.requests[0]!.headers).sort()).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
  ]);
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

it('forwards a body over the limit, and says in the recording that it is not there', async () => {
  const large = { value: [{ ID: 1, Name: 'x'.repeat(5_000) }] };
  answer = (_, response) => json(response, large);
  const { ask, recordings } = await open({ limit: 1_000 });
  const sent = JSON.stringify({ ID: 1, Name: 'y'.repeat(3_000) });
  const response = await ask('Products', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: sent,
  });
  expect(await response.json()).toEqual(large);
  expect(server.bodies[0]).toBe(sent);
  const [recording] = recordings();
  expect(recording.request).toMatchObject({ bytes: expect.any(Number), cut: true });
  expect(recording.response).toMatchObject({ bytes: JSON.stringify(large).length, cut: true });
  expect(recording.request.body ?? recording.response.body).toBeUndefined();
  // what is not there has no findings
  expect(log.filter((line) => line.startsWith('  '))).toEqual([]);
});

it('an answer that breaks off is recorded as such', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
    response.write('{"value":[');
    setTimeout(() => response.destroy(), 20);
  };
  const { ask, recordings } = await open();
  await expect(ask('Products')).rejects.toThrow();
  await expect.poll(() => log.length).toBeGreaterThan(0);
  await expect.poll(() => recordings()).toMatchObject([{ response: { status: 200, cut: true } }]);
});

it('the status of a gateway is replaced where somebody else can answer, and passed on where nobody can', async () => {
  answer = (_, response) => json(response, { error: {} }, 503);
  const alone = await open();
  expect((await alone.ask('Products')).status).toBe(503);
  const { ask } = await open({ emulate: true });
  const response = await ask('Products');
  expect([response.status, response.headers.get('OData-Emulator-Answered-By')]).toEqual([200, 'emulator']);
});

it('URLs of the proxy in a request are those of the service there', async () => {
  answer = (_, response) => response.writeHead(204).end();
  const { ask } = await open();
  await ask('Products', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"ID":1,"Name":"a","x@odata.bind":"http:\\/\\/localhost:4005\\/shop\\/Products(2)","y":"http://localhost:40051/"}',
  });
  expect(server.bodies[0]).toContain(`${server.origin.replaceAll('/', '\\/')}\\/shop\\/Products(2)`);
  expect(server.bodies[0]).toContain('http://localhost:40051/');
});

it("redirects are the client's to follow: to the proxy, where they lead to the service", async () => {
  answer = (request, response) =>
    response
      .writeHead(302, {
        Location:
          request.url === '/shop/a' ? `${server.origin}/shop/b?sig=secret-signature` : 'https://elsewhere/x',
      })
      .end();
  const { ask, recordings } = await open();
  expect((await ask('a')).headers.get('location')).toBe('http://localhost:4005/shop/b?sig=secret-signature');
  expect((await ask('c')).headers.get('location')).toBe('https://elsewhere/x');
  expect(recordings()[0].response.headers.location).toBe(`${server.origin}/shop/b?sig=(removed)`);
});

it('a URL that is secret as a whole is not in the recording of the request to it', async () => {
  answer = (request, response) =>
    request.method === 'POST'
      ? json(response, { uploadUrl: `${server.origin}/shop/up/fe6987415ace` })
      : response.writeHead(202).end();
  const { ask, recordings } = await open();
  const { uploadUrl } = (await (await ask('Products', { method: 'POST' })).json()) as { uploadUrl: string };
  expect(uploadUrl).toBe('http://localhost:4005/shop/up/fe6987415ace');
  await ask('up/fe6987415ace', { method: 'PUT', headers: { 'Content-Type': 'image/png' }, body: 'abc' });
  expect(JSON.stringify(recordings())).not.toContain('fe6987415ace');
  expect(recordings()[1].request).toMatchObject({ body: 'YWJj', encoding: 'base64' });
});

it('what is no text is recorded, and comes back from the recording as it was', async () => {
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254, 13, 10]);
  const png = { 'Content-Type': 'image/png' };
  answer = (_, response) => response.writeHead(200, png).end(image);
  const { ask } = await open();
  await ask('Photos(1)/$value', { method: 'PUT', headers: png, body: image });
  answer = (_, response) => response.writeHead(503).end();
  const { ask: again } = await open({ replay: true });
  const response = await again('Photos(1)/$value', { method: 'PUT', headers: png, body: image });
  expect(response.headers.get('OData-Emulator-Answered-By')).toBe('recording');
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(image);
});

it('what is no text and holds a secret is not recorded', async () => {
  answer = (_, response) =>
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end('{"access_token":"abc"}');
  const { ask, recordings } = await open();
  await ask('Photos(1)/$value');
  expect(recordings()[0].response).toMatchObject({ bytes: 22 });
  expect(recordings()[0].response.body).toBeUndefined();
});

it('what is told of a service that does not answer has no secret either', async () => {
  answer = (_, response) => void response.destroy();
  const { ask } = await open();
  const response = await ask('Products?access_token=token-that-nobody-sees');
  expect(response.status).toBe(502);
  expect(`${await response.text()} ${log.join(' ')}`).not.toContain('nobody-sees');
});
