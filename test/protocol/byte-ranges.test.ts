// RFC 9110, section 14 "Range Requests", on contents.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { mediaService, send } from './media-service.ts';

const text = { 'content-type': 'text/plain' };
let service: ODataService;
let tag = '';
beforeAll(async () => {
  service = await mediaService();
  await send(service, 'PUT /Documents(1)/$value', '0123456789', text);
  tag = (await send(service, 'GET /Documents(1)/$value', undefined)).headers.get('etag') ?? '';
});

const get = (headers: Record<string, string>) =>
  send(service, 'GET /Documents(1)/$value', undefined, headers);

describe('one range', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-30', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
    ['Bytes = 9-9', '9', 'bytes 9-9/10'],
    ['bytes=20-30, 1-2', '12', 'bytes 1-2/10'],
  ])('%s', async (range, content, contentRange) => {
    const answer = await get({ range });
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      206,
      content,
      contentRange,
    ]);
    expect(answer.headers.get('content-length')).toBe(String(content.length));
    expect(answer.headers.get('content-type')).toBe('text/plain');
  });
});

describe('the whole', () => {
  it.each([
    'bytes=',
    'bytes=a-b',
    'bytes=3-1',
    'bytes=-',
    'items=0-3',
    '0-3',
    'bytes=0-9,0-9',
    'bytes=1-2,x',
  ])('for %s, which means nothing or too much', async (range) => {
    const answer = await get({ range });
    expect([answer.status, await answer.text()]).toEqual([200, '0123456789']);
    expect(answer.headers.get('accept-ranges')).toBe('bytes');
  });

  it('for HEAD, which has no ranges', async () => {
    const answer = await send(service, 'HEAD /Documents(1)/$value', undefined, { range: 'bytes=0-3' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('for more ranges than anybody wants', async () => {
    const range = `bytes=${Array.from({ length: 40 }, () => '1-1').join()}`;
    expect((await get({ range })).status).toBe(200);
  });
});

it('416 with the length, where no range lies within', async () => {
  for (const range of ['bytes=10-', 'bytes=20-30,40-', 'bytes=-0']) {
    const answer = await get({ range });
    expect([answer.status, answer.headers.get('content-range')], range).toEqual([416, 'bytes */10']);
  }
});

it('several ranges come as multipart/byteranges', async () => {
  const answer = await get({ range: 'bytes=0-1,-2' });
  expect(answer.status).toBe(206);
  const [, boundary] = /^multipart\/byteranges; boundary=(\S+)$/.exec(
    answer.headers.get('content-type') ?? '',
  )!;
  const body = await answer.text();
  expect(answer.headers.get('content-length')).toBe(String(body.length));
  expect(body.split(`\r\n--${boundary}`)).toEqual([
    '',
    '\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n01',
    '\r\nContent-Type: text/plain\r\nContent-Range: bytes 8-9/10\r\n\r\n89',
    '--\r\n',
  ]);
});

it('If-Range: a range of the state that the client has, else the whole', async () => {
  const range = 'bytes=0-3';
  expect((await get({ range, 'if-range': tag })).status).toBe(206);
  expect((await get({ range, 'if-range': `W/${tag}` })).status).toBe(200);
  expect((await get({ range, 'if-range': '"other"' })).status).toBe(200);
  expect((await get({ range, 'if-range': 'Tue, 24 Nov 2026 08:00:00 GMT' })).status).toBe(200);
});

it('ranges cross the pieces that a large content is kept in', async () => {
  const bytes = Uint8Array.from({ length: 700_000 }, (_, index) => index % 251);
  await send(service, 'PUT /Documents(1)/Cover', bytes, { 'content-type': 'image/png' });
  for (const [start, end] of [
    [0, 699_999],
    [262_143, 262_144],
    [262_144, 524_287],
    [100_000, 600_000],
  ] as const) {
    const answer = await send(service, 'GET /Documents(1)/Cover', undefined, {
      range: `bytes=${start}-${end}`,
    });
    expect(answer.headers.get('content-length')).toBe(String(end - start + 1));
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes.subarray(start, end + 1))).toBe(0);
  }
});
