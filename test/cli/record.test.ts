// `record`: what passes through, what is written, and who answers when the service does not.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalServer, startServer as startUpstream } from '../contract/upstream/local-server.ts';
import {
  post,
  productsDocument,
  type RunningServer,
  run,
  serve,
  startServer,
  withFolder,
} from './command-line.ts';

const files = { 'shop.csdl.xml': productsDocument };
const record = (folder: string, ...args: string[]): Promise<RunningServer> =>
  startServer(['record', '--port', '0', ...args], /^http/m, folder);
interface Recorded {
  readonly batch?: string;
  readonly request: { readonly method: string };
  readonly response: { readonly status: number };
}
const recordings = (folder: string): Recorded[] =>
  readdirSync(join(folder, 'recordings'))
    .flatMap((name) =>
      readFileSync(join(folder, 'recordings', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line));

let upstream: LocalServer | undefined;
let answer: Parameters<typeof startUpstream>[0];
beforeEach(async () => {
  upstream = await startUpstream((request, response) => answer(request, response));
});
afterEach(async () => {
  await upstream?.close();
});

it('forwards to a running service, checks both directions, records a batch as its parts, and keeps secrets', async () => {
  await withFolder(files, async (folder) => {
    const real = await serve(['shop.csdl.xml'], folder);
    const proxy = await record(folder, '--upstream', real.urls[0]!, '--service', 'shop.csdl.xml');
    const root = `${proxy.urls[0]}/`;
    const secret = {
      Authorization: 'Bearer token-that-nobody-sees',
      Cookie: 'session=cookie-that-nobody-sees',
    };
    await post(`${root}Products`, { ID: 1, Name: 'Tea', Colour: 'green' }, secret);
    await post(`${root}Products`, { ID: 1, Name: 'Tea' }, secret);
    const page = await fetch(`${root}Products?$count=true`, {
      headers: { Prefer: 'maxpagesize=1', ...secret },
    });
    expect(await page.json()).toMatchObject({ '@context': `${root}$metadata#Products` });
    const batch = {
      requests: [
        { id: '1', method: 'GET', url: 'Products(1)', headers: secret },
        { id: '2', method: 'DELETE', url: 'Products(1)' },
      ],
    };
    expect(await (await post(`${root}$batch`, batch, secret)).json()).toMatchObject({ responses: [{}, {}] });
    expect(await proxy.stop()).toBe(0);
    await real.stop();
    expect(
      recordings(folder).map(({ request, response, batch: of }) => [request.method, response.status, of]),
    ).toEqual([
      ['POST', 400, undefined],
      ['POST', 201, undefined],
      ['GET', 200, undefined],
      ['GET', 200, 'exchange 4'],
      ['DELETE', 204, 'exchange 4'],
    ]);
    expect(JSON.stringify(recordings(folder)) + proxy.output()).not.toContain('nobody-sees');
    expect(proxy.output()).toMatch(
      /POST \S+\/Products: 400, 1 finding\n {2}exchange 1:1:1: unknown-property: /,
    );
    const covered = await run(
      ['coverage', 'recordings', '--service', 'shop.csdl.xml', '--root', real.urls[0]!],
      folder,
    );
    expect(covered.stdout).toMatch(/^5 exchanges, 0 with a URL that is none of the service, 1 with findings/);
  });
});

it('a large answer passes before it has ended, and is not kept', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let goOn = (): void => undefined;
  answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': String(3 * chunk.length) });
    response.write(chunk);
    goOn = () => {
      response.write(chunk);
      response.end(chunk);
    };
  };
  await withFolder({}, async (folder) => {
    const proxy = await record(folder, '--upstream', `${upstream!.origin}/s`, '--limit', '128KiB');
    const response = await fetch(`${proxy.urls[0]}/photo`);
    expect(response.headers.get('content-length')).toBe(String(3 * chunk.length));
    const reader = response.body!.getReader();
    expect((await reader.read()).value!.length).toBeGreaterThan(0);
    goOn();
    while (!(await reader.read()).done);
    await proxy.stop();
    expect(recordings(folder)).toMatchObject([{ response: { bytes: 3 * chunk.length, cut: true } }]);
  });
});

it('events come one by one, with the URLs of the proxy; compressed answers are decoded', async () => {
  let end = (): void => undefined;
  answer = (request, response) => {
    if (request.url?.endsWith('/events') === true) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`data: ${upstream!.origin}/s/1\n\n`);
      end = () => response.end();
    } else
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'br' })
        .end(brotliCompressSync('{"value":[]}'));
  };
  await withFolder({}, async (folder) => {
    const proxy = await record(folder, '--upstream', `${upstream!.origin}/s`);
    const reader = (await fetch(`${proxy.urls[0]}/events`)).body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(`data: ${proxy.urls[0]}/1\n\n`);
    end();
    expect((await reader.read()).done).toBe(true);
    expect(await (await fetch(`${proxy.urls[0]}/gone`)).json()).toEqual({ value: [] });
    await proxy.stop();
    expect(recordings(folder)[1]!.response).toMatchObject({ body: '{"value":[]}' });
  });
});

it('a client that goes away ends the request to the service', async () => {
  let ended: Promise<unknown> | undefined;
  answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: 1\n\n');
    ended = once(response, 'close');
  };
  await withFolder({}, async (folder) => {
    const proxy = await record(folder, '--upstream', `${upstream!.origin}/s`);
    const reader = (await fetch(`${proxy.urls[0]}/events`)).body!.getReader();
    await reader.read();
    await reader.cancel();
    await ended;
    await proxy.stop();
    expect(recordings(folder)).toMatchObject([{ response: { cut: true } }]);
  });
});

it('recordings answer, then the emulator, where the service does not', async () => {
  answer = (_request, response) => {
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end('{"value":[{"ID":1,"Name":"recorded"}]}');
  };
  await withFolder(files, async (folder) => {
    const first = await record(folder, '--upstream', `${upstream!.origin}/shop`);
    await (await fetch(`${first.urls[0]}/Products`)).text();
    await first.stop();
    await upstream!.close();
    const args = ['--replay-from', 'recordings', '--service', 'shop.csdl.xml', '--emulate', '--out', 'again'];
    const second = await record(folder, '--upstream', `${upstream!.origin}/shop`, ...args);
    const answers = await Promise.all(
      ['Products', 'Products/$count'].map((path) => fetch(`${second.urls[0]}/${path}`)),
    );
    expect(await answers[0]!.text()).toContain('recorded');
    expect(await answers[1]!.text()).toBe('0');
    expect(answers.map(({ headers }) => headers.get('OData-Emulator-Answered-By'))).toEqual([
      'recording',
      'emulator',
    ]);
    await second.stop();
    expect(second.output()).toMatch(/\/Products: 200 from recordings \(.*ECONNREFUSED/);
  });
});
