// OData Protocol 4.01, section 11.4.7 "Managing Media Entities": contents are taken up to `contentLimit`, whatever `bodyLimit` says; nothing of a refused one stays.
import { describe, expect, it } from 'vitest';
import { mediaService, send } from './media-service.ts';

const limits = { bodyLimit: 1_000, contentLimit: 5_000 };
const text = { 'content-type': 'text/plain' };

/** A body of so many bytes that does not say how many; `broken`: it ends with an error. */
function unannounced(size: number, broken = false): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      if (left > 0) controller.enqueue(new Uint8Array(Math.min(left, 700)));
      else if (broken) controller.error(new Error('The connection is gone.'));
      else controller.close();
      left -= 700;
    },
  });
}

describe('contents over bodyLimit and within contentLimit', () => {
  it.each([
    ['PUT /Documents(1)/$value', 204],
    ['PUT /Documents(1)/Attachment/Data', 204],
    ['POST /Documents', 201],
  ])('%s', async (line, status) => {
    const service = await mediaService(limits);
    expect((await send(service, line, new Uint8Array(4_000), text)).status).toBe(status);
    expect((await send(service, line, unannounced(5_000), text)).status).toBe(status);
  });
});

it('413 names the limit and how to raise it, with a declared length and without', async () => {
  const service = await mediaService(limits);
  for (const headers of [text, { ...text, 'content-length': '5001' }]) {
    const answer = await send(service, 'PUT /Documents(1)/$value', unannounced(5_001), headers);
    expect(answer.status).toBe(413);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('PayloadTooLarge');
    expect(error.message).toContain('5000 bytes');
    expect(error.message).toContain('--content-limit');
  }
  expect((await send(service, 'GET /Documents(1)/$value', undefined)).headers.get('content-length')).toBe(
    '0',
  );
});

it('a body in JSON is the content too, unless the service takes it for properties', async () => {
  const json = { 'content-type': 'application/json' };
  const create = async (jsonMediaEntities: boolean) => {
    const service = await mediaService({ jsonMediaEntities: true });
    const standard = { ...service, options: { ...service.options, jsonMediaEntities } };
    const { headers } = await send(standard, 'POST /Documents', '{"ID":5,"Title":"x"}', json);
    const path = new URL(headers.get('location') ?? '').pathname;
    return [path === '/Documents(5)', await (await send(service, `GET ${path}/$value`, undefined)).text()];
  };
  expect(await create(false)).toEqual([false, '{"ID":5,"Title":"x"}']);
  expect(await create(true)).toEqual([true, '']);
});

it('bodyLimit is named where it is exceeded', async () => {
  const service = await mediaService(limits);
  const answer = await send(service, 'POST /Documents', unannounced(1_001), {
    'content-type': 'application/json',
  });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain('--body-limit');
});

it('a body that breaks off leaves what was there', async () => {
  const service = await mediaService(limits);
  await send(service, 'PUT /Documents(1)/$value', 'before', text);
  const answer = await send(service, 'PUT /Documents(1)/$value', unannounced(1_400, true), text);
  expect(answer.status).toBe(400);
  expect(await (await send(service, 'GET /Documents(1)/$value', undefined)).text()).toBe('before');
});

it('what would be refused anyway is refused before the body is read', async () => {
  const service = await mediaService(limits);
  for (const [line, headers, status] of [
    ['PUT /Documents(2)/$value', text, 404],
    ['PUT /Documents(1)/$value', { ...text, 'if-match': '"other"' }, 412],
    ['PUT /Documents(1)/$value', { 'content-type': 'image/png' }, 415],
    ['PUT /Documents(1)/$value', { ...text, 'content-range': 'bytes 0-1/2' }, 400],
  ] as const) {
    let isRead = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          isRead = true;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    expect((await send(service, line, body, headers)).status, line).toBe(status);
    expect(isRead, line).toBe(false);
  }
});
