// OData Protocol 4.01, section 11.4.2 "Create an Entity", as the description of the reference service narrows it.
import { describe, expect, it } from 'vitest';
import { describeReference, fullKeys, shortcuts } from './reference-service.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bind = 'Category@odata.bind';
const some = { Name: 'Lamp', Price: 10.5 };

describeReference('create', (ask) => {
  const { status, read, created } = shortcuts(ask);

  describe('media types', () => {
    for (const [type, expected] of Object.entries({
      'application/json': 201,
      'application/json;charset=utf-8': 201,
      'application/json;odata.metadata=minimal': 201,
      'application/json;IEEE754Compatible=true': 201,
      'APPLICATION/JSON': 201,
      'text/plain': 415,
      'application/xml': 415,
      'application/x-www-form-urlencoded': 415,
      '': 415,
      json: 415,
    }))
      it(`POST as '${type}': ${expected}`, async () => {
        expect(await status('POST /Products', JSON.stringify(some), { 'content-type': type })).toBe(expected);
      });
    it('PATCH and PUT too', async () => {
      for (const method of ['PATCH', 'PUT']) {
        expect(
          await status(`${method} /Products(P#1)`, JSON.stringify(some), { 'content-type': 'text/plain' }),
        ).toBe(415);
        expect(await status(`${method} /Products(P#1)`, JSON.stringify(some), { 'content-type': '' })).toBe(
          415,
        );
      }
    });
  });

  describe('create', () => {
    it('answers with the entity and its headers', async () => {
      const { headers, body } = await created(some);
      expect(body.ID).toMatch(guid);
      expect(body).toMatchObject({
        '@odata.context': 'http://localhost/$metadata#Products/$entity',
        '@odata.id': `http://localhost/Products(${body.ID})`,
        Name: 'Lamp',
        Price: 10.5,
        Rating: 0,
        Temperature: 0,
        Quantity: 0,
        Weight: 0,
        Status: 'None',
        Version: 1,
        ProductType: 'Product',
        Description: null,
        CategoryID: null,
        ShippingAddress: null,
        SerialNumber: null,
      });
      expect(headers.get('location')).toBe(`http://localhost/Products(${body.ID})`);
      expect(headers.get('odata-entityid')).toBe(`http://localhost/Products(${body.ID})`);
      expect(headers.get('etag')).toMatch(/^W\/"/);
      expect(body['@odata.etag']).toBe(headers.get('etag'));
      expect(Math.abs(Date.parse(body.CreatedAt) - Date.now())).toBeLessThan(60_000);
      expect((await read(`/Products(${body.ID})`)).Name).toBe('Lamp');
      expect(await read('/Products/$count')).toBe(8);
    });
    it('ignores computed values', async () => {
      const { body } = await created({
        ...some,
        ID: fullKeys('P#0'),
        Version: 7,
        CreatedAt: '2000-01-01T00:00:00Z',
      });
      expect(body.ID).not.toBe(fullKeys('P#0'));
      expect(body.Version).toBe(1);
      expect(body.CreatedAt).not.toContain('2000');
    });
    it('keeps values of every type', async () => {
      const values = {
        Rating: 255,
        Temperature: -128,
        Quantity: -32768,
        Weight: 1.5,
        Data: '-_8',
        ReleaseDate: '2025-02-28',
        OpenTime: '12:34:56.789',
        ShippingTime: 'P1DT2H3M4.5S',
        Offset: '-PT1H',
        Status: 'InStock,OnSale',
        SerialNumber: 'S-1',
        ShippingAddress: { Street: null, City: 'Bonn', State: null, PostalCode: null, Country: null },
        Dimensions: { Length: 1.25, Width: 2, Height: 3, Unit: 'm' },
        Location: { type: 'Point', coordinates: [7.1, 50.7] },
        Route: {
          type: 'LineString',
          coordinates: [
            [7, 50],
            [8, 51],
          ],
        },
        Area: {
          type: 'Polygon',
          coordinates: [
            [
              [7, 50],
              [8, 50],
              [8, 51],
              [7, 50],
            ],
          ],
        },
      };
      const { body } = await created({ ...some, ...values });
      expect(body).toMatchObject(values);
      expect(await read(`/Products(${body.ID})`)).toMatchObject(values);
    });
    const accepted: Readonly<Record<string, readonly [object, object]>> = {
      'a number for an enumeration': [{ Status: 1 }, { Status: 'InStock' }],
      'a number for several members': [{ Status: 11 }, { Status: 'InStock,OnSale,Featured' }],
      'zero for an enumeration': [{ Status: 0 }, { Status: 'None' }],
      'members in any order': [{ Status: 'Featured,InStock' }, { Status: 'InStock,Featured' }],
      'binary with padding': [{ Data: 'dGVzdA==' }, { Data: 'dGVzdA' }],
      'empty binary': [{ Data: '' }, { Data: '' }],
      'an empty name': [{ Name: '' }, { Name: '' }],
      'a name of 100 characters': [{ Name: 'x'.repeat(100) }, { Name: 'x'.repeat(100) }],
      'time without fraction': [{ OpenTime: '12:00:00.000' }, { OpenTime: '12:00:00' }],
      'a negative price': [{ Price: -1.005 }, { Price: -1.005 }],
      'a price with many decimals': [{ Price: 0.1234567890123 }, { Price: 0.1234567890123 }],
      infinity: [{ Price: 'INF' }, { Price: 'INF' }],
      'a partial address': [
        { ShippingAddress: { City: 'Bonn' } },
        { ShippingAddress: { City: 'Bonn', Street: null } },
      ],
      annotations: [{ '@my.term': 1, 'Name@my.term': 'x' }, { Name: 'Lamp' }],
      'a type annotation': [{ '@odata.type': '#ReferenceService.Product' }, { ProductType: 'Product' }],
      'text beyond the BMP': [{ Name: 'Läm\u{1F600}' }, { Name: 'Läm\u{1F600}' }],
    };
    for (const [title, [sent, kept]] of Object.entries(accepted))
      it(`takes ${title}`, async () =>
        expect((await created({ ...some, ...sent })).body).toMatchObject(kept));

    const refused: Readonly<Record<string, object>> = {
      'no name': { Name: undefined },
      'no price': { Price: undefined },
      'null for the name': { Name: null },
      'null for the price': { Price: null },
      'null for the status': { Status: null },
      'an unknown property': { Colour: 'red' },
      'a number for a name': { Name: 1 },
      'text for a price': { Price: 'much' },
      'a numeric text for a price': { Price: '10.5' },
      'a boolean for a price': { Price: true },
      'an object for a price': { Price: {} },
      'a rating of 256': { Rating: 256 },
      'a rating of -1': { Rating: -1 },
      'a rating of 1.5': { Rating: 1.5 },
      'a temperature of 128': { Temperature: 128 },
      'a quantity of 32768': { Quantity: 32768 },
      'a name of 101 characters': { Name: 'x'.repeat(101) },
      'a state of three letters': { ShippingAddress: { State: 'ABC' } },
      'an unknown member of an address': { ShippingAddress: { Planet: 'Earth' } },
      'a wrong date': { ReleaseDate: '2025-02-30' },
      'a date with a time': { ReleaseDate: '2025-02-28T00:00:00Z' },
      'a wrong time': { OpenTime: '25:00:00' },
      'a wrong duration': { ShippingTime: 'one day' },
      'a wrong GUID': { CategoryID: 'abc' },
      'a wrong member': { Status: 'Unknown' },
      'wrong binary': { Data: '!!' },
      'a wrong point': { Location: { type: 'Point', coordinates: ['a', 'b'] } },
      'a line for a point': {
        Location: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      'an unknown type': { '@odata.type': '#ReferenceService.Nothing' },
      'a type of another set': { '@odata.type': '#ReferenceService.Category' },
      'a property of the derived type': { SpecialFeature: 'x' },
      'an address that is a text': { ShippingAddress: 'Bonn' },
      'a category that does not exist': { [bind]: 'Categories(C#0)' },
      'a malformed bind': { [bind]: 'Categories(' },
      'a bind to another set': { [bind]: 'Products(P#1)' },
      'a bind that is a number': { [bind]: 1 },
    };
    for (const [title, sent] of Object.entries(refused))
      it(`refuses ${title}`, async () => {
        const answer = await ask('POST /Products', { ...some, ...sent });
        expect(answer.status, answer.text).toBe(400);
        expect(answer.body.error.code).not.toBe('');
        expect(answer.body.error.message).not.toBe('');
        expect(await read('/Products/$count')).toBe(7);
      });
    it('refuses what is no object', async () => {
      for (const body of ['', '{', '[]', '1', '"x"', 'null', '{"Name":"a","Name":"b","Price":1}x'])
        expect(await status('POST /Products', body), body).toBe(400);
    });
    it('creates derived types', async () => {
      const special = { ...some, '@odata.type': '#ReferenceService.SpecialProduct', SpecialFeature: 'x' };
      const { body } = await created(special);
      expect(body).toMatchObject({
        '@odata.type': '#ReferenceService.SpecialProduct',
        ProductType: 'SpecialProduct',
        SpecialFeature: 'x',
        SpecialProperty: null,
      });
      const cast = await created(
        { ...some, SpecialFeature: 'y' },
        '/Products/ReferenceService.SpecialProduct',
      );
      expect(cast.body).toMatchObject({ ProductType: 'SpecialProduct', SpecialFeature: 'y' });
    });
    it('binds the category in both forms', async () => {
      for (const target of [
        'Categories(C#2)',
        '/Categories(C#2)',
        'http://localhost/Categories(C#2)',
        'Categories/C#2',
      ])
        expect((await created({ ...some, [bind]: target })).body.CategoryID, target).toBe(fullKeys('C#2'));
      expect((await created({ ...some, Category: { '@id': 'Categories(C#2)' } })).body.CategoryID).toBe(
        fullKeys('C#2'),
      );
      expect((await created({ ...some, Category: { '@odata.id': 'Categories(C#2)' } })).body.CategoryID).toBe(
        fullKeys('C#2'),
      );
      expect((await created({ ...some, CategoryID: 'C#2' })).body.CategoryID).toBe(fullKeys('C#2'));
    });
    it('refuses a foreign key that names nothing', async () => {
      expect(await status('POST /Products', { ...some, CategoryID: 'C#0' })).toBe(400);
    });
    it('inserts descriptions deeply, all or nothing', async () => {
      const { body } = await created({
        ...some,
        Descriptions: [
          { LanguageKey: 'EN', Description: 'A lamp' },
          { LanguageKey: 'DE', Description: 'Eine Lampe' },
        ],
      });
      expect(body.Descriptions).toHaveLength(2);
      expect(body.Descriptions[0].ProductID).toBe(body.ID);
      expect((await read(`/Products(${body.ID})/Descriptions`)).value).toHaveLength(2);
      const before = await read('/Products/$count');
      expect(
        await status('POST /Products', {
          ...some,
          Descriptions: [
            { LanguageKey: 'EN', Description: 'a' },
            { LanguageKey: 'XXX', Description: 'b' },
          ],
        }),
      ).toBe(400);
      expect(
        await status('POST /Products', {
          ...some,
          Descriptions: [
            { LanguageKey: 'EN', Description: 'a' },
            { LanguageKey: 'EN', Description: 'b' },
          ],
        }),
      ).toBeGreaterThanOrEqual(400);
      expect(await status('POST /Products', { ...some, Descriptions: [{ LanguageKey: 'EN' }] })).toBe(400);
      expect(await read('/Products/$count')).toBe(before);
      expect(await read('/ProductDescriptions/$count')).toBe(9);
    });
    it('inserts a new category deeply', async () => {
      const { body } = await created({ ...some, Category: { Name: 'Light' } });
      expect(body.Category.Name).toBe('Light');
      expect(body.CategoryID).toBe(body.Category.ID);
    });
    it('inserts below a product and below a category', async () => {
      const description = await ask('POST /Products(P#4)/Descriptions', {
        LanguageKey: 'EN',
        Description: 'Chair',
      });
      expect(description.status, description.text).toBe(201);
      expect(description.body.ProductID).toBe(fullKeys('P#4'));
      expect(description.headers.get('location')).toMatch(
        /ProductDescriptions\(ProductID=.*4,LanguageKey='EN'\)$/,
      );
      expect((await created(some, '/Categories(C#3)/Products')).body.CategoryID).toBe(fullKeys('C#3'));
      expect(
        await status('POST /Products(P#0)/Descriptions', { LanguageKey: 'EN', Description: 'Chair' }),
      ).toBe(404);
    });
    it('creates descriptions with the keys of the client', async () => {
      const row = { ProductID: 'P#4', LanguageKey: 'EN', Description: 'Chair' };
      const { headers } = await created(row, '/ProductDescriptions');
      expect(headers.get('location')).toBe(
        fullKeys("http://localhost/ProductDescriptions(ProductID=P#4,LanguageKey='EN')"),
      );
      expect(await status('POST /ProductDescriptions', row)).toBe(409);
      expect(await status('POST /ProductDescriptions', { ...row, ProductID: 'P#0' })).toBe(400);
      for (const missing of Object.keys(row))
        expect(
          await status('POST /ProductDescriptions', { ...row, LanguageKey: 'FR', [missing]: undefined }),
          missing,
        ).toBe(400);
      expect(await status('POST /ProductDescriptions', { ...row, LanguageKey: 'FRA' })).toBe(400);
    });
    it('creates in the other sets', async () => {
      expect((await created({ Name: 'Light' }, '/Categories')).body).toMatchObject({
        Name: 'Light',
        Description: null,
      });
      expect(await status('POST /Categories', {})).toBe(400);
      expect((await created({ Name: 'x', Amount: 1.5 }, '/DecimalSamples')).body.Amount).toBe(1.5);
      expect(await status('POST /DecimalSamples', { Name: 'x' })).toBe(400);
      expect(await status('POST /DecimalSamples', { Amount: 1 })).toBe(400);
      expect(await status('POST /ReadOnlyItems', { Name: 'x' })).toBe(405);
      expect(await status('POST /Company', { Name: 'x' })).toBe(405);
      expect(await status('POST /Products(P#1)', some)).toBe(405);
      expect(await status('POST /Nothing', some)).toBe(404);
    });
    it('decimals keep all their digits', async () => {
      const text = '{"Name":"x","Amount":12345678901234567890.123456789012345678}';
      const answer = await ask('POST /DecimalSamples', text);
      expect(answer.text).toContain('"Amount":12345678901234567890.123456789012345678');
      const read = await ask(`GET /DecimalSamples(${answer.body.ID})`, undefined, {
        accept: 'application/json;IEEE754Compatible=true',
      });
      expect(read.body.Amount).toBe('12345678901234567890.123456789012345678');
      expect(read.headers.get('content-type')).toContain('IEEE754Compatible=true');
      expect(await status('POST /DecimalSamples', '{"Name":"x","Amount":1.1234567890123456789}')).toBe(400);
      expect(await status('POST /DecimalSamples', '{"Name":"x","Amount":123456789012345678901}')).toBe(400);
      expect(
        await status(
          'POST /DecimalSamples',
          { Name: 'x', Amount: '1.5' },
          { 'content-type': 'application/json;IEEE754Compatible=true' },
        ),
      ).toBe(201);
    });
    it('return=minimal', async () => {
      const answer = await ask('POST /Products', some, { prefer: 'return=minimal' });
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect(answer.headers.get('preference-applied')).toBe('return=minimal');
      expect(answer.headers.get('location')).toBe(answer.headers.get('odata-entityid'));
      const shown = await ask('POST /Products', some, { prefer: 'return=representation' });
      expect(shown.status).toBe(201);
      expect(shown.headers.get('preference-applied')).toBe('return=representation');
    });
    it('$select and $expand shape the answer', async () => {
      const answer = await ask('POST /Products?$select=Name&$expand=Category($select=Name)', {
        ...some,
        [bind]: 'Categories(C#1)',
      });
      expect(answer.status, answer.text).toBe(201);
      expect(answer.body).toMatchObject({ Name: 'Lamp', Category: { Name: 'Electronics' } });
      expect(answer.body).not.toHaveProperty('Price');
    });
  });
});
