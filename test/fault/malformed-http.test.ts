// RFC 9112 under fault, over a socket: whatever comes in is answered or the connection closed, soon, and the next request is served.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import fc from '../fast-check.ts';

const document = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Photo" HasStream="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
    <EntityContainer Name="Container"><EntitySet Name="Photos" EntityType="shop.Photo"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const seed = Number(process.env.FUZZ_SEED ?? 1);
const runs = Number(process.env.FUZZ_RUNS ?? 300);
/** Milliseconds within which a connection must be closed: far more than it takes. */
const patience = 5_000;

let emulator: Emulator;
let port = 0;
const defects: string[] = [];
const uncaught: unknown[] = [];
const noteUncaught = (error: unknown): void => void uncaught.push(error);
beforeAll(async () => {
  process.on('unhandledRejection', noteUncaught);
  emulator = await createEmulator({
    metadata: document,
    log: ({ kind, message }) => {
      if (kind === 'defect') defects.push(message);
    },
  });
  port = Number(new URL(await emulator.listen()).port);
});
afterEach(async () => {
  expect((await fetch(`${emulator.url}Photos`)).status).toBe(200);
  expect(defects).toEqual([]);
  expect(uncaught).toEqual([]);
});
afterAll(async () => {
  process.off('unhandledRejection', noteUncaught);
  await emulator.close();
});

type Part = string | Buffer;

