// OData Protocol 4.01, sections 11.2.5 "System Query Options $select, $expand, $compute" and OData Data Aggregation: the shape of results.
import { describe, expect, it } from 'vitest';
import { describeReference, fullKeys, keysOf } from './reference-service.ts';

describeReference('shape of results', (ask) => {
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into, member by member
  const read = async (path: string): Promise<any> => {
    const { status, body, text } = await ask(`GET ${path}`);
    expect(status, text).toBe(200);
    return body;
  };
  const members = (row: object): string =>
    Object.keys(row)
      .filter((name) => !name.includes('@'))
      .join(' ');

  describe('$select', () => {
    const selected: Readonly<Record<string, string>> = {
      Name: 'Name',
      'Name,Price': 'Name Price',
      'Price, Name': 'Name Price',
      'ShippingAddress/City': 'ShippingAddress',
      'ShippingAddress/City,ShippingAddress/State': 'ShippingAddress',
      'ShippingAddress($select=City)': 'ShippingAddress',
      'ReferenceService.SpecialProduct/SpecialFeature': 'SpecialFeature',
      'Name,ReferenceService.SpecialProduct/SpecialFeature': 'Name SpecialFeature',
      name: '',
    };
    for (const [select, names] of Object.entries(selected))
      it(select, async () => {
        if (names === '') return expect((await ask(`GET /Products(P#1)?$select=${select}`)).status).toBe(400);
        expect(members(await read(`/Products(P#1)?$select=${select}`))).toBe(names);
        expect(members((await read(`/Products?$top=1&$select=${select}`)).value[0])).toBe(names);
      });
    it('paths select parts of complex values', async () => {
      for (const select of ['ShippingAddress/City', 'ShippingAddress($select=City)'])
        expect(await read(`/Products(P#1)?$select=${select}`)).toMatchObject({
          '@odata.context': 'http://localhost/$metadata#Products(ShippingAddress/City)/$entity',
          ShippingAddress: { City: 'Seattle' },
        });
    });
    it('all', async () => {
      expect(members(await read('/Products(P#2)?$select=*')).split(' ')).toHaveLength(25);
      expect(members(await read('/Products(P#1)?$select=*')).split(' ')).toHaveLength(27);
    });
  });

  describe('$expand', () => {
    it('context URLs', async () => {
      const contexts: Readonly<Record<string, string>> = {
        'Products?$expand=Category': '#Products(Category())',
        'Products?$expand=Category($select=Name)': '#Products(Category(Name))',
        'Products?$select=Name&$expand=Category': '#Products(Name,Category())',
        'Products(P#1)?$select=Name&$expand=Category($select=Name)': '#Products(Name,Category(Name))/$entity',
        'Categories(C#1)?$expand=Products($levels=1)': '#Categories(Products())/$entity',
        'Products?$expand=Descriptions($expand=Product)': '#Products(Descriptions(Product()))',
      };
      for (const [path, context] of Object.entries(contexts))
        expect((await read(`/${path}`))['@odata.context'], path).toBe(`http://localhost/$metadata${context}`);
    });
    it('single, collection, all, none', async () => {
      const { Category, Descriptions, RelatedProducts } = await read('/Products(P#1)?$expand=*');
      expect([Category.Name, Descriptions.length, RelatedProducts]).toEqual(['Electronics', 2, []]);
      await ask('DELETE /Products(P#1)/Category/$ref');
      expect((await read('/Products(P#1)?$expand=Category')).Category).toBeNull();
      expect((await read('/Products?$expand=Category,Descriptions&$top=2')).value[1].Category.Name).toBe(
        'Electronics',
      );
    });
    it('nested options', async () => {
      const body = await read(
        "/Categories?$expand=Products($filter=Price gt 100;$orderby=Price desc;$top=2;$skip=1;$count=true;$select=Name;$expand=Descriptions($select=LanguageKey;$filter=LanguageKey eq 'EN'))",
      );
      expect(body.value[0]['Products@odata.count']).toBe(4);
      expect(body.value[0].Products.map(({ Name }: { Name: string }) => Name)).toEqual([
        'Laptop',
        'Smartphone',
      ]);
      expect(body.value[0].Products[0].Descriptions).toMatchObject([{ LanguageKey: 'EN' }]);
      expect(body.value[2].Products).toEqual([]);
    });
    it('references and counts', async () => {
      const { Descriptions } = await read('/Products(P#1)?$expand=Descriptions/$ref');
      expect(Descriptions.map(Object.keys)).toEqual([['@odata.id'], ['@odata.id']]);
      expect(await read('/Products(P#1)?$expand=Descriptions/$count')).toMatchObject({
        'Descriptions@odata.count': 2,
      });
      expect(
        await read("/Products(P#1)?$expand=Descriptions/$count($filter=LanguageKey eq 'DE')"),
      ).toMatchObject({ 'Descriptions@odata.count': 1 });
    });
    it('casts', async () => {
      expect(
        (await read('/Categories(C#1)?$expand=Products/ReferenceService.SpecialProduct')).Products,
      ).toHaveLength(3);
      const { value } = await read('/Products?$expand=ReferenceService.SpecialProduct/Category');
      expect(value.map((row: object) => 'Category' in row)).toEqual([
        true,
        false,
        false,
        false,
        false,
        true,
        true,
      ]);
    });
    it('$levels of what does not recur', async () => {
      expect((await read('/Products(P#1)?$expand=Category($levels=3)')).Category).not.toHaveProperty(
        'Category',
      );
    });
    it('$levels of what recurs', async () => {
      await ask('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#2)' });
      await ask('POST /Products(P#2)/RelatedProducts/$ref', { '@odata.id': 'Products(P#3)' });
      const body = await read('/Products(P#1)?$expand=RelatedProducts($levels=2)');
      expect(body['@odata.context']).toBe('http://localhost/$metadata#Products(RelatedProducts+())/$entity');
      expect(body.RelatedProducts[0].RelatedProducts[0].ID).toBe(fullKeys('P#3'));
    });
  });

  describe('$compute', () => {
    it('is selected, filtered, ordered, expanded', async () => {
      expect(members(await read('/Products(P#1)?$compute=Price mul 2 as Twice'))).toContain('Twice');
      expect(
        await read('/Products(P#3)?$compute=Price mul 2 as Twice,length(Name) as Len&$select=Twice,Len'),
      ).toMatchObject({ Twice: 31, Len: 10 });
      expect(
        keysOf(
          await ask('GET /Products?$compute=Price mul Rating as Value&$filter=Value gt 0&$orderby=Value'),
        ),
      ).toBe('2 4 1');
      expect((await ask('GET /Products?$compute=Unknown mul 2 as X')).status).toBe(400);
      expect((await ask('GET /Products?$compute=Price mul 2')).status).toBe(400);
      expect((await ask('GET /Products?$compute=Price as Name')).status).toBe(400);
    });
  });

  describe('$apply', () => {
    const results: Readonly<Record<string, unknown>> = {
      'aggregate(Price with sum as T)': [{ T: 4245.44 }],
      'aggregate(Price with min as A,Price with max as B)': [{ A: 15.5, B: 1999.99 }],
      'aggregate(Quantity with average as A)': [{ A: (1200 + 300 - 200 + 32767) / 7 }],
      'aggregate(CategoryID with countdistinct as N)': [{ N: 3 }],
      'aggregate($count as N)': [{ N: 7 }],
      'filter(Price gt 100)/aggregate($count as N)': [{ N: 5 }],
      'search(mouse)/aggregate($count as N)': [{ N: 2 }],
      'groupby((ProductType))': [{ ProductType: 'SpecialProduct' }, { ProductType: 'Product' }],
      'groupby((ProductType),aggregate($count as N))': [
        { ProductType: 'SpecialProduct', N: 3 },
        { ProductType: 'Product', N: 4 },
      ],
      'groupby((Category/Name),aggregate($count as N))/orderby(N desc)/top(1)': [
        { Category: { Name: 'Electronics' }, N: 5 },
      ],
      'groupby((ShippingAddress/State),aggregate($count as N))/filter(N gt 1)': [
        { ShippingAddress: { State: 'CA' }, N: 2 },
      ],
      'groupby((Status),aggregate($count as N))/filter(N eq 1)/aggregate($count as M)': [{ M: 3 }],
      'compute(Price mul 2 as P)/aggregate(P with max as M)': [{ M: 3999.98 }],
      'concat(aggregate($count as N),aggregate(Price with max as M))': [{ N: 7 }, { M: 1999.99 }],
      'aggregate(Descriptions/$count as N)': [{ N: 7 }],
    };
    for (const [apply, expected] of Object.entries(results))
      it(apply, async () => {
        const { value } = await read(`/Products?$apply=${apply}`);
        const plain = value.map((row: object) =>
          Object.fromEntries(Object.entries(row).filter(([name]) => !name.includes('@'))),
        );
        expect(plain).toEqual(expected);
      });
    const keys: Readonly<Record<string, string>> = {
      identity: '1 2 3 4 5 6 7',
      'filter(Price gt 100)': '1 4 5 6 7',
      'orderby(Price desc)/top(2)': '6 1',
      'skip(5)': '6 7',
      'top(2)': '1 2',
      'topcount(2,Price)': '1 6',
      'bottomcount(2,Price)': '2 3',
      'topsum(2500,Price)': '1 6',
      'bottomsum(40,Price)': '2 3',
      'toppercent(40,Price)': '6',
      'bottompercent(1,Price)': '2 3',
      'search(laptop)': '1 6',
      'filter(Price gt 100)/filter(Rating gt 0)': '1 4',
    };
    for (const [apply, expected] of Object.entries(keys))
      it(apply, async () =>
        expect([...keysOf(await ask(`GET /Products?$apply=${apply}`)).split(' ')].sort().join(' ')).toBe(
          [...expected.split(' ')].sort().join(' '),
        ),
      );
    it('other options come after it', async () => {
      const body = await read(
        '/Products?$apply=groupby((CategoryID),aggregate(Price with sum as T))&$filter=T gt 100&$orderby=T&$count=true&$top=1&$select=T',
      );
      expect(body).toMatchObject({
        '@odata.context': 'http://localhost/$metadata#Products(T)',
        '@odata.count': 2,
        value: [{ T: 249.99 }],
      });
    });
    for (const wrong of [
      '',
      'x',
      'groupby((Unknown))',
      'aggregate(Price with sum)',
      'aggregate(Unknown with sum as T)',
      'aggregate(Name with sum as T)',
      'topcount(Price)',
      'filter()',
      'groupby(ProductType)',
    ])
      it(`refuses ${wrong}`, async () =>
        expect((await ask(`GET /Products?$apply=${wrong}`)).status).toBe(400));
  });
});
