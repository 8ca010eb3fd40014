// OData Protocol 4.01, section 12.2 "OData 4.01 Service Conformance Levels", for readers.
import { expect } from 'vitest';
import { odataProfile } from '../../src/service/profiles/odata.ts';
import { describeReference, fullKeys, keysOf } from '../reference-service/reference-service.ts';
import { describeStaff } from './staff.ts';
import { statement } from './statement.ts';

describeReference('4.01 on the reference service', (ask) => {
  const keys = async (path: string, headers = {}): Promise<string> =>
    keysOf(await ask(`GET ${path}`, undefined, headers));
  const status = async (line: string, body?: unknown, headers = {}): Promise<number> =>
    (await ask(line, body, headers)).status;

  statement('4.01 Minimal 2', async () => {
    const { headers, body } = await ask('GET /Products?$count=true&$top=1', undefined, {
      'odata-maxversion': '4.01',
    });
    expect(headers.get('odata-version')).toBe('4.01');
    expect(body['@odata.count']).toBe(7);
    expect(
      await status(
        'PATCH /Products(P#1)',
        { '@type': '#ReferenceService.SpecialProduct', Category: { '@id': 'Categories(C#2)' } },
        { 'odata-version': '4.01' },
      ),
    ).toBe(204);
    expect((await ask('GET /Products(P#1)')).body.CategoryID).toBe(fullKeys('C#2'));
  });
  statement('4.01 Minimal 3', async () => {
    const started = await ask('GET /Products', undefined, { prefer: 'respond-async' });
    const monitor = started.headers.get('location')?.replace('http://localhost', '') ?? '';
    let answer = await ask(`GET ${monitor}`);
    while (answer.status === 202) answer = await ask(`GET ${monitor}`);
    expect([answer.status, answer.headers.get('asyncresult')]).toEqual([200, '200']);
  });
  statement('4.01 Minimal 4', async () => {
    for (const prefer of ['maxpagesize=2', 'odata.maxpagesize=2'])
      expect(await keys('/Products', { prefer })).toBe('1 2');
    for (const header of ['isolation', 'odata-isolation'])
      expect(await status('GET /Products', undefined, { [header]: 'snapshot' })).toBe(412);
    for (const name of ['entityid', 'odata-entityid'])
      if (name === 'odata-entityid')
        expect((await ask('POST /Categories', { Name: 'x' })).headers.get(name)).toContain('/Categories(');
  });
  statement('4.01 Minimal 5', async () => {
    expect(await status('GET /Products?$schemaversion=2.0')).toBe(404);
    expect(await status('GET /$metadata?$schemaversion=2.0')).toBe(404);
    expect(await status('GET /Products?$schemaversion=1.0')).toBe(200);
  });
  statement('4.01 Minimal 6', async () => {
    expect(await keys('/Products?filter=Price gt 100&orderby=Price&top=2&skip=1&count=true')).toBe('4 5');
    expect(await keys('/Products?$filter=Price gt 100&$orderby=Price&$top=2&$skip=1&$count=true')).toBe(
      '4 5',
    );
    expect(
      (await ask('GET /Products(P#1)?select=Name&expand=Category(select=Name)')).body.Category.Name,
    ).toBe('Electronics');
  });
  statement('4.01 Minimal 7', async () => {
    expect(
      await keys("/Products?$FILTER=StartsWith(TOUPPER(Name),'L') AND Price GT 100&$OrderBy=Price DESC"),
    ).toBe('1');
  });
  statement('4.01 Minimal 8', async () => {
    const { body } = await ask('GET /Products(P#1)?$select=Name');
    expect(Object.keys(body).filter((name) => !name.startsWith('@'))).toEqual(['Name']);
  });
  statement('4.01 Minimal 9', async () => {
    for (const version of ['4.0', '4.01']) {
      expect(await keys("/Products?$filter=Name in ('Laptop')", { 'odata-maxversion': version })).toBe('1');
      expect(
        await keys("/Products?$filter=Status eq ReferenceService.ProductStatus'InStock'", {
          'odata-maxversion': version,
        }),
      ).toBe('3');
    }
  });
  statement('4.01 Minimal 9.1', async () => {
    expect(await keys("/Products?$filter=Rating eq cast('255',Edm.Int32)")).toBe('4');
    expect(await keys("/Products?$filter=ReleaseDate eq cast('2024-01-15',Edm.Date)")).toBe('1');
  });
  statement('4.01 Minimal 9.2', async () => {
    expect(await keys("/Products?$filter=Status eq 'InStock'")).toBe('3');
    expect(await keys("/Products?$filter=Status eq ReferenceService.ProductStatus'InStock'")).toBe('3');
    expect(await keys("/Products?$filter=ShippingTime eq 'P1D'")).toBe('1');
    expect(await keys("/Products?$filter=ShippingTime eq duration'P1D'")).toBe('1');
  });
  statement('4.01 Minimal 9.3', async () => {
    expect(await keys('/GetTopProducts?$top=1')).toBe('6');
    expect(await keys('/GetTopProducts()?$top=1')).toBe('6');
  });
  statement('4.01 Minimal 9.4', async () => {
    expect(await status('POST /Products(P#1)/Activate', {})).toBe(204);
    expect(await status('POST /Products(P#1)/Activate')).toBe(204);
  });
  statement('4.01 Minimal 9.5', async () => {
    for (const name of ['GetRelatedProducts', 'ReferenceService.GetRelatedProducts'])
      expect(await keys(`/Products(P#1)/${name}()`)).toBe('2 5 6 7');
    for (const name of ['Activate', 'ReferenceService.Activate'])
      expect(await status(`POST /Products(P#1)/${name}`, {})).toBe(204);
  });
  statement('4.01 Minimal 9.6', async () => {
    expect(await status('GET /Products(@k)?@k=P#1')).toBe(200);
    expect(await status("GET /ProductDescriptions(ProductID=P#1,LanguageKey=@l)?@l='EN'")).toBe(200);
    expect(await keys("/FindProducts(name=@n,maxPrice=@m)?@n='Mouse'&@m=1000")).toBe('2 7');
    expect((await ask("GET /Convert(input=@i)?@i='a/b'")).body.value).toBe('String: a/b');
  });
  statement('4.01 Minimal 9.7', async () => {
    expect(await keys("/FindProducts?name='Mouse'&maxPrice=1000")).toBe('2 7');
    expect(await keys("/FindProducts?@name='Mouse'&@maxPrice=1000")).toBe('2 7');
  });
  statement('4.01 Minimal 9.8', async () => {
    await ask('DELETE /Products(P#2)/Category/$ref');
    expect(await keys('/Products?$filter=Category eq null')).toBe('2');
    expect(await keys('/Products?$filter=Category ne null')).toBe('1 3 4 5 6 7');
  });
  statement('4.01 Minimal 9.9', async () =>
    expect(await keys("/Products?$filter=Name in ('Laptop','Smartphone')")).toBe('1 5'),
  );
  statement('4.01 Minimal 9.10', async () =>
    expect(await keys('/Products?$filter=Rating divby 2 eq 127.5')).toBe('4'),
  );
  statement('4.01 Minimal 9.11', async () =>
    expect(await keys("/Products?$filter=substring(Name,-3) eq 'top'")).toBe('1'),
  );
  statement('4.01 Minimal 9.12', async () => {
    expect((await ask('GET /Products/P#1/Category/Products/P#2/Name')).body.value).toBe('Wireless Mouse');
  });
  statement('4.01 Minimal 9.12.1', async () => {
    expect(await status('GET /Products(P#1)')).toBe(200);
    expect((await ask('GET /Products/P#1')).body['@odata.id']).toBe(
      fullKeys('http://localhost/Products(P#1)'),
    );
  });
  statement('4.01 Minimal 9.13', async () => {
    expect(await keys("/Products?$filter=Descriptions/$count($filter=LanguageKey ne 'EN') eq 1")).toBe(
      '1 2 5',
    );
  });
  statement('4.01 Minimal 9.14', async () => {
    const address =
      '{"Street":"456 Innovation Blvd","City":"San Francisco","State":"CA","PostalCode":"94102","Country":"USA"}';
    expect(await keys(`/Products?$filter=ShippingAddress eq @a&@a=${address}`)).toBe('2');
    expect(await keys(`/Products?$filter=ShippingAddress ne @a&@a=${address}`)).toBe('1 3 4 5 6 7');
  });
  statement('4.01 Minimal 10', async () => {
    expect((await ask('GET /$metadata?$format=xml')).text).toContain('<edmx:Edmx');
    expect((await ask('GET /$metadata?$format=json')).body.$Version).toBe('4.01');
  });
  statement('4.01 Minimal 11', async () => {
    const { body } = await ask('GET /$metadata?$format=json');
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      const names = Object.keys(value).map((name) => name.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      Object.values(value).forEach(check);
    };
    check(body.ReferenceService);
  });
  statement('4.01 Minimal 12', async () =>
    expect((await ask('GET /$metadata')).text).toMatch(/Core\.V1\.ODataVersions" String="4\.01"/),
  );
  statement('4.01 Minimal 13', async () =>
    expect((await ask('GET /$metadata')).text).toContain('Capabilities.V1.ChangeTracking'),
  );
  statement('4.01 Minimal 15', async () =>
    expect(await keys('/Products?$compute=Price mul 2 as Twice&$filter=Twice gt 3000')).toBe('6'),
  );
  statement('4.01 Minimal 16', async () => {
    expect(keysOf(await ask('GET /Categories(C#1)/Products?$search=mouse'))).toBe('2 7');
    expect(await keys('/GetTopProducts?$search=mouse')).toBe('7 2');
    expect(await keys('/Products/ReferenceService.SpecialProduct?$search=mouse')).toBe('7');
  });
  statement('4.01 Minimal 17', async () =>
    expect((await ask('GET /Products')).headers.get('odata-version')).toBe('4.01'),
  );
  statement('4.01 Intermediate 3', async () =>
    expect(await keys('/Products?$filter=Category ne null and Price gt 1000')).toBe('6'),
  );
  statement('4.01 Intermediate 4', async () =>
    expect(await keys('/Products?$filter=Rating in (200,255)')).toBe('1 4'),
  );
  statement('4.01 Intermediate 5', async () => {
    const { body } = await ask('GET /Products(P#1)?$select=Name,ShippingAddress($select=City)');
    expect(body.ShippingAddress).toEqual({ City: 'Seattle' });
    expect(body).not.toHaveProperty('Price');
  });
  statement('4.01 Intermediate 6', async () =>
    expect(await keys('/Categories?$filter=Products/$count($filter=Price gt 500) gt 2')).toBe('1'),
  );
  statement('4.01 Intermediate 7', async () => {
    expect(
      await keys('/Products?$filter=Dimensions eq @d&@d={"Length":8,"Width":8,"Height":10,"Unit":"cm"}'),
    ).toBe('3');
  });
  statement('4.01 Intermediate 8', async () => {
    const { body } = await ask(
      'GET /Products?$compute=Price mul Rating as Value&$select=Name,Value&$orderby=Value desc&$top=1',
    );
    expect(body.value[0]).toMatchObject({ Name: 'Laptop', Value: 999.99 * 200 });
  });
  statement('4.01 Intermediate 10', async () => {
    const { body } = await ask(
      'GET /Categories(C#1)?$expand=Products($filter=Price gt @p;@p=1000;$select=Name)',
    );
    expect(body.Products).toHaveLength(1);
  });
  statement('4.01 Intermediate 11', async () =>
    expect(await keys('/Products/$filter(Price gt 100)/$filter(@f)?@f=Rating eq 0')).toBe('5 6 7'),
  );
  statement('4.01 Advanced 3', async () => {
    expect(await keys('/Categories?$filter=Products/$count($filter=Price gt 100;$search=mouse) eq 1')).toBe(
      '1',
    );
  });
  statement('4.01 Advanced 4', async () => {
    const { body } = await ask(
      'GET /Categories(C#2)?$expand=Products($compute=Price mul 2 as Twice;$select=Twice)',
    );
    expect(body.Products[0].Twice).toBe(31);
  });
  statement('4.01 Advanced 6', async () => {
    const { headers, body } = await ask('GET /$metadata', undefined, { accept: 'application/json' });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body.ReferenceService.Product.$Key).toEqual(['ID']);
  });
  statement('4.01 Advanced 7', async () => {
    const requests = [
      { id: '1', method: 'post', url: 'Categories', body: { Name: 'New' }, atomicityGroup: 'g' },
      {
        id: '2',
        method: 'patch',
        url: '$1',
        body: { Description: 'x' },
        atomicityGroup: 'g',
        dependsOn: ['1'],
      },
      { id: '3', method: 'get', url: '/Products/$count', dependsOn: ['g'] },
    ];
    const { status: answered, body } = await ask('POST /$batch', { requests });
    expect(answered).toBe(200);
    expect(body.responses.map(({ id, status: code }: { id: string; status: number }) => [id, code])).toEqual([
      ['1', 201],
      ['2', 204],
      ['3', 200],
    ]);
    const multipart = [
      '--b',
      'Content-Type: application/http',
      '',
      'GET Products/$count HTTP/1.1',
      '',
      '',
      '--b--',
      '',
    ].join('\n');
    const answer = await ask('POST /$batch', multipart, { 'content-type': 'multipart/mixed;boundary=b' });
    expect([answer.status, answer.text.includes('HTTP/1.1 200')]).toEqual([200, true]);
  });
  statement('4.01 Advanced 8', async () =>
    expect(await keys('/Products/$filter(Price gt 100)/ReferenceService.SpecialProduct?$orderby=Price')).toBe(
      '7 1 6',
    ),
  );
  statement('4.01 Advanced 9', async () => {
    const { body } = await ask(
      'GET /Categories(C#1)?$expand=Products($filter=Price gt @p;@p=500;$orderby=Price desc)',
    );
    expect(body.Products.map(({ Price }: { Price: number }) => Price)).toEqual([1999.99, 999.99, 799.99]);
  });
});

