// Contents of 48 MiB through a port: what was sent comes back, and memory holds each content once.
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const document = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Film" HasStream="true"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Trailer" Type="Edm.Stream"/></EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Films" EntityType="shop.Film"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const chunk = Buffer.from(Uint8Array.from({ length: 100_003 }, (_, index) => (index * 7) % 256));
const count = 500;
const size = chunk.length * count;
const hash = createHash('sha1');
for (let index = 0; index < count; index++) hash.update(chunk);
const digest = hash.digest('hex');

let emulator: Emulator;
let before = 0;
beforeAll(async () => {
  emulator = await createEmulator({ metadata: document, contentLimit: size, data: { Films: [{ ID: 1 }] } });
  await emulator.listen();
  before = await held();
});
afterAll(() => emulator.close());

/** Bytes of buffers that are reachable. */
async function held(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  return process.memoryUsage().arrayBuffers;
}

/** Waits until so many contents of the full size are held, to a tenth: garbage takes its time. */
async function heldContents(expected: number): Promise<void> {
  const contents = async () => (await held()) / size - before / size;
  await expect.poll(contents, { timeout: 10_000, interval: 200 }).toBeCloseTo(expected, 1);
}

/** PUT of so many chunks, as fast as they are taken; `breaks`: the connection is cut when all are sent. */
function put(
  path: string,
  chunks: number,
  headers: Record<string, string | number>,
  breaks = false,
): Promise<number> {
  return new Promise((resolve) => {
    const request = httpRequest(emulator.url + path, { method: 'PUT', headers });
    request.on('response', (response: IncomingMessage) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', () => resolve(0));
    let left = chunks;
    const write = (): void => {
      while (left > 0 && !request.destroyed) {
        left--;
        if (!request.write(chunk)) return void request.once('drain', write);
      }
      if (breaks) request.destroy();
      else request.end();
    };
    write();
  });
}

async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ length: number; digest: string }> {
  const response = await fetch(emulator.url + path, { headers });
  const received = createHash('sha1');
  let length = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    received.update(part);
    length += part.length;
  }
  expect(Number(response.headers.get('content-length'))).toBe(length);
  return { length, digest: received.digest('hex') };
}

/** A fork has the content without holding it again; it goes with the fork. */
async function shareWithFork(): Promise<void> {
  const fork = emulator.fork();
  const head = await fork.fetch('Films(1)/$value', { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe(String(size));
  await heldContents(1);
}

it('a content is held once, when it is put, replaced, read and forked, and not at all when it is deleted', async () => {
  expect(await put('Films(1)/$value', count, { 'content-length': size, 'content-type': 'video/mp4' })).toBe(
    204,
  );
  await heldContents(1);
  expect(await put('Films(1)/$value', count, { 'content-type': 'video/mp4' })).toBe(204);
  await heldContents(1);
  expect(await get('Films(1)/$value')).toEqual({ length: size, digest });
  expect((await get('Films(1)/$value', { range: 'bytes=5-40000004' })).length).toBe(40_000_000);
  await shareWithFork();
  expect((await fetch(`${emulator.url}Films(1)`, { method: 'DELETE' })).status).toBe(204);
  await heldContents(0);
}, 60_000);

it('nothing of an upload stays that breaks off or is too large', async () => {
  await emulator.restore();
  const type = { 'content-type': 'video/mp4' };
  expect(await put('Films(1)/Trailer', count - 1, { ...type, 'content-length': size }, true)).toBe(0);
  expect(await put('Films(1)/Trailer', count - 1, type, true)).toBe(0);
  // the server does not wait for all of what it refuses: the client may learn of it by its status, or by a reset
  expect([0, 413]).toContain(await put('Films(1)/Trailer', count + 1, type));
  expect([0, 413]).toContain(
    await put('Films(1)/Trailer', count + 1, { ...type, 'content-length': size + chunk.length }),
  );
  expect((await fetch(`${emulator.url}Films(1)/Trailer`)).status).toBe(204);
  await heldContents(0);
}, 60_000);