/** What comes back until the server closes; rejects where it does not. `half`: the client sends no more, and listens on. */
function send(parts: readonly Part[], half = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      for (const part of parts) socket.write(part);
      if (half) socket.end();
    });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The connection stays open after ${Buffer.concat(received)}`));
    }, patience);
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(received).toString('latin1'));
    };
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('end', done).on('close', done).on('error', done);
  });
}

/** The statuses of the answers on a connection; what does not begin with one is no answer. */
function statusesOf(received: string): number[] {
  if (received !== '') expect(received).toMatch(/^HTTP\/1\.1 \d{3} /);
  expect(received).not.toMatch(/node:internal|node_modules|\.ts:\d+|\bat \S+ \(/);
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

const head = 'Host: localhost\r\nConnection: close\r\n';
const get = (path: string, more = head): string => `GET ${path} HTTP/1.1\r\n${more}\r\n`;
const post = (headers: string, body: string): string =>
  `POST /Photos HTTP/1.1\r\n${head}Content-Type: text/plain\r\n${headers}\r\n${body}`;

describe('request lines and headers', () => {
  it.each<[string, Part, number]>([
    ['no text', Buffer.from([0, 1, 2, 255, 13, 10, 13, 10]), 400],
    ['TLS', Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 0, 0, 0]), 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['an unknown version', 'GET /Photos HTTP/9.9\r\n\r\n', 400],
    ['an unknown method', `FLY /Photos HTTP/1.1\r\n${head}\r\n`, 400],
    ['a method that no resource has', `PROPFIND /Photos HTTP/1.1\r\n${head}\r\n`, 405],
    ['TRACE', `TRACE /Photos HTTP/1.1\r\n${head}\r\n`, 405],
    ['no Host', 'GET /Photos HTTP/1.1\r\n\r\n', 400],
    ['a Host that is none', 'GET /Photos HTTP/1.1\r\nHost: a b/c?d\r\n\r\n', 400],
    ['a broken absolute URL', get('http://[::/Photos'), 400],
    ['an asterisk', `OPTIONS * HTTP/1.1\r\n${head}\r\n`, 400],
    ['NUL in the URL', get('/Pho\0tos'), 400],
    ['NUL, encoded', get('/Photos(%00)'), 400],
    ['NUL in a header', get('/Photos', `X: a\0b\r\n${head}`), 400],
    ['bytes beyond ASCII in the URL', Buffer.from(get('/Photosü'), 'latin1'), 400],
    ['a broken percent-encoding', get('/Ph%zz'), 400],
    ['a header without colon', get('/Photos', `nothing\r\n${head}`), 400],
    ['a blank before the colon', get('/Photos', `X : a\r\n${head}`), 400],
    ['a folded header', get('/Photos', `X: a\r\n b\r\n${head}`), 400],
    ['lines that end with LF alone', get('/Photos').replaceAll('\r', ''), 400],
    ['headers of more than a MiB', get('/Photos', `X: ${'a'.repeat(1_100_000)}\r\n${head}`), 431],
    ['a URL of more than a MiB', get(`/Photos?$filter=${'a'.repeat(1_100_000)}`), 431],
    ['an expectation that is unknown', get('/Photos', `Expect: flying\r\n${head}`), 417],
    ['an upgrade', get('/Photos', 'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'), 200],
    ['CRLF before the request', `\r\n\r\n${get('/Photos')}`, 200],
    ['thousands of headers', get('/Photos', `${head}${'X: 1\r\n'.repeat(3_000)}`), 200],
  ])('%s', async (_, request, status) => {
    expect(statusesOf(await send([request]))).toEqual([status]);
  });

  it('CONNECT is not answered, and closed', async () => {
    expect(await send([`CONNECT example.com:443 HTTP/1.1\r\n${head}\r\n`], false)).toBe('');
  });

  it('what is no HTTP gets an OData error that says why', async () => {
    const [, body = ''] = (await send(['GET /Photos HTTP/9.9\r\n\r\n'])).split('\r\n\r\n');
    expect(JSON.parse(body)).toEqual({
      error: { code: 'BadRequest', message: 'The request is no HTTP message: Invalid HTTP version.' },
    });
  });
});

describe('bodies', () => {
  it.each<[string, string]>([
    ['a chunk size that is no number', post('Transfer-Encoding: chunked\r\n', '2\r\nab\r\nzz\r\n')],
    [
      'a chunk that is too large for a number',
      post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffffff\r\n'),
    ],
    ['a chunk without its end', post('Transfer-Encoding: chunked\r\n', '2\r\nabcdef\r\n0\r\n\r\n')],
    ['chunks that break off', post('Transfer-Encoding: chunked\r\n', '5\r\nab')],
    [
      'chunks and a length',
      post('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '2\r\nab\r\n0\r\n\r\n'),
    ],
    ['a coding behind chunked', post('Transfer-Encoding: chunked, gzip\r\n', '0\r\n\r\n')],
    ['a length that is no number', post('Content-Length: abc\r\n', '')],
    ['a negative length', post('Content-Length: -1\r\n', '')],
    ['two lengths', post('Content-Length: 1\r\nContent-Length: 2\r\n', 'ab')],
    ['a length beyond all', post('Content-Length: 99999999999999999999\r\n', 'ab')],
    ['less than the length', post('Content-Length: 100\r\n', 'abc')],
  ])('%s: 400, and nothing is created', async (_, request) => {
    const before = emulator.store.position();
    expect(statusesOf(await send([request]))).toEqual([400]);
    expect(emulator.store.position()).toBe(before);
  });

  it('more than the length: the request is answered, the rest is refused', async () => {
    expect(
      statusesOf(
        await send([post('Content-Length: 2\r\n', 'ab').replace('close', 'keep-alive'), 'rest\r\n\r\n']),
      ),
    ).toEqual([201, 400]);
  });

  it('a client that resets in the middle of its body leaves nothing', async () => {
    const before = emulator.store.position();
    for (const type of ['text/plain', 'application/json']) {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(post('Content-Length: 100000\r\n', 'abc').replace('text/plain', type));
      await expect.poll(() => socket.bytesWritten, { timeout: patience }).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.resetAndDestroy();
    }
    await expect
      .poll(() => emulator.journal.entries.slice(-2).map(({ status }) => status), { timeout: patience })
      .toEqual([400, 400]);
    expect(emulator.store.position()).toBe(before);
  });

  it('Expect: 100-continue asks for a body that is wanted, and refuses others at once', async () => {
    const request = post('Expect: 100-continue\r\nContent-Length: 2\r\n', '');
    expect(statusesOf(await send([request, 'ab']))).toEqual([100, 201]);
    const refused = request.replace('POST /Photos', 'PUT /Photos(99)/$value');
    expect(statusesOf(await send([refused], false))).toEqual([404]);
    expect(statusesOf(await send([get('/Photos', `Expect: 100-continue\r\n${head}`)]))).toEqual([200]);
  });

  it('a body of a GET is left aside', async () => {
    expect(statusesOf(await send([`${get('/Photos', `Content-Length: 4\r\n${head}`)}abcd`]))).toEqual([200]);
  });
});

describe('connections', () => {
  const kept = get('/Photos', 'Host: localhost\r\n');

  it('requests in a row are answered in their order, also before what is no request', async () => {
    expect(statusesOf(await send([kept + get('/Nothing', 'Host: localhost\r\n') + get('/')]))).toEqual([
      200, 404, 200,
    ]);
    expect(statusesOf(await send([`${kept}${kept}GARBAGE\r\n\r\n`]))).toEqual([200, 200, 400]);
  });

  it('a request in single bytes', async () => {
    expect(statusesOf(await send([...get('/Photos')]))).toEqual([200]);
  });

  it('half a request, and no more', async () => {
    expect(statusesOf(await send(['GET /Photos HTTP/1.1\r\nHo']))).toEqual([400]);
    expect(await send([])).toBe('');
  });

  it('silent ones and halves of requests do not keep the server from closing', async () => {
    const other = await createEmulator({ metadata: document });
    const otherPort = Number(new URL(await other.listen()).port);
    const sockets = ['', 'GET / HT'].map((text) => {
      const socket = connect(otherPort, '127.0.0.1').on('error', () => {});
      if (text !== '') socket.write(text);
      return socket;
    });
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve).resume()));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await other.close();
    await Promise.all(closed);
  });

  it('many that break off at once', async () => {
    const sockets = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(post('Content-Length: 1000\r\n', 'x').slice(0, 20 + index));
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const socket of sockets) socket.destroy();
  });
});

it('requests with bytes changed, left out, doubled and cut off', async () => {
  const requests = [
    get('/Photos?$filter=ID%20gt%201&$orderby=ID'),
    post('Content-Length: 5\r\n', 'abcde'),
    post('Transfer-Encoding: chunked\r\n', '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
    `POST /$batch HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 51\r\n\r\n{"requests":[{"id":"1","method":"GET","url":"Photos"`,
  ];
  const change = fc.record({
    kind: fc.constantFrom('set', 'delete', 'double', 'cut'),
    at: fc.nat(400),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 13, 32, 58)),
  });
  const mutated = fc.tuple(fc.constantFrom(...requests), fc.array(change, { minLength: 1, maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(mutated, async ([request, changes]) => {
      let bytes = Buffer.from(request, 'latin1');
      for (const { kind, at, byte } of changes) {
        const index = at % bytes.length;
        const [before, after] = [bytes.subarray(0, index), bytes.subarray(index)];
        if (kind === 'set') bytes = Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
        else if (kind === 'delete') bytes = Buffer.concat([before, after.subarray(1)]);
        else if (kind === 'double') bytes = Buffer.concat([before, after.subarray(0, 8), after]);
        else bytes = Buffer.concat([before]);
        if (bytes.length === 0) bytes = Buffer.from('\r\n');
      }
      for (const status of statusesOf(await send([bytes]))) expect(status).toBeLessThan(500);
    }),
    { seed, numRuns: runs },
  );
}, 60_000);
