// `/_emulator/data`: what a service holds is told as data files, and may be given again with all digits of its numbers.
import { expect, it } from 'vitest';
import { createShop } from '../service/shop.ts';

it('gives what it takes', async () => {
  const data = { Categories: [{ ID: 1, Name: 'Food' }], Products: [{ ID: 7, Name: 'Tea' }] };
  const shop = await createShop();
  const post = (body: string) => shop.fetch('/_emulator/data', { method: 'POST', body });
  expect((await post(JSON.stringify(data).replace('"Tea"', '"Tea","Price":2.50'))).status).toBe(204);
  const text = await (await shop.fetch('/_emulator/data')).text();
  expect(text).toContain('"Price":2.50');
  expect(JSON.parse(text)).toMatchObject(data);
  expect(await (await shop.fetch('/_emulator/data/Categories')).json()).toMatchObject(data.Categories);
  expect((await shop.fetch('/_emulator/data/Nothing')).status).toBe(404);

  const other = await createShop();
  expect((await other.fetch('/_emulator/data', { method: 'POST', body: text })).status).toBe(204);
  expect(await (await other.fetch('/_emulator/data')).text()).toBe(text);
});

it('refuses what is no object, with the place in it', async () => {
  const shop = await createShop();
  const refused = await shop.fetch('/_emulator/data', { method: 'POST', body: '{"Products":[{]}' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('column 15');
  expect((await shop.fetch('/_emulator/data', { method: 'POST', body: '[]' })).status).toBe(400);
});

it('PUT makes the data all that there is, for the session alone', async () => {
  const shop = await createShop({
    data: { Categories: [{ ID: 1, Name: 'Food' }], Products: [{ ID: 7, Name: 'Tea' }] },
  });
  const headers = { 'Emulator-Session': 'a' };
  const put = (body: string) => shop.fetch('/_emulator/data', { method: 'PUT', headers, body });
  const held = async (session = {}) =>
    await (await shop.fetch('/_emulator/data', { headers: session })).json();
  expect((await put('{"Products":[{"ID":7,"Name":"Coffee"}]}')).status).toBe(204);
  expect(Object.keys((await held(headers)) as object)).toEqual(['Products']);
  expect(await held(headers)).toMatchObject({ Products: [{ ID: 7, Name: 'Coffee' }] });
  expect(await held()).toMatchObject({ Categories: [{ ID: 1 }], Products: [{ Name: 'Tea' }] });
  const refused = await put('{"Products":[{"ID":7,"Name":5}]}');
  expect(refused.status).toBe(400);
  expect(await held(headers)).toMatchObject({ Products: [{ ID: 7, Name: 'Coffee' }] });
  await shop.fetch('/_emulator/reset', { method: 'POST', headers });
  expect(await held(headers)).toEqual(await held());
});
