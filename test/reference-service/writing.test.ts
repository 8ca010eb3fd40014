// OData Protocol 4.01, section 11.4 "Data Modification", as the description of the reference service narrows it.
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  describeReference,
  fullKeys,
  keysOf,
  type RequestHeaders,
} from './reference-service.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const bind = 'Category@odata.bind';

describeReference('writing', (ask) => {
  const status = async (line: string, body?: unknown, headers?: RequestHeaders): Promise<number> =>
    (await ask(line, body, headers)).status;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into, member by member
  const read = async (path: string): Promise<any> => {
    const { body, text } = await ask(`GET ${path}`);
    return path.includes('/$count') ? Number(text) : body;
  };
  const created = async (body: object, set = '/Products'): Promise<Answer> => {
    const answer = await ask(`POST ${set}`, body);
    expect(answer.status, answer.text).toBe(201);
    return answer;
  };
  const some = { Name: 'Lamp', Price: 10.5 };

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

  describe('update', () => {
    it('PATCH changes what is sent', async () => {
      const answer = await ask('PATCH /Products(P#1)', { Price: 5 });
      expect(answer.status, answer.text).toBe(204);
      expect(answer.text).toBe('');
      expect(answer.headers.get('etag')).toMatch(/^W\/"/);
      expect(await read('/Products(P#1)')).toMatchObject({
        Price: 5,
        Name: 'Laptop',
        Version: 2,
        Rating: 200,
      });
    });
    it('return=representation', async () => {
      for (const method of ['PATCH', 'PUT']) {
        const answer = await ask(`${method} /Products(P#2)`, some, { prefer: 'return=representation' });
        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject(some);
        expect(answer.headers.get('preference-applied')).toBe('return=representation');
        expect(answer.headers.get('etag')).toBe(answer.body['@odata.etag']);
      }
      expect(
        (await ask('PATCH /Products(P#2)', some, { prefer: 'odata.return=representation' })).status,
      ).toBeLessThan(300);
      const minimal = await ask('PATCH /Products(P#2)', some, { prefer: 'return=minimal' });
      expect([minimal.status, minimal.headers.get('preference-applied')]).toEqual([204, 'return=minimal']);
    });
    it('PUT sets what is left out to its default', async () => {
      expect(await status('PUT /Products(P#1)', some)).toBe(204);
      expect(await read('/Products(P#1)')).toMatchObject({
        ID: fullKeys('P#1'),
        ...some,
        Rating: 0,
        Status: 'None',
        ShippingAddress: null,
        CategoryID: null,
        ProductType: 'Product',
        CreatedAt: '2024-01-15T10:30:00Z',
        Version: 2,
        Data: null,
        SpecialProperty: null,
      });
      expect(await status('PUT /Products(P#2)', { Name: 'x' })).toBe(400);
    });
    it('ignores computed, key and immutable values', async () => {
      const { body } = await created({ ...some, SerialNumber: 'S-1' });
      for (const method of ['PATCH', 'PUT']) {
        const sent = {
          ...some,
          Price: 77,
          ID: 'P#0',
          Version: 99,
          CreatedAt: '2000-01-01T00:00:00Z',
          SerialNumber: 'S-2',
        };
        const answer = await ask(`${method} /Products(${body.ID})`, sent, {
          prefer: 'return=representation',
        });
        expect(answer.status, answer.text).toBe(200);
        expect(answer.body).toMatchObject({
          ID: body.ID,
          CreatedAt: body.CreatedAt,
          SerialNumber: 'S-1',
          Price: 77,
        });
      }
      expect((await read(`/Products(${body.ID})`)).Version).toBe(3);
    });
    const refused: Readonly<Record<string, object>> = {
      'null for the name': { Name: null },
      'an unknown property': { Colour: 'red' },
      'text for a price': { Price: 'much' },
      'a rating of 256': { Rating: 256 },
      'a long name': { Name: 'x'.repeat(101) },
      'a category that does not exist': { [bind]: 'Categories(C#0)' },
      'a malformed bind': { [bind]: 'Categories(' },
    };
    for (const [title, sent] of Object.entries(refused))
      it(`PATCH refuses ${title}`, async () => {
        expect(await status('PATCH /Products(P#1)', sent)).toBe(400);
        expect((await read('/Products(P#1)')).Version).toBe(1);
      });
    it('complex values are merged by PATCH', async () => {
      await ask('PATCH /Products(P#1)', { ShippingAddress: { City: 'Bonn' } });
      expect((await read('/Products(P#1)')).ShippingAddress).toEqual({
        Street: '123 Tech Way',
        City: 'Bonn',
        State: 'WA',
        PostalCode: '98101',
        Country: 'USA',
      });
      await ask('PATCH /Products(P#1)', { ShippingAddress: null });
      expect((await read('/Products(P#1)')).ShippingAddress).toBeNull();
      await ask('PATCH /Products(P#4)', { ShippingAddress: { City: 'Bonn' } });
      expect((await read('/Products(P#4)')).ShippingAddress).toMatchObject({ City: 'Bonn', Street: null });
    });
    it('a key that does not exist is 404', async () => {
      for (const line of [
        'PATCH /Products(P#0)',
        'PUT /Products(P#0)',
        'PATCH /Categories(C#0)',
        'PUT /DecimalSamples(D#0)',
      ])
        expect(await status(line, { Name: 'x', Price: 1, Amount: 1 }), line).toBe(404);
      expect(await status('DELETE /Products(P#0)')).toBe(404);
    });
    it('descriptions are upserted, since clients give their keys', async () => {
      const line = "PUT /ProductDescriptions(ProductID=P#4,LanguageKey='EN')";
      const answer = await ask(line, { Description: 'Chair' });
      expect(answer.status, answer.text).toBe(201);
      expect(await status(line, { Description: 'Chair 2' })).toBe(204);
      expect(
        await status("PATCH /ProductDescriptions(ProductID=P#0,LanguageKey='EN')", { Description: 'x' }),
      ).toBeGreaterThanOrEqual(400);
      expect(
        await status(
          "PATCH /ProductDescriptions(ProductID=P#6,LanguageKey='EN')",
          { Description: 'x' },
          { 'if-match': '*' },
        ),
      ).toBe(404);
    });
    it('an empty PATCH is a change', async () => {
      expect(await status('PATCH /Products(P#1)', {})).toBe(204);
    });
    it('DELETE', async () => {
      const answer = await ask('DELETE /Products(P#1)');
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(await status('GET /Products(P#1)')).toBe(404);
      expect(await status('DELETE /Products(P#1)')).toBe(404);
      expect(await read('/ProductDescriptions/$count')).toBe(5);
      expect(await status('DELETE /Categories(C#2)')).toBe(204);
      expect((await read('/Products(P#3)')).CategoryID).toBeNull();
    });
    it('whole collections are 405 with Allow', async () => {
      for (const method of ['PATCH', 'PUT', 'DELETE']) {
        const answer = await ask(`${method} /Products`, method === 'DELETE' ? undefined : {});
        expect(answer.status, answer.text).toBe(405);
        expect(answer.headers.get('allow')).toMatch(/GET.*POST/);
      }
    });
    it('read-only items', async () => {
      for (const line of [
        'POST /ReadOnlyItems',
        'PATCH /ReadOnlyItems(R#1)',
        'PUT /ReadOnlyItems(R#1)',
        'DELETE /ReadOnlyItems(R#1)',
      ]) {
        const answer = await ask(line, line.startsWith('DELETE') ? undefined : { Name: 'x' });
        expect(answer.status, line).toBe(405);
        expect(answer.headers.get('allow'), line).toContain('GET');
      }
    });
    it('the singleton', async () => {
      expect(await read('/Company')).toMatchObject({ Version: 1, UpdatedAt: '2024-01-01T00:00:00Z' });
      const whole = await read('/Company');
      expect(await status('PATCH /Company', whole)).toBe(204);
      expect(await status('PUT /Company', whole)).toBe(204);
      expect(await status('PATCH /Company', { Name: 'New' })).toBe(204);
      const now = await read('/Company');
      expect(now).toMatchObject({ Name: 'New', Version: 4, CEO: 'Sarah Johnson' });
      expect(now.UpdatedAt).not.toBe(whole.UpdatedAt);
      expect(await status('POST /Company', { Name: 'x' })).toBe(405);
      expect(await status('DELETE /Company')).toBe(405);
      expect(await status('HEAD /Company')).toBe(200);
      expect(
        (
          await ask(
            'PATCH /Company',
            { UpdatedAt: '2000-01-01T00:00:00Z', Version: 1 },
            { prefer: 'return=representation' },
          )
        ).body.Version,
      ).toBe(5);
    });
    it('media items keep ModifiedAt current', async () => {
      expect(await status('PATCH /MediaItems(M#1)', { Name: 'x', ModifiedAt: '2000-01-01T00:00:00Z' })).toBe(
        204,
      );
      const item = await read('/MediaItems(M#1)');
      expect(item.ModifiedAt > '2025').toBe(true);
      expect(item.CreatedAt).toBe('2024-01-01T00:00:00Z');
    });
  });

  describe('properties', () => {
    it('are read, set and nulled', async () => {
      expect(await status('PUT /Products(P#1)/Name', { value: 'New' })).toBe(204);
      expect((await read('/Products(P#1)/Name')).value).toBe('New');
      expect(await status('PUT /Products(P#1)/Name/$value', 'Newer', { 'content-type': 'text/plain' })).toBe(
        204,
      );
      expect((await read('/Products(P#1)')).Name).toBe('Newer');
      expect(await status('PUT /Products(P#1)/Name', { value: null })).toBe(400);
      expect(await status('PUT /Products(P#1)/Price', { value: 'x' })).toBe(400);
      expect(await status('DELETE /Products(P#1)/Name')).toBe(400);
      expect(await status('DELETE /Products(P#1)/ReleaseDate')).toBe(204);
      expect(await status('GET /Products(P#1)/ReleaseDate')).toBe(204);
      expect(await status('PATCH /Products(P#1)/ShippingAddress', { City: 'Bonn' })).toBe(204);
      expect(await read('/Products(P#1)/ShippingAddress')).toMatchObject({ City: 'Bonn', State: 'WA' });
      expect(await status('PUT /Products(P#1)/ShippingAddress', { City: 'Bonn' })).toBe(204);
      expect(await read('/Products(P#1)/ShippingAddress')).toMatchObject({ City: 'Bonn', State: null });
      expect(await status('PUT /Products(P#1)/ShippingAddress/City', { value: 'Ulm' })).toBe(204);
      expect(await status('DELETE /Products(P#1)/ShippingAddress')).toBe(204);
      expect(await status('GET /Products(P#1)/ShippingAddress')).toBe(204);
      expect((await read('/Products(P#1)')).Version).toBe(8);
      expect(await status('POST /Products(P#1)/Name', { value: 'x' })).toBe(405);
      expect(await status('PUT /Products(P#1)/Unknown', { value: 'x' })).toBe(404);
      expect(await status('PUT /Products(P#0)/Name', { value: 'x' })).toBe(404);
    });
    it('of context', async () => {
      expect(await read('/Products(P#1)/ShippingAddress')).toMatchObject({
        '@odata.context': fullKeys('http://localhost/$metadata#Products(P#1)/ShippingAddress'),
        City: 'Seattle',
      });
    });
  });

  describe('relations', () => {
    it('Category/$ref', async () => {
      const ref = { '@odata.id': 'Categories(C#2)' };
      expect(await read('/Products(P#1)/Category/$ref')).toEqual({
        '@odata.context': 'http://localhost/$metadata#$ref',
        '@odata.id': fullKeys('http://localhost/Categories(C#1)'),
      });
      expect(await status('PUT /Products(P#1)/Category/$ref', ref)).toBe(204);
      expect(await read('/Products(P#1)')).toMatchObject({ CategoryID: fullKeys('C#2'), Version: 2 });
      expect(keysOf(await ask('GET /Categories(C#2)/Products'))).toBe('1 3');
      expect(
        await status('PUT /Products(P#1)/Category/$ref', { '@odata.id': 'http://localhost/Categories(C#3)' }),
      ).toBe(204);
      expect(await status('PUT /Products(P#1)/Category/$ref', { '@id': 'Categories(C#3)' })).toBe(204);
      expect(await status('DELETE /Products(P#1)/Category/$ref')).toBe(204);
      expect((await read('/Products(P#1)')).CategoryID).toBeNull();
      expect(await status('GET /Products(P#1)/Category')).toBe(204);
      expect(await status('GET /Products(P#1)/Category/$ref')).toBe(204);
      for (const id of [
        'Categories(C#0)',
        'Products(P#2)',
        'nonsense',

        'Categories(',
        '',
      ])
        expect(await status('PUT /Products(P#1)/Category/$ref', { '@odata.id': id }), id).toBe(400);
      expect(await status('PUT /Products(P#1)/Category/$ref', {})).toBe(400);
      expect(await status('PUT /Products(P#0)/Category/$ref', ref)).toBe(404);
      expect(await status('POST /Products(P#1)/Category/$ref', ref)).toBe(405);
    });
    it('RelatedProducts/$ref', async () => {
      const ref = { '@odata.id': 'Products(P#2)' };
      expect((await read('/Products(P#1)/RelatedProducts/$ref')).value).toEqual([]);
      expect(await status('POST /Products(P#1)/RelatedProducts/$ref', ref)).toBe(204);
      expect(await status('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#3)' })).toBe(
        204,
      );
      expect(await status('POST /Products(P#1)/RelatedProducts/$ref', ref)).toBe(204);
      expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('2 3');
      expect(keysOf(await ask('GET /Products(P#2)/RelatedProducts'))).toBe('');
      const refs = await ask('GET /Products(P#1)/RelatedProducts/$ref?$count=true&$orderby=Name&$top=1');
      expect(refs.body['@odata.context']).toBe('http://localhost/$metadata#Collection($ref)');
      expect(refs.body['@odata.count']).toBe(2);
      expect(refs.body.value).toEqual([{ '@odata.id': fullKeys('http://localhost/Products(P#3)') }]);
      expect((await read('/Products(P#1)/RelatedProducts/$ref?$filter=Price gt 20')).value).toHaveLength(1);
      expect((await read('/Products(P#1)/RelatedProducts/$ref?$skip=1')).value).toHaveLength(1);
      expect(await status('GET /Products(P#1)/RelatedProducts/$ref?$select=Name')).toBe(400);
      expect(await status('GET /Products(P#1)/RelatedProducts/$ref?$expand=Category')).toBe(400);
      expect(await status('DELETE /Products(P#1)/RelatedProducts/$ref?$id=Products(P#2)')).toBe(204);
      expect(
        await status('DELETE /Products(P#1)/RelatedProducts/$ref?$id=http://localhost/Products(P#7)'),
      ).toBe(404);
      expect(await status('DELETE /Products(P#1)/RelatedProducts(P#3)/$ref')).toBe(204);
      expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('');
      for (const id of ['Categories(C#1)', 'Products(P#0)', 'nonsense', ''])
        expect(await status('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': id }), id).toBe(400);
      expect(await status('GET /Products(P#0)/RelatedProducts/$ref')).toBe(404);
    });
    it('$ref of sets and entities', async () => {
      expect((await read('/Products/$ref')).value).toHaveLength(7);
      expect((await read('/Products/$ref?$filter=Price gt 1000')).value).toEqual([
        { '@odata.id': fullKeys('http://localhost/Products(P#6)') },
      ]);
      expect(await read('/Products(P#1)/$ref')).toMatchObject({
        '@odata.id': fullKeys('http://localhost/Products(P#1)'),
      });
    });
    it('deleting removes links and descriptions', async () => {
      await ask('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#2)' });
      expect(await status('DELETE /Products(P#2)')).toBe(204);
      expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('');
      expect(keysOf(await ask('GET /ProductDescriptions'))).toBe('1DE 1EN 3EN 5EN 5ES');
    });
    it('binds in updates', async () => {
      expect(await status('PATCH /Products(P#1)', { [bind]: 'Categories(C#2)' })).toBe(204);
      expect((await read('/Products(P#1)')).CategoryID).toBe(fullKeys('C#2'));
      expect(await status('PATCH /Products(P#1)', { Category: { '@id': 'Categories(C#3)' } })).toBe(204);
      expect((await read('/Products(P#1)')).CategoryID).toBe(fullKeys('C#3'));
      expect(await status('PATCH /Products(P#1)', { CategoryID: null })).toBe(204);
      expect(await status('GET /Products(P#1)/Category')).toBe(204);
    });
    it('deep updates', async () => {
      const v401 = { 'odata-version': '4.01' };
      const all = [
        { LanguageKey: 'EN', Description: 'New' },
        { LanguageKey: 'DE', Description: 'Neu' },
        { LanguageKey: 'FR', Description: 'Nouveau' },
      ];
      const answer = await ask('PATCH /Products(P#1)', { Descriptions: all }, v401);
      expect(answer.status, answer.text).toBe(204);
      expect(keysOf(await ask('GET /Products(P#1)/Descriptions'))).toBe('1DE 1EN 1FR');
      const delta = await ask(
        'PATCH /Products(P#2)',
        {
          'Descriptions@delta': [
            { '@removed': { reason: 'deleted' }, LanguageKey: 'FR' },
            { LanguageKey: 'DE', Description: 'Maus' },
          ],
        },
        v401,
      );
      expect(delta.status, delta.text).toBe(204);
      expect(keysOf(await ask('GET /Products(P#2)/Descriptions'))).toBe('2DE 2EN');
      expect(await status('PATCH /Products(P#3)', { Category: { Name: 'Cups' } }, v401)).toBe(204);
      expect((await read('/Products(P#3)/Category')).Name).toBe('Cups');
    });
  });

  describe('ETags', () => {
    it('are in headers and bodies', async () => {
      const { headers, body } = await ask('GET /Products(P#1)');
      const etag = headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/".+"$/);
      expect(body['@odata.etag']).toBe(etag);
      expect((await read('/Products')).value[0]['@odata.etag']).toBe(etag);
      expect((await ask('HEAD /Products(P#1)')).headers.get('etag')).toBe(etag);
      expect((await ask('GET /Company')).headers.get('etag')).toMatch(/^W\/".+"$/);
      expect((await read('/Categories(C#1)'))['@odata.etag']).toBeUndefined();
      expect((await ask('GET /Products')).headers.get('etag')).toBeNull();
      const again = await ask('GET /Products(P#1)', undefined, { 'if-none-match': etag });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(await status('GET /Products(P#1)', undefined, { 'if-none-match': 'W/"other"' })).toBe(200);
      expect(await status('GET /Products(P#1)', undefined, { 'if-none-match': `W/"other", ${etag}` })).toBe(
        304,
      );
      expect(await status('GET /Products(P#1)', undefined, { 'if-none-match': '*' })).toBe(304);
      expect(
        await status('GET /Company', undefined, {
          'if-none-match': (await ask('GET /Company')).headers.get('etag') ?? '',
        }),
      ).toBe(304);
      for (const [method, sent] of [
        ['PATCH', { Price: 1 }],
        ['PUT', some],
        ['DELETE', undefined],
      ] as const) {
        const now = (await ask('GET /Products(P#1)')).headers.get('etag') ?? '';
        expect(await status(`${method} /Products(P#1)`, sent, { 'if-match': 'W/"other"' }), method).toBe(412);
        expect(await status(`${method} /Products(P#1)`, sent, { 'if-none-match': '*' }), method).toBe(412);
        expect(await status(`${method} /Products(P#0)`, sent, { 'if-match': '*' }), method).toBe(404);
        expect(await status(`${method} /Products(P#0)`, sent, { 'if-match': 'W/"x"' }), method).toBe(404);
        expect(await status(`${method} /Products(P#1)`, sent, { 'if-match': now }), method).toBe(204);
      }
      expect(await status('PATCH /Products(P#2)', { Price: 1 }, { 'if-match': '*' })).toBe(204);
      expect(await status('PATCH /Company', { Name: 'x' }, { 'if-match': 'W/"other"' })).toBe(412);
      expect(await status('PUT /Products(P#2)/Name', { value: 'x' }, { 'if-match': 'W/"other"' })).toBe(412);
      expect(
        await status('DELETE /Products(P#2)/Category/$ref', undefined, { 'if-match': 'W/"other"' }),
      ).toBe(412);
      expect(await status('POST /Products(P#2)/Activate', {}, { 'if-match': 'W/"other"' })).toBe(412);
    });
    it('change with each change', async () => {
      const etag = async (): Promise<string | null> => (await ask('GET /Products(P#1)')).headers.get('etag');
      const seen = [await etag()];
      for (const [line, body] of [
        ['PATCH /Products(P#1)', { Price: 1 }],
        ['PUT /Products(P#1)/Category/$ref', { '@odata.id': 'Categories(C#2)' }],
        ['POST /Products(P#1)/IncreasePrice', { amount: 1 }],
        ['PUT /Products(P#1)/Name', { value: 'x' }],
      ] as const) {
        const answer = await ask(line, body);
        expect(answer.status, answer.text).toBe(204);
        seen.push(await etag());
      }
      expect(new Set(seen).size).toBe(5);
    });
  });
});
