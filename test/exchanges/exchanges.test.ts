// Runs every .http file of this folder, each on a fresh service, its exchanges in order.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { handle } from '../../src/protocol/handle.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { serviceFor } from '../protocol/service-for.ts';
import { handlers } from './handlers.ts';
import { type Captures, fillIn, matchJson, matchText } from './match-answer.ts';
import { type Exchange, parseExchanges } from './parse-exchanges.ts';

const folder = new URL('./', import.meta.url);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.http'))) {
  describe(file, () => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const service = serviceOf(text);
    const captures: Captures = new Map();
    for (const exchange of parseExchanges(text))
      test(`${exchange.line}: ${exchange.title}`, () => run(service, exchange, captures));
  });
}

function serviceOf(text: string): ODataService {
  const setting = (name: string): string | undefined =>
    new RegExp(`^# ${name}: (.*)$`, 'm').exec(text)?.[1]?.trim();
  return serviceFor(setting('metadata') ?? 'test/exchanges/shop.csdl.xml', {
    ...(setting('profile') === 'graph' && { profile: graphProfile }),
    ...JSON.parse(setting('options') ?? '{}'),
    handlers,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
}

async function run(service: ODataService, { request, answer }: Exchange, captures: Captures): Promise<void> {
  const [method = '', path = ''] = fillIn(request.start, captures).split(/ (.*)/s);
  const body = fillIn(request.body, captures);
  const send = async (): Promise<Response> =>
    handle(
      service,
      new Request(`http://localhost${path}`, {
        method,
        headers: request.headers.map(([name, value]): [string, string] => [name, fillIn(value, captures)]),
        ...(body !== '' && { body: body.replaceAll('\n', isMultipart(request.headers) ? '\r\n' : '\n') }),
      }),
    );
  const status = answer.start.split(' ')[1];
  let response = await send();
  for (let i = 0; i < 200 && response.status === 202 && status === '200'; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    response = await send();
  }
  const text = await response.text();
  expect(`${response.status}${status === String(response.status) ? '' : `: ${text}`}`).toBe(status);
  for (const [name, value] of answer.headers) {
    if (name.startsWith('!')) expect(response.headers.get(name.slice(1)), name).toBeNull();
    else matchText(response.headers.get(name) ?? '', value, captures);
  }
  if (answer.body === '') return;
  if (/^[[{]/.test(answer.body)) matchJson(JSON.parse(text), JSON.parse(answer.body), captures);
  else matchText(text.replaceAll('\r\n', '\n').trim(), answer.body, captures);
}

function isMultipart(headers: Exchange['request']['headers']): boolean {
  return headers.some(([name, value]) => /^content-type$/i.test(name) && value.startsWith('multipart/'));
}
