// toConformTo: bodies and responses of a type, and a diff where they are not.
import { describe, expect, it } from 'vitest';
import { conformanceMatchers } from '../../../src/vitest.ts';
import { createShop, json, shopDocument } from '../../service/shop.ts';

expect.extend(await conformanceMatchers({ metadata: shopDocument }));

describe('toConformTo', () => {
  it('takes bodies, pages and responses', async () => {
    const shop = await createShop({ populate: 3 });
    expect({ ID: 1, Name: 'Tea' }).toConformTo('shop.Product');
    expect([{ ID: 1 }]).toConformTo('Collection(shop.Product)');
    const page = await shop.fetch('Products?$expand=Category');
    await expect(page).toConformTo('Collection(shop.Product)');
    expect((await page.json()) as object).toConformTo('Collection(shop.Product)');
    expect({ ID: 'x' }).not.toConformTo('shop.Product');
  });

  it('shows what is wrong as a diff', () => {
    const body = {
      value: [
        { ID: 1, Name: 'Tea' },
        { ID: 2, Name: 7, Prize: 3 },
      ],
    };
    let message = '';
    try {
      expect(body).toConformTo('Collection(shop.Product)');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain('conform to Collection(shop.Product); it has 2 violations');
    expect(message).toMatch(/- {7}"Name": 7,\n\+ {7}'Name' must be a string/);
    expect(message).toMatch(/- {7}"Prize": 3\n\+ {7}.*Prize/);
  });

  it('tells an error response, another shape, and a type that is not there', async () => {
    const shop = await createShop();
    await expect(
      (async () => expect(await shop.fetch('Products(1)')).toConformTo('shop.Product'))(),
    ).rejects.toThrow(/status 404/);
    expect(() => expect({ value: [] }).toConformTo('shop.Product')).toThrow(
      /expect Collection\(shop\.Product\)/,
    );
    expect(() => expect({}).toConformTo('shop.Produkt')).toThrow(/Did you mean shop\.Product\?/);
    expect((await shop.fetch('Products', json('POST', { ID: 1 }))).status).toBe(201);
  });
});
