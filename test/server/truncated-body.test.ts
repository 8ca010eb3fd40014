// The fault `body: 'truncated'` over a port: half of the body arrives before the connection ends.
import { get } from 'node:http';
import { expect, it } from 'vitest';
import { createShop } from '../service/shop.ts';

it('sends half of the body', async () => {
  const shop = await createShop({ data: { Products: [{ ID: 1, Name: 'Tea' }] } });
  const whole = await (await shop.fetch('Products')).text();
  shop.faults.set([{ body: 'truncated' }]);
  const url = await shop.listen();
  const { text, isComplete } = await new Promise<{ text: string; isComplete: boolean }>((resolve, reject) => {
    get(`${url}Products`, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('error', () => {});
      response.on('close', () => resolve({ text, isComplete: response.complete }));
    }).on('error', reject);
  });
  await shop.close();
  expect(isComplete).toBe(false);
  expect(text.length).toBeGreaterThan(whole.length / 3);
  expect(text).toContain('"@context"');
});