describeStaff('4.01 on a model with collections of values', (ask) => {
  const selected = async (options: string) => (await ask(`GET /People(3)?$select=${options}`)).body;
  const cities = (items: readonly { readonly City: string }[]): readonly string[] =>
    items.map(({ City }) => City);
  statement('4.01 Minimal 14', async () => {
    await ask('PATCH /People(2)', { '@Core.Description': 'x' });
    const { body, text } = await ask("GET /People?$filter=@Core.Description eq 'x'");
    expect(body.value, text).toHaveLength(1);
  });
  statement('4.01 Intermediate 9', async () => {
    expect(cities((await selected("Addresses($filter=City ne 'Ulm';$orderby=City desc)")).Addresses)).toEqual(
      ['Trier', 'Bonn'],
    );
  });
  statement('4.01 Advanced 5', async () => {
    expect((await selected('Name,Addresses($select=City;$top=1)')).Addresses).toEqual([{ City: 'Ulm' }]);
  });
  statement('4.01 Advanced 5.1', async () => {
    expect(cities((await selected("Addresses($filter=startswith(City,'B'))")).Addresses)).toEqual(['Bonn']);
    expect((await ask("GET /People(1)?$select=Tags($filter=$this ne 'c')")).body.Tags).toEqual(['a', 'b']);
  });
  statement('4.01 Advanced 5.2', async () => {
    expect(cities((await selected('Addresses($orderby=City)')).Addresses)).toEqual(['Bonn', 'Trier', 'Ulm']);
    expect((await ask('GET /People(1)?$select=Tags($orderby=$this)')).body.Tags).toEqual(['a', 'b', 'c']);
  });
  statement('4.01 Advanced 5.3', async () => {
    expect(await selected('Addresses($count=true;$top=1)')).toMatchObject({ 'Addresses@count': 3 });
  });
  statement('4.01 Advanced 5.4', async () => {
    expect(cities((await selected('Addresses($skip=1;$top=1)')).Addresses)).toEqual(['Bonn']);
  });
  statement('4.01 Advanced 5.5', async () => {
    expect(cities((await selected('Addresses($search=trier)')).Addresses)).toEqual(['Trier']);
  });
});

describeStaff(
  '4.01 on a service that takes names in any case',
  (ask) => {
    statement('4.01 Advanced 10', async () => {
      const { body } = await ask('GET /people?$select=name&$filter=AGE gt 45');
      expect(body.value).toMatchObject([{ Name: 'Ada' }]);
    });
  },
  { profile: { ...odataProfile, resolve: { ...odataProfile.resolve, ignoreCase: true } } },
);
