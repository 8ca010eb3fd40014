// OData Protocol 4.01, section 11.2 "Requesting Data": options, paths and raw values.
import { describe, expect, it } from 'vitest';
import { cases, describeReference, keysOf } from './reference-service.ts';

const all = '1 2 3 4 5 6 7';

describeReference('reading', (ask) => {
  const statuses = (expected: Readonly<Record<string, number>>): void => {
    for (const [line, status] of Object.entries(expected))
      it(`${line}: ${status}`, async () => {
        const answer = await ask(line);
        expect(answer.status, answer.text).toBe(status);
      });
  };
  const values = (expected: Readonly<Record<string, unknown>>): void => {
    for (const [path, value] of Object.entries(expected))
      it(path, async () => {
        const answer = await ask(`GET ${path}`);
        expect(answer.status, answer.text).toBe(200);
        expect(
          answer.body === undefined || typeof answer.body === 'number' ? answer.text : answer.body,
        ).toEqual(value);
      });
  };

  describe('$orderby', () => {
    cases(ask, '/Products?$orderby=', {
      Price: '3 2 7 4 5 1 6',
      'Price asc': '3 2 7 4 5 1 6',
      'Price desc': '6 1 5 4 7 2 3',
      'Price DESC': '6 1 5 4 7 2 3',
      Name: '3 7 1 4 6 5 2',
      'Rating desc,Name': '4 1 2 3 7 6 5',
      'Rating desc,Name desc': '4 1 2 5 6 7 3',
      'Rating desc, Price desc': '4 1 2 6 5 7 3',
      'Rating desc , Price desc': '4 1 2 6 5 7 3',
      ReleaseDate: '5 6 7 3 1 2 4',
      'ReleaseDate desc': '4 2 1 3 5 6 7',
      'ReleaseDate desc,Name desc': '4 2 1 3 5 6 7',
      OpenTime: '5 6 7 3 2 1 4',
      ShippingTime: '5 6 7 2 1 4 3',
      CreatedAt: '4 3 1 2 5 6 7',
      'Status,ID': '3 2 7 4 1 6 5',
      'Status desc': '5 1 6 4 2 7 3',
      'Category/Name,Price': '2 7 5 1 6 4 3',
      'ShippingAddress/City': '4 5 7 6 3 2 1',
      'Dimensions/Length desc': '6 1 5 7 2 3 4',
      'length(Name)': '1 3 5 4 2 6 7',
      'Price mul Rating desc': '1 4 2 3 5 6 7',
      'Descriptions/$count desc,ID': '1 2 5 3 4 6 7',
      "ShippingAddress/State eq 'CA' desc": '2 7 1 3 4 5 6',
      'year(CreatedAt),Price': '3 4 2 7 5 1 6',
      'ID desc': '7 6 5 4 3 2 1',
      "geo.distance(Location,geography'SRID=4326;Point(-122.3321 47.6062)')": '4 1 3 2 7 5 6',
      'ReferenceService.SpecialProduct/SpecialFeature': '2 3 4 5 7 1 6',
      Unknown: 400,
      'Price up': 400,
      '': 400,
      ',Price': 400,
      Descriptions: 400,
    });
  });

  describe('$top and $skip', () => {
    cases(ask, '/Products?', {
      '$top=2': '1 2',
      '$top=0': '',
      '$top=100': all,
      '$skip=5': '6 7',
      '$skip=0': all,
      '$skip=100': '',
      '$top=-1': 400,
      '$skip=-1': 400,
      '$top=abc': 400,
      '$skip=abc': 400,
      '$top=': 400,
      '$top=1.5': 400,
    });
    const combined: Readonly<Record<string, string>> = {
      '/Products?$top=2&$skip=2': '3 4',
      '/Products?$skip=2&$top=2': '3 4',
      '/Products?$orderby=Price&$skip=1&$top=2': '2 7',
      '/Products?$filter=Price gt 100&$orderby=Price desc&$top=2&$skip=1': '1 5',
      '/Products?top=2&orderby=Price': '3 2',
      '/Products?$TOP=2&$OrderBy=Price': '3 2',
      '/Products?%24filter=Price gt 1000': '6',
      '/Products?$filter=Price+gt+1000': '6',
      "/Products?$filter=Name+eq+'Office+Chair'": '4',
      "/Products?$filter=Name eq 'Office%20Chair'": '4',
      '/Products?custom=1&$top=1': '1',
      '/Products?$top=1&': '1',
      '/Products?&$top=1': '1',
      '/Products?$top=1&&$skip=1': '2',
      '/Products?$filter= Price gt 1000 ': '6',
      '/Products?$filter=Price  gt  1000': '6',
      '/Products?$filter=contains( Name , %27Pro%27 )': '6',
      '/Products?$select=Name, ID&$top=1': '1',
      '/Products?$expand=Category, Descriptions&$top=1': '1',
      '/Products?$orderby=Price desc, Name&$top=1': '6',
      '/Products?$compute=Price mul 2 as A, Price mul 3 as B&$filter=B gt 3000': '6',
      '/Products?debug-mode=x&$top=1': '1',
      '/Products?%24%74op=1': '1',
      '/Products/$filter(Price gt 1000)': '6',
      '/Products/$filter(@f)?@f=Price gt 1000': '6',
      '/Products/$filter(Price gt 100)/$filter(Rating eq 0)': '5 6 7',
      '/Products/$filter(Price gt 100)/ReferenceService.SpecialProduct': '1 6 7',
      '/Products/ReferenceService.SpecialProduct': '1 6 7',
      '/Products?$filter=Price gt @p&@p=1000': '6',
      "/Products?$filter=contains(Name,@n)&@n='Mouse'": '2 7',
      '/Products?$filter=ID in @ids&@ids=["P#1","P#2"]': '1 2',
      '/Products?$filter=Name in @n&@n=["Laptop"]': '1',
      '/Products?@p=1000&$filter=@p lt Price': '6',
      '/Products?$filter=Description eq @missing': all,
      '/Categories(C#1)/Products': '1 2 5 6 7',
      '/Categories(C#1)/Products?$filter=Price gt 500': '1 5 6',
      '/Categories(C#1)/Products?$orderby=Price&$top=1': '2',
      '/Categories/C#2/Products': '3',
      '/Products(P#1)/Descriptions': '1DE 1EN',
      "/Products(P#1)/Descriptions?$filter=LanguageKey eq 'EN'": '1EN',
      '/Products(P#1)/Category/Products': '1 2 5 6 7',
      '/Products(P#1)/RelatedProducts': '',
      '/Products(P#4)/Descriptions': '',
      '/Categories(C#1)/Products/ReferenceService.SpecialProduct': '1 6 7',
      '/ProductDescriptions?$orderby=LanguageKey,ProductID': '1DE 1EN 2EN 3EN 5EN 5ES 2FR',
      '/ProductDescriptions': '1DE 1EN 2EN 2FR 3EN 5EN 5ES',
    };
    for (const [path, keys] of Object.entries(combined))
      it(path, async () => expect(keysOf(await ask(`GET ${path}`))).toBe(keys));
  });

  describe('$search', () => {
    cases(ask, '/Products?$search=', {
      laptop: '1 6',
      LAPTOP: '1 6',
      Lap: '',
      '"Wireless Mouse"': '2',
      '"Mouse Wireless"': '',
      'laptop OR mouse': '1 2 6 7',
      'mouse AND gaming': '7',
      'mouse gaming': '7',
      'mouse NOT gaming': '2',
      'NOT mouse': '1 3 4 5 6',
      '(laptop OR mouse) AND pro': '6',
      'laptop mouse': '',
      'laptop or mouse': '',
      '"laptop"': '1 6',
      Premium: '6',
      '': 400,
      '"open': 400,
      '(laptop': 400,
      'AND laptop': 400,
    });
    cases(ask, '/Categories?$search=', {
      devices: '1',
      Kitchen: '2',
      furniture: '3',
      'home office': '3',
      and: '1 2 3',
    });
    cases(ask, '/ProductDescriptions?$search=', {
      Laptop: '1DE 1EN',
      sensor: '2EN',
      Promo: '',
      câble: '2FR',
    });
    cases(ask, '/MediaItems?$search=', { sample: '1 2', image: '1' });
    cases(ask, '/ReadOnlyItems?$search=', { A: '1', item: '1 2' });
    cases(ask, '/DecimalSamples?$search=', { seed: '1' });
    it('with $filter, $orderby and $count', async () => {
      const answer = await ask(
        'GET /Products?$search=mouse&$filter=Price gt 1&$orderby=Price desc&$count=true',
      );
      expect(keysOf(answer)).toBe('7 2');
      expect(answer.body['@odata.count']).toBe(2);
    });
  });

  describe('$count', () => {
    values({
      '/Products/$count': '7',
      '/Products/$count?$filter=Price gt 100': '5',
      '/Products/$count?$search=mouse': '2',
      '/Products/$count?$filter=Price gt 100&$search=mouse': '1',
      '/Products/$count?$top=2': '7',
      '/Products/ReferenceService.SpecialProduct/$count': '3',
      '/Categories(C#1)/Products/$count': '5',
      '/Products(P#1)/Descriptions/$count': '2',
      '/Products/$filter(Price gt 100)/$count': '5',
    });
    statuses({
      'GET /Products(P#1)/$count': 400,
      'GET /Company/$count': 400,
      'GET /Products?$count=yes': 400,
      'GET /Products?$count=': 400,
      'GET /Products?$count=TRUE': 200,
      'GET /Products/$count/x': 400,
    });
    it('is text', async () => {
      const answer = await ask('GET /Products/$count', undefined, { accept: 'text/plain' });
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
      expect((await ask('GET /Products/$count', undefined, { accept: 'application/json' })).text).toBe('7');
    });
    it('counts before $top and $skip', async () => {
      expect((await ask('GET /Products?$count=true&$top=1&$skip=1')).body['@odata.count']).toBe(7);
      expect((await ask('GET /Products?$count=true&$filter=Price gt 100&$top=0')).body['@odata.count']).toBe(
        5,
      );
      expect((await ask('GET /Products?$count=false')).body).not.toHaveProperty(['@odata.count']);
    });
  });

  describe('paths and keys', () => {
    statuses({
      'GET /Products(P#1)': 200,
      'GET /Products(ID=P#1)': 200,
      'GET /Products/P#1': 200,
      'GET /Products(P#0)': 404,
      'GET /Products/P#0': 404,
      'GET /Products(1)': 404,
      "GET /Products('abc')": 404,
      "GET /Products('abc": 400,
      'GET /Products(': 400,
      'GET /Products(Name=P#1)': 400,
      'GET /Products(P#1)/Unknown': 404,
      'GET /Unknown': 404,
      'GET /products': 404,
      'GET /Products//P#1': 404,
      'GET //Products': 404,
      'GET /Products/': 404,
      'GET /Products(P#1)/': 404,
      'GET /Products(P#1)//Name': 404,
      'GET /Products(@k)?@k=P#1': 200,
      'GET /Products(ID=@k)?@k=P#1': 200,
      "GET /ProductDescriptions(ProductID=P#1,LanguageKey='EN')": 200,
      "GET /ProductDescriptions(LanguageKey='EN',ProductID=P#1)": 200,
      "GET /ProductDescriptions(ProductID=P#1,LanguageKey='XX')": 404,
      'GET /ProductDescriptions(ProductID=P#1)': 400,
      'GET /ProductDescriptions(P#1)': 400,
      'GET /ProductDescriptions/P#1/EN': 200,
      "GET /Products(P#1)/Descriptions(ProductID=P#1,LanguageKey='EN')": 200,
      "GET /Products(P#1)/Descriptions('EN')": 200,
      "GET /Products(P#1)/Descriptions(LanguageKey='EN')": 200,
      "GET /Products(P#1)/Descriptions(ProductID=P#2,LanguageKey='EN')": 404,
      'GET /Categories(C#1)/Products(P#1)': 200,
      'GET /Categories(C#2)/Products(P#1)': 404,
      'GET /Products(P#1)/ReferenceService.SpecialProduct': 200,
      'GET /Products(P#2)/ReferenceService.SpecialProduct': 404,
      'GET /Products(P#1)/ReferenceService.SpecialProduct/SpecialFeature': 200,
      'GET /Products/ReferenceService.SpecialProduct(P#1)': 200,
      'GET /Products/ReferenceService.SpecialProduct(P#2)': 404,
      'GET /Products(P#1)/SpecialFeature': 404,
      'GET /Products/ReferenceService.Category': 404,
      'GET /Products/ReferenceService.Unknown': 404,
      'GET /Products(P#1)/Category': 200,
      'GET /Products(P#1)/Category/Name': 200,
      'GET /Products(P#1)/ShippingAddress/City': 200,
      'GET /Products(P#4)/ShippingAddress': 204,
      'GET /Products(P#4)/ShippingAddress/City': 404,
      'GET /Products(P#1)/Description': 204,
      'GET /Products(P#1)/Description/$value': 204,
      'GET /Products(P#1)/ShippingAddress/$value': 400,
      'GET /Products/$value': 400,
      'GET /Products(P#1)/$value': 400,
      'GET /Products(P#1)/Name/$value/x': 400,
      'GET /Products?$filter=Price gt 1&$filter=Price gt 2': 400,
      'GET /Products?$top=1&top=2': 400,
      'GET /Products?$top=1&$TOP=2': 400,
      'GET /Products?$top=1&%24top=2': 400,
      'GET /Products?$unknown=1': 400,
      'GET /Products?top=abc': 400,
      'GET /Products?count=5': 400,
      'GET /Products?$levels=1': 400,
      'GET /Products?$skiptoken=made-up': 400,
      'GET /Products?$deltatoken=made-up': 410,
      'GET /Products?$expand=Unknown': 400,
      'GET /Products?$select=Unknown': 400,
      'GET /Products(P#1)?$filter=true': 400,
      'GET /Products(P#1)?$top=1': 400,
      'GET /Products(P#1)?$orderby=Name': 400,
      'GET /Products(P#1)?$count=true': 400,
      'GET /Products(P#1)?$search=a': 400,
      'GET /Company': 200,
      'GET /Company/Name': 200,
      'GET /Company(1)': 400,
      'GET /Products?$format=json': 200,
      'GET /Products?$format=xml': 406,
      'GET /Products?$format=atom': 406,
      'GET /Products?$format=application/xml': 406,
      'GET /Products?$format=application/json': 200,
      'GET /Products?$format=application/json;odata.metadata=full': 200,
      'GET /Products?$format=text/html': 406,
      'GET /Products?$id=x': 400,
      'GET /$entity': 400,
      'GET /$entity?$id=Products(P#1)': 200,
      'GET /$entity?$id=http://localhost/Products(P#1)': 200,
      'GET /$entity?$id=Products(P#0)': 404,
      'GET /$entity/ReferenceService.SpecialProduct?$id=Products(P#1)': 200,
      'GET /$entity?$id=Products(P#1)&$select=Name': 400,
      'GET /$entity/ReferenceService.Product?$id=Products(P#1)&$select=Name&$expand=Category': 200,
      'GET /$all': 200,
      'GET /$crossjoin(Products,Categories)': 200,
      'GET /$crossjoin(Products,Unknown)': 404,
    });
    values({
      '/Products(P#1)/Name/$value': 'Laptop',
      '/Products(P#1)/Price/$value': '999.99',
      '/Products(P#1)/ReleaseDate/$value': '2024-01-15',
      '/Products(P#1)/Status/$value': 'InStock,Featured',
      '/Products(P#1)/Rating/$value': '200',
      '/Products(P#1)/ID/$value': 'P#1'.replace('P#1', '20000000-0000-4000-8000-000000000001'),
      '/Products(P#1)/OpenTime/$value': '09:30:00',
      '/Products(P#1)/ShippingTime/$value': 'P1D',
      '/Products(P#1)/CreatedAt/$value': '2024-01-15T10:30:00Z',
      '/Products(P#1)/ShippingAddress/City/$value': 'Seattle',
      '/Products(P#1)/Category/Name/$value': 'Electronics',
      '/Products(P#1)/Data/$value': 'test',
      '/Company/Name/$value': 'TechStore Inc.',
      '/Products(P#1)/Name': {
        '@odata.context': 'http://localhost/$metadata#Products(20000000-0000-4000-8000-000000000001)/Name',
        value: 'Laptop',
      },
      '/Products(P#1)/Name?$format=application/json;odata.metadata=none': { value: 'Laptop' },
    });
    it('serves raw values with their media types', async () => {
      const type = async (path: string): Promise<string | null> =>
        (await ask(`GET ${path}`)).headers.get('content-type');
      expect(await type('/Products(P#1)/Name/$value')).toMatch(/^text\/plain/);
      expect(await type('/Products(P#1)/Data/$value')).toBe('application/octet-stream');
      expect(await type('/Company/Logo/$value')).toBe('image/svg+xml');
    });
  });

  describe('$crossjoin, $all', () => {
    it('joins with $filter', async () => {
      const { body } = await ask(
        "GET /$crossjoin(Products,Categories)?$filter=Products/CategoryID eq Categories/ID and Categories/Name eq 'Kitchen'",
      );
      expect(body.value).toHaveLength(1);
      expect(body.value[0]['Products@odata.navigationLink']).toContain(
        'Products(20000000-0000-4000-8000-000000000003)',
      );
    });
    it('joins all pairs, expands and selects', async () => {
      expect((await ask('GET /$crossjoin(Products,Categories)')).body.value).toHaveLength(21);
      const { body } = await ask(
        'GET /$crossjoin(Products,Categories)?$filter=Products/CategoryID eq Categories/ID&$expand=Products($select=Name),Categories($select=Name)&$orderby=Products/Name&$top=1&$count=true',
      );
      expect(body['@odata.count']).toBe(7);
      expect(body.value[0].Products.Name).toBe('Coffee Mug');
      expect(body.value[0].Categories.Name).toBe('Kitchen');
      const derived = await ask('GET /$crossjoin(Products)?$expand=Products($select=Name)&$top=1');
      expect(derived.body.value[0].Products['@odata.type']).toBe('#ReferenceService.SpecialProduct');
    });
    it('has all entities', async () => {
      const { body } = await ask('GET /$all');
      expect(body['@odata.context']).toBe('http://localhost/$metadata#Collection(Edm.EntityType)');
      expect(body.value.length).toBe(7 + 3 + 7 + 2 + 2 + 1 + 1);
      const special = await ask('GET /$all/ReferenceService.SpecialProduct');
      expect(keysOf(special)).toBe('1 6 7');
    });
  });

  describe('$query', () => {
    it('takes the options from the body', async () => {
      const answer = await ask('POST /Products/$query', '$filter=Price gt 1000&$select=Name', {
        'content-type': 'text/plain',
      });
      expect(
        keysOf(await ask('POST /Products/$query', '$filter=Price gt 1000', { 'content-type': 'text/plain' })),
      ).toBe('6');
      expect(answer.status).toBe(200);
      expect(
        keysOf(
          await ask('POST /Products/$query?$orderby=Price desc', '$top=2', { 'content-type': 'text/plain' }),
        ),
      ).toBe('6 1');
      expect(keysOf(await ask('POST /Products/$query', '', { 'content-type': 'text/plain' }))).toBe(all);
      expect((await ask('POST /Products/$query', '$filter=', { 'content-type': 'text/plain' })).status).toBe(
        400,
      );
      expect((await ask('GET /Products/$query')).status).toBe(405);
      expect((await ask('POST /Products/$query', '{}', { 'content-type': 'application/xml' })).status).toBe(
        415,
      );
      expect(
        keysOf(
          await ask('POST /Products/$query', '%24filter=Price+gt+1000', {
            'content-type': 'application/x-www-form-urlencoded',
          }),
        ),
      ).toBe('6');
    });
  });
});
