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
    expect(message).toMatch(/ {4}"value": \[\n.*\n? *\{ \/\/ value\/1\n/);
    expect(message).toMatch(/- {7}"Name": 7,\n\+ {7}'Name' must be a string/);
    expect(message).toMatch(/- {7}"Prize": 3\n\+ {7}.*Prize.* Did you mean Price\?/);
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

  it('tells of a user of Graph each mistake at its place, and what may be a slip in an open type', async () => {
    const generated = new URL('../../../generated/graph/', import.meta.url);
    const { toConformTo } = await conformanceMatchers({ generated });
    const user = {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
      businessPhones: ['+1 425 555 0109', 14255550109],
      dispalyName: 'Adele Vance',
      id: '87d349ed-44d7-43e1-9a83-5f2406dee5bd',
      jobTitle: 'Retail Manager',
      accountEnabled: 'true',
      createdDateTime: '2017-07-29T03:07:25Z',
      mail: 'AdeleV@contoso.com',
      passwordProfile: { forceChangePasswordNextSignIn: 1 },
    };
    const { message } = await toConformTo(user, 'microsoft.graph.user');
    expect(message()).toMatchInlineSnapshot(`
      "Expected the body to conform to microsoft.graph.user; it has 3 violations:

        {
        …
          "businessPhones": [
            "+1 425 555 0109",
      -     14255550109
      +     'businessPhones/1' must be a string (Edm.String).
          ],
          "dispalyName": "Adele Vance",
      ?   'dispalyName' is not declared by microsoft.graph.user, which is open. Did you mean displayName?
          "id": "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
          "jobTitle": "Retail Manager",
      -   "accountEnabled": "true",
      +   'accountEnabled' must be true or false (Edm.Boolean).
          "createdDateTime": "2017-07-29T03:07:25Z",
          "mail": "AdeleV@contoso.com",
          "passwordProfile": {
      -     "forceChangePasswordNextSignIn": 1
      +     'passwordProfile/forceChangePasswordNextSignIn' must be true or false (Edm.Boolean).
          }
        }"
    `);
  });
});
