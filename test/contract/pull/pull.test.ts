import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PullResult, pull } from '../../../src/contract/pull/pull.ts';
import { UpstreamError } from '../../../src/contract/upstream/upstream-fetch.ts';
import { productsDocument } from '../../cli/command-line.ts';
import { type LocalServer, startServer } from '../upstream/local-server.ts';

const changed = productsDocument.replace('Name="Name"', 'Name="Title"');

let folder: string;
let out: string;
let server: LocalServer;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pull-'));
  out = join(folder, 'metadata', 'shop.csdl.xml');
  server = await startServer((request, response) => answer(request, response));
  answer = (_, response) => response.end(productsDocument);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const pullHere = (path = '/shop', more: { bearer?: string; timeout?: number } = {}): Promise<PullResult> =>
  pull({ url: `${server.origin}${path}`, out, ...more });

it('asks for $metadata below the service root, and for a document as it is named', async () => {
  for (const path of ['/shop', '/shop/', '/shop/$metadata', '/files/shop.csdl.xml?version=2'])
    await pullHere(path);
  expect(server.requests.map(({ url }) => url)).toEqual([
    '/shop/$metadata',
    '/shop/$metadata',
    '/shop/$metadata',
    '/files/shop.csdl.xml?version=2',
  ]);
});

it('writes a new file, and tells the text before and after where there was one', async () => {
  expect(await pullHere()).toEqual({ kind: 'written', before: undefined, after: productsDocument });
  expect(readFileSync(out, 'utf8')).toBe(productsDocument);
  answer = (_, response) => response.end(changed);
  expect(await pullHere()).toEqual({ kind: 'written', before: productsDocument, after: changed });
  expect(readFileSync(out, 'utf8')).toBe(changed);
});

describe('what has not changed is not downloaded', () => {
  beforeEach(() => {
    answer = (request, response) => {
      response.setHeader('ETag', 'W/"1"');
      if (request.headers['if-none-match'] === 'W/"1"') response.writeHead(304).end();
      else response.end(productsDocument);
    };
  });

  it('sends the ETag of the last time', async () => {
    await pullHere();
    expect(await pullHere()).toEqual({ kind: 'unchanged' });
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, 'W/"1"']);
  });

  it('does not where the file was edited, is gone, or came from elsewhere', async () => {
    await pullHere();
    writeFileSync(out, changed);
    expect((await pullHere()).kind).toBe('written');
    rmSync(out);
    expect((await pullHere()).kind).toBe('written');
    await pullHere('/other');
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual(Array(4).fill(undefined));
  });

  it('and the same document with another ETag is no change', async () => {
    await pullHere();
    answer = (_, response) => response.setHeader('ETag', '"2"').end(productsDocument);
    expect(await pullHere()).toEqual({ kind: 'unchanged' });
    expect(readFileSync(`${out}.pulled`, 'utf8')).toContain('"2\\"');
  });
});

it('reads gzip', async () => {
  answer = (request, response) => {
    expect(request.headers['accept-encoding']).toContain('gzip');
    response.setHeader('Content-Encoding', 'gzip').end(gzipSync(productsDocument));
  };
  await pullHere();
  expect(readFileSync(out, 'utf8')).toBe(productsDocument);
});

it('follows redirects; the token goes to its own origin alone', async () => {
  const other = await startServer((_, response) => response.end(productsDocument));
  answer = (request, response) =>
    request.url === '/shop/$metadata'
      ? response.writeHead(302, { Location: '/moved' }).end()
      : response.writeHead(307, { Location: `${other.origin}/copy` }).end();
  await pullHere('/shop', { bearer: 'secret' });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer secret',
    'Bearer secret',
  ]);
  expect(other.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ['/copy', undefined],
  ]);
  await other.close();
});

describe('a failed download leaves the file as it was', () => {
  beforeEach(async () => void (await pullHere()));
  afterEach(() => {
    expect(readFileSync(out, 'utf8')).toBe(productsDocument);
    expect(readdirSync(join(folder, 'metadata'))).toEqual(['shop.csdl.xml', 'shop.csdl.xml.pulled']);
  });

  it('an error status', async () => {
    answer = (_, response) =>
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="x"' }).end('<edmx/>');
    await expect(pullHere()).rejects.toThrow(/answers 401 Unauthorized; it asks for Bearer realm="x"/);
  });

  it('fewer bytes than announced', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': String(changed.length) });
      response.write(changed.slice(0, 300), () => response.destroy());
    };
    await expect(pullHere()).rejects.toThrow(UpstreamError);
  });

  it('a chunked body without an end', async () => {
    answer = (_, response) => response.write(changed, () => response.destroy());
    await expect(pullHere()).rejects.toThrow(UpstreamError);
  });

  it('compressed data without an end', async () => {
    answer = (_, response) =>
      response.setHeader('Content-Encoding', 'gzip').end(gzipSync(changed).subarray(0, 200));
    expect((await pullHere()).kind).toBe('refused');
  });

  it('a body that ends early without a length, and what is no CSDL', async () => {
    for (const text of [changed.slice(0, 400), '<products/>', '{"error": {}}', '']) {
      answer = (_, response) => response.end(text);
      const result = await pullHere();
      expect(result.kind === 'refused' && result.findings.length > 0, text).toBe(true);
    }
  });

  it('no server, and one that does not answer', async () => {
    await expect(pull({ url: 'http://127.0.0.1:1/shop', out })).rejects.toThrow(UpstreamError);
    answer = () => undefined;
    await expect(pullHere('/shop', { timeout: 50 })).rejects.toThrow(UpstreamError);
  });
});

it('goes through the proxy that the environment names, unless NO_PROXY names the host', async () => {
  const before = { ...process.env };
  const proxied: string[] = [];
  answer = (request, response) => {
    proxied.push(request.url ?? '');
    response.end(productsDocument);
  };
  try {
    for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) delete process.env[name];
    const connect = await startProxy(server.origin);
    Object.assign(process.env, { HTTP_PROXY: connect.origin, NO_PROXY: 'direct.invalid' });
    await pull({ url: 'http://graph.invalid/v1.0', out });
    expect(connect.hosts).toEqual(['graph.invalid:80']);
    expect(proxied).toEqual(['/v1.0/$metadata']);
    await expect(pull({ url: 'http://direct.invalid/v1.0', out })).rejects.toThrow(UpstreamError);
    expect(connect.hosts).toHaveLength(1);
    await connect.close();
  } finally {
    for (const name of ['HTTP_PROXY', 'NO_PROXY']) delete process.env[name];
    Object.assign(process.env, before);
  }
  expect(existsSync(out)).toBe(true);
});

/** A proxy that leads every tunnel to one server. */
async function startProxy(target: string) {
  const { createServer } = await import('node:http');
  const { connect } = await import('node:net');
  const hosts: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    hosts.push(request.url ?? '');
    const through = connect(Number(new URL(target).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    socket.on('error', () => through.destroy());
    through.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    hosts,
    close: () => new Promise<void>((resolve) => proxy.close(() => resolve())),
  };
}

it('a web page in place of the document is told as what it is', async () => {
  answer = (_, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
  await expect(pullHere()).rejects.toThrow(
    /answers with a web page \(text\/html\), not with a CSDL document/,
  );
  expect(existsSync(out)).toBe(false);
});

it('a document in UTF-16 is read as such', async () => {
  const text = productsDocument.replace(
    /^(<\?xml[^>]*\?>)?/,
    '\ufeff<?xml version="1.0" encoding="utf-16"?>',
  );
  answer = (_, response) => response.end(Buffer.from(text, 'utf16le'));
  expect((await pullHere()).kind).toBe('written');
});
