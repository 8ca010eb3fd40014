// OData Protocol 4.01, section 11.4.7.1 "Create a Media Entity": PUT of a content where a single media entity is null.
import { expect, it } from 'vitest';
import { mediaService, send } from './media-service.ts';
import { ask } from './service-for.ts';

const png = { 'content-type': 'image/png' };

it.each(['/Documents(1)/Picture', '/Logo'])('%s is created by its content', async (place) => {
  const service = await mediaService();
  expect((await ask(service, `GET ${place}`)).status).toBe(204);
  const answer = await send(service, `PUT ${place}/$value`, 'abc', png);
  expect([answer.status, await answer.json()]).toMatchObject([201, { Type: 'image/png' }]);
  expect(answer.headers.get('location')).toBe(`http://localhost${place}`);
  expect(await (await send(service, `GET ${place}/$value`, undefined)).text()).toBe('abc');
  expect((await ask(service, `GET ${place}`)).body).toMatchObject({ Type: 'image/png' });
  expect((await send(service, `PUT ${place}/$value`, 'de', png)).status).toBe(204);
  expect((await send(service, `DELETE ${place}/$value`, undefined)).status).toBe(204);
  expect((await ask(service, `GET ${place}`)).status).toBe(204);
});

it('not with If-Match, without a media type, of nothing, and by a key', async () => {
  const service = await mediaService();
  const put = async (path: string, headers: Record<string, string> = png) =>
    (await send(service, `PUT ${path}/$value`, 'abc', headers)).status;
  expect(await put('/Documents(1)/Picture', { ...png, 'if-match': '*' })).toBe(404);
  expect(await put('/Documents(1)/Picture', {})).toBe(415);
  expect(await put('/Documents(2)/Picture')).toBe(404);
  expect(await put('/Documents(2)', { 'content-type': 'text/plain' })).toBe(404);
});
