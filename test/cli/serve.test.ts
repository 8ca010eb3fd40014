// `serve`: where services are mounted, what is printed, how the server ends.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { post, productsDocument, repository, run, serve, withFolder } from './command-line.ts';

describe('npm start', () => {
  it('serves the shipped Graph under /v1.0 and /beta, in under 20 lines', async () => {
    const server = await serve([]);
    expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/v1.0/', '/beta/']);
    expect(server.output().trimEnd().split('\n').length).toBeLessThan(20);
    expect(server.output()).toContain('graph profile');
    expect(server.output()).toContain('from generated/graph');
    for (const url of server.urls) expect((await fetch(url)).status).toBe(200);
    const [command] = /curl \S+/.exec(server.output()) ?? [];
    expect((await fetch(command!.slice('curl '.length))).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it('does the same in a folder without configuration', async () => {
    await withFolder({}, async (folder) => {
      const server = await serve([], folder);
      expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/v1.0/', '/beta/']);
      await server.stop();
    });
  });
});

describe('files', () => {
  it('each is a service below its name', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument, 'other.xml': productsDocument }, async (folder) => {
      const server = await serve(['shop.csdl.xml', 'other.xml'], folder);
      expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/shop/', '/other/']);
      expect((await post(`${server.urls[0]}Products`, { ID: 1, Name: 'Bread' })).status).toBe(201);
      expect((await fetch(`${server.urls[0]}Products(1)`)).status).toBe(200);
      // Services share nothing.
      expect((await fetch(`${server.urls[1]}Products(1)`)).status).toBe(404);
      await server.stop();
    });
  });

  it('a folder stands for its documents', async () => {
    await withFolder(
      { 'b.csdl.xml': productsDocument, 'a.csdl.xml': productsDocument, 'x.txt': '' },
      async (folder) => {
        const server = await serve(['.'], folder);
        expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/a/', '/b/']);
        await server.stop();
      },
    );
  });

  it('--path says where', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
      for (const [path, root] of [
        ['/api/v2/', '/api/v2/'],
        ['/', '/'],
      ] as const) {
        const server = await serve(['shop.csdl.xml', '--path', path], folder);
        expect(server.urls.map((url) => new URL(url).pathname)).toEqual([root]);
        expect((await fetch(`${server.urls[0]}Products`)).status).toBe(200);
        await server.stop();
      }
    });
  });

  it('--profile graph reads keys as segments and answers with request ids', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
      const server = await serve(['shop.csdl.xml', '--profile', 'graph'], folder);
      await post(`${server.urls[0]}Products`, { ID: 1, Name: 'Bread' });
      const response = await fetch(`${server.urls[0]}Products/1`);
      expect(response.status).toBe(200);
      expect(response.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
      await server.stop();
    });
  });
});

describe('validation', () => {
  const wrong = { ID: 1, Name: 7 };

  it('strict refuses', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
      const server = await serve(['shop.csdl.xml'], folder);
      expect((await post(`${server.urls[0]}Products`, wrong)).status).toBe(400);
      await server.stop();
    });
  });

  it('report accepts; a header and the log say what is wrong', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
      const server = await serve(['shop.csdl.xml', '--validation', 'report'], folder);
      const response = await post(`${server.urls[0]}Products`, wrong);
      expect(response.status).toBe(201);
      expect(response.headers.get('odata-emulator-violations')).toContain('Name');
      await expect.poll(() => server.output()).toMatch(/POST \/shop\/Products: .*Name/);
      await server.stop();
    });
  });
});

it('--body-limit refuses a larger body', async () => {
  await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
    const server = await serve(['shop.csdl.xml', '--body-limit', '1KiB'], folder);
    const response = await post(`${server.urls[0]}Products`, { ID: 1, Name: 'x'.repeat(2000) });
    expect(response.status).toBe(413);
    expect((await fetch(`${server.urls[0]}Products`)).status).toBe(200);
    await server.stop();
  });
});

it('--verbose prints a line for each request, and nothing is printed without it', async () => {
  for (const [args, lines] of [
    [['--verbose'], 1],
    [[], 0],
  ] as const) {
    const server = await serve(args);
    const before = server.output().length;
    await fetch(`${server.urls[0]}users?$top=1`);
    await server.stop();
    const printed = server.output().slice(before).trimEnd().split('\n').filter(Boolean);
    expect(printed).toHaveLength(lines);
    if (lines > 0) expect(printed[0]).toMatch(/^GET \/v1\.0\/users\?\$top=1 200 /);
  }
});

describe('the end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: requests in flight get their answer, then exit code 0',
    async (signal) => {
      const server = await serve([]);
      const url = new URL(`${server.urls[0]}users`);
      const body = JSON.stringify({ displayName: 'Ada', accountEnabled: true });
      const socket = connect(Number(url.port), url.hostname);
      const received: string[] = [];
      socket.on('data', (chunk) => received.push(chunk.toString()));
      socket.write(
        `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      const stopped = server.stop(signal);
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.write(body.slice(10));
      const closed = once(socket, 'close');
      expect(await stopped).toBe(0);
      await closed;
      expect(received.join('')).toMatch(/^HTTP\/1\.1 201 /);
    },
  );

  it('idle connections do not hold it', async () => {
    const server = await serve([]);
    await (await fetch(server.urls[0]!)).text();
    const started = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('generated artifacts', () => {
  it('are used while they are current, and said to be stale when not', async () => {
    await withFolder({ 'shop.csdl.xml': productsDocument }, async (folder) => {
      expect((await run(['generate', 'shop.csdl.xml'], folder)).code).toBe(0);
      const current = await serve(['shop.csdl.xml'], folder);
      expect(current.output()).toContain(`(from ${join('generated', 'shop')})`);
      await current.stop();
      const changed = productsDocument.replaceAll('"Name"', '"Title"');
      await writeFile(join(folder, 'shop.csdl.xml'), changed);
      const stale = await serve(['shop.csdl.xml'], folder);
      expect(stale.output()).toMatch(/is stale/);
      expect((await post(`${stale.urls[0]}Products`, { ID: 1, Title: 'Bread' })).status).toBe(201);
      await stale.stop();
    });
  });
});

describe('configuration', () => {
  it.each([
    ['json', (services: string) => `{"services": ${services}}`],
    ['mjs', (services: string) => `export default {services: ${services}}`],
    [
      'ts',
      (services: string) =>
        `import { defineConfig, type ServiceConfig } from 'odata-emulator';\nconst services: ServiceConfig[] = ${services};\nexport default defineConfig({ services });`,
    ],
  ])('odata-emulator.config.%s is found', async (extension, write) => {
    const services =
      '[{"path": "/one", "metadata": "csdl/shop.csdl.xml"}, {"name": "two", "metadata": "csdl/shop.csdl.xml"}]';
    await withFolder({ [`odata-emulator.config.${extension}`]: write(services) }, async (folder) => {
      await mkdir(join(folder, 'csdl'));
      await writeFile(join(folder, 'csdl/shop.csdl.xml'), productsDocument);
      const server = await serve([], folder);
      expect(server.urls.map((url) => new URL(url).pathname)).toEqual(['/one/', '/two/']);
      await server.stop();
    });
  });

  it('--config names it, and its paths are relative to it', async () => {
    const config = join(repository, 'odata-emulator.config.json');
    await withFolder({}, async (folder) => {
      const server = await serve(['--config', config, '--profile', 'odata'], folder);
      expect(server.output()).toContain('odata profile');
      await server.stop();
    });
  });
});
