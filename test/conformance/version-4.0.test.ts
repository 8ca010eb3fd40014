// OData Protocol 4.01, section 12.1 "OData 4.0 Service Conformance Levels", for readers.
import { expect } from 'vitest';
import { describeReference, fullKeys, keysOf } from '../reference-service/reference-service.ts';
import { describeStaff } from './staff.ts';
import { statement } from './statement.ts';

const v40 = { 'odata-maxversion': '4.0' };

describeReference('4.0 on the reference service', (ask) => {
  const keys = async (path: string): Promise<string> => keysOf(await ask(`GET ${path}`, undefined, v40));
  const status = async (line: string, body?: unknown, headers = {}): Promise<number> =>
    (await ask(line, body, { ...v40, ...headers })).status;

  statement('4.0 Minimal 1', async () => {
    const { body } = await ask('GET /', undefined, v40);
    expect(body.value).toContainEqual({ name: 'Products', kind: 'EntitySet', url: 'Products' });
  });
  statement('4.0 Minimal 2', async () => {
    const { headers, body } = await ask('GET /Products(P#1)', undefined, v40);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toMatchObject({
      '@odata.context': 'http://localhost/$metadata#Products/$entity',
      Name: 'Laptop',
    });
  });
  statement('4.0 Minimal 3', async () => {
    const seen: string[] = [];
    let next: string | undefined = '/Products';
    while (next !== undefined) {
      const page = await ask(`GET ${next}`, undefined, { ...v40, prefer: 'odata.maxpagesize=3' });
      seen.push(keysOf(page));
      next = page.body['@odata.nextLink']?.replace('http://localhost', '');
    }
    expect(seen).toEqual(['1 2 3', '4 5 6', '7']);
  });
  statement('4.0 Minimal 4', async () => {
    expect((await ask('GET /Products', undefined, v40)).headers.get('odata-version')).toBe('4.0');
    expect((await ask('GET /Nothing', undefined, v40)).headers.get('odata-version')).toBe('4.0');
    expect((await ask('GET /Products')).headers.get('odata-version')).toBe('4.01');
  });
  statement('4.0 Minimal 5.1', async () => {
    expect(await status('GET /Products', undefined, { accept: 'application/json' })).toBe(200);
    expect(await status('GET /Products', undefined, { accept: 'application/xml' })).toBe(406);
  });
  statement('4.0 Minimal 5.2', async () => {
    expect((await ask('GET /Products', undefined, v40)).headers.get('odata-version')).toBe('4.0');
    expect(await status('GET /Products', undefined, { 'odata-maxversion': '3.0' })).toBe(400);
  });
  statement('4.0 Minimal 6', async () => {
    expect(await status('GET /Products?custom=1')).toBe(200);
    expect(await status('GET /Products?$custom=1')).toBe(400);
    expect(await status('GET /Products', undefined, { 'x-custom': '1', prefer: 'unknown=1' })).toBe(200);
    expect(await status('PATCH /Products(P#1)', { '@unknown.term': 1, Price: 1 })).toBe(204);
  });
  statement('4.0 Minimal 7', async () => {
    expect(await keys('/Products?$filter=Price gt 100 and (Rating eq 0 or not contains(Name,%27p%27))')).toBe(
      '4 5 6 7',
    );
    expect(await status('GET /Products?$filter=Price gt')).toBe(400);
  });
  statement('4.0 Minimal 8', async () => {
    const { body } = await ask('GET /$metadata?$format=json');
    const types = JSON.stringify(body).match(/"\$Type":"Edm\.\w+"/g) ?? [];
    const known =
      /Edm\.(Binary|Boolean|Byte|Date|DateTimeOffset|Decimal|Double|Duration|Guid|Int16|Int32|Int64|SByte|Single|Stream|String|TimeOfDay|Geo\w+)"/;
    expect(types.filter((type) => !known.test(type))).toEqual([]);
  });
  statement('4.0 Minimal 9', async () => {
    expect(
      await status('GET /Products(P#1)', undefined, { accept: 'application/json;odata.metadata=none' }),
    ).toBe(200);
    expect(await status('POST /Categories', { Name: 'x' })).toBe(201);
  });
  statement('4.0 Minimal 10', async () => {
    expect(await status('PATCH /Products(P#1)', { Price: 5 })).toBe(204);
    const { body } = await ask('GET /Products(P#1)', undefined, v40);
    expect(body).toMatchObject({ Price: 5, Name: 'Laptop', Rating: 200 });
    expect(await status('PUT /Products(P#1)', { Name: 'x', Price: 1 })).toBe(204);
    expect((await ask('GET /Products(P#1)')).body).toMatchObject({ Rating: 0, ID: fullKeys('P#1') });
  });
  statement('4.0 Minimal 11', async () => {
    expect(await status('POST /$metadata', {})).toBe(405);
    expect((await ask('HEAD /Products')).text).toBe('');
    expect(await status('GET /Products(P#0)')).toBe(404);
    expect(await status('GET /Products(P#1)/Description')).toBe(204);
  });
  statement('4.0 Minimal 12', async () => {
    expect((await ask('GET /Products(P#1)?$expand=Category', undefined, v40)).body.Category.Name).toBe(
      'Electronics',
    );
  });
  statement('4.0 Minimal 13', async () => {
    const { headers, text } = await ask('GET /$metadata', undefined, v40);
    expect(headers.get('content-type')).toMatch(/^application\/xml/);
    expect(text).toMatch(/<edmx:Edmx[^>]* Version="4\.0"/);
  });
  statement('4.0 Minimal 14', async () => {
    const answer = await ask('GET /Products', undefined, { ...v40, prefer: 'odata.maxpagesize=2' });
    expect(keysOf(answer)).toBe('1 2');
    expect(answer.headers.get('preference-applied')).toBe('odata.maxpagesize=2');
    expect(await status('GET /Products', undefined, { 'odata-isolation': 'snapshot' })).toBe(412);
  });
  statement('4.0 Minimal 15', async () => {
    expect(await keys("/Products?$filter=Status eq ReferenceService.ProductStatus'InStock'")).toBe('3');
    expect(await keys("/Products?$filter=ShippingTime eq duration'P1D'")).toBe('1');
  });
  const finish = async (headers: Record<string, string>) => {
    const started = await ask('GET /Products(P#1)', undefined, {
      ...headers,
      accept: 'application/json',
      prefer: 'respond-async',
    });
    expect(started.status).toBe(202);
    const monitor = started.headers.get('location')?.replace('http://localhost', '') ?? '';
    for (let i = 0; i < 100; i++) {
      const answer = await ask(`GET ${monitor}`, undefined, headers);
      if (answer.status !== 202) return answer;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('The job does not end.');
  };
  statement('4.0 Minimal 16', async () => {
    const answer = await finish({ ...v40, accept: 'application/http' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/http/);
    expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.text).toContain('"Name":"Laptop"');
  });
  statement('4.0 Minimal 17', async () => {
    expect((await finish({})).headers.get('asyncresult')).toBe('200');
  });
  statement('4.0 Intermediate 2', async () => {
    expect(
      await keys('/Products(P#1)/Category/Products?$filter=Price gt 500&$orderby=Price desc&$top=1&$skip=1'),
    ).toBe('1');
    expect(await status('GET /Products(P#1')).toBe(400);
  });
  statement('4.0 Intermediate 3', async () => {
    const { body } = await ask('GET /Products(P#1)?$select=Name,ShippingAddress/City', undefined, v40);
    expect(body).toMatchObject({ Name: 'Laptop', ShippingAddress: { City: 'Seattle' } });
    expect(body).not.toHaveProperty('Price');
    expect(body.ShippingAddress).not.toHaveProperty('State');
  });
  statement('4.0 Intermediate 4', async () => {
    expect(await keys('/Products/ReferenceService.SpecialProduct')).toBe('1 6 7');
    expect(
      await keys("/Products?$filter=ReferenceService.SpecialProduct/SpecialFeature eq 'Premium support'"),
    ).toBe('1');
    expect(await status('GET /Products(P#1)/ReferenceService.SpecialProduct/SpecialFeature')).toBe(200);
  });
  statement('4.0 Intermediate 5', async () => expect(await keys('/Products?$top=2')).toBe('1 2'));
  statement('4.0 Intermediate 6', async () => {
    expect((await ask('GET /Products(P#1)/Name/$value')).text).toBe('Laptop');
    const media = await ask('GET /MediaItems(M#1)/$value');
    expect([media.headers.get('content-type'), media.text]).toEqual(['image/png', 'fake-png-binary-data']);
  });
  statement('4.0 Intermediate 7', async () =>
    expect(await keys('/Products?$filter=Price gt 1000')).toBe('6'),
  );
  statement('4.0 Intermediate 7.1', async () => {
    expect(await keys("/Products?$filter=Name eq 'Laptop'")).toBe('1');
    expect(await keys("/Products?$filter=Name ne 'Laptop' and Rating ne 0")).toBe('2 4');
  });
  statement('4.0 Intermediate 7.2', async () =>
    expect(await keys('/Products?$filter=Price gt @p&@p=1000')).toBe('6'),
  );
  statement('4.0 Intermediate 7.3', async () => {
    expect(
      await keys(
        "/Products?$filter=Status has ReferenceService.ProductStatus'OnSale' and Price add 1 gt 100 and Price mul 2 le 2000",
      ),
    ).toBe('5 7');
  });
  statement('4.0 Intermediate 7.4', async () => {
    expect(
      await keys(
        "/Products?$filter=startswith(tolower(Name),'l') and year(CreatedAt) eq 2024 and round(Price) eq 1000",
      ),
    ).toBe('1');
  });
  statement('4.0 Intermediate 7.5', async () => {
    const { body } = await ask(
      "GET /Products(P#1)?$expand=Descriptions($filter=LanguageKey eq 'DE')",
      undefined,
      v40,
    );
    expect(body.Descriptions).toHaveLength(1);
  });
  statement('4.0 Intermediate 8', async () =>
    expect((await ask('GET /$metadata')).text).toContain('<EntityType Name="Product">'),
  );
  statement('4.0 Intermediate 9', async () =>
    expect((await ask('GET /Products', undefined, v40)).body.value).toHaveLength(7),
  );
  statement('4.0 Intermediate 10', async () => {
    // credentials are accepted: nothing that clients do to authenticate breaks a request
    expect(await status('GET /Products', undefined, { authorization: 'Basic dXNlcjpzZWNyZXQ=' })).toBe(200);
  });
  statement('4.0 Intermediate 11', async () => expect(await keys('/Products?$search=mouse')).toBe('2 7'));
  statement('4.0 Intermediate 12', async () => expect(await keys('/Products?$skip=5')).toBe('6 7'));
  statement('4.0 Intermediate 13', async () => {
    expect((await ask('GET /Products?$count=true&$top=1', undefined, v40)).body['@odata.count']).toBe(7);
  });
  statement('4.0 Intermediate 14', async () => {
    expect(
      (await ask('GET /Products(P#1)?$expand=Descriptions', undefined, v40)).body.Descriptions,
    ).toHaveLength(2);
  });
  statement('4.0 Intermediate 15', async () => {
    expect(await keys("/Products?$filter=Descriptions/any(d:d/LanguageKey eq 'FR')")).toBe('2');
    expect(await keys("/Products?$filter=Descriptions/all(d:d/LanguageKey eq 'EN')")).toBe('3 4 6 7');
  });
  statement('4.0 Intermediate 16', async () => {
    expect((await ask('GET /Products(P#1)/Descriptions/$count')).text).toBe('2');
    expect(await keys('/Products?$filter=Descriptions/$count eq 2')).toBe('1 2 5');
  });
  statement('4.0 Intermediate 17', async () => {
    expect(await keys('/Products?$orderby=Rating desc,Price asc')).toBe('4 1 2 3 7 5 6');
  });
  statement('4.0 Advanced 2', async () =>
    expect((await ask('GET /$metadata', undefined, { accept: 'application/xml' })).text).toContain(
      '<edmx:DataServices>',
    ),
  );
  statement('4.0 Advanced 3', async () => {
    for (const level of ['full', 'minimal', 'none'])
      expect(
        await status('GET /Products', undefined, { accept: `application/json;odata.metadata=${level}` }),
      ).toBe(200);
  });
  statement('4.0 Advanced 4', async () =>
    expect((await ask('GET /Categories(C#1)/Products/$count', undefined, v40)).text).toBe('5'),
  );
  statement('4.0 Advanced 5', async () => {
    expect(
      keysOf(
        await ask(
          "GET /Categories?$filter=Products/any(p:p/Descriptions/any(d:d/LanguageKey eq 'FR'))",
          undefined,
          v40,
        ),
      ),
    ).toBe('1');
    expect(keysOf(await ask('GET /Categories?$filter=Products/all(p:p/Price lt 500)', undefined, v40))).toBe(
      '2 3',
    );
  });
  statement('4.0 Advanced 6', async () => expect(await keys('/Products?$skip=2&$top=2')).toBe('3 4'));
  statement('4.0 Advanced 7', async () => {
    expect((await ask('GET /Products?$count=true&$filter=Price gt 100&$top=0')).body['@odata.count']).toBe(5);
  });
  statement('4.0 Advanced 8', async () =>
    expect(await keys('/Products?$orderby=Name desc')).toBe('2 5 6 4 1 7 3'),
  );
  const expanded = async (options: string, of = '/Products(P#1)') =>
    (await ask(`GET ${of}?$expand=${options}`, undefined, v40)).body;
  statement('4.0 Advanced 9', async () =>
    expect((await expanded('Category,Descriptions')).Category.Name).toBe('Electronics'),
  );
  statement('4.0 Advanced 9.1', async () => {
    expect((await expanded('Category/$ref')).Category).toEqual({
      '@odata.id': fullKeys('http://localhost/Categories(C#1)'),
    });
  });
  statement('4.0 Advanced 9.2', async () => {
    expect((await expanded('Products($filter=Price gt 1000)', '/Categories(C#1)')).Products).toHaveLength(1);
  });
  statement('4.0 Advanced 9.3', async () => {
    expect(
      (await expanded('Products/ReferenceService.SpecialProduct', '/Categories(C#1)')).Products,
    ).toHaveLength(3);
  });
  statement('4.0 Advanced 9.4', async () => {
    const { Products } = await expanded('Products($orderby=Price desc)', '/Categories(C#1)');
    expect(Products[0].Name).toBe('Premium Laptop Pro');
  });
  statement('4.0 Advanced 9.5', async () => {
    expect(await expanded('Products($count=true)', '/Categories(C#1)')).toMatchObject({
      'Products@odata.count': 5,
    });
  });
  statement('4.0 Advanced 9.6', async () => {
    const { Products } = await expanded('Products($skip=1;$top=2)', '/Categories(C#1)');
    expect(Products.map(({ Name }: { Name: string }) => Name)).toEqual(['Wireless Mouse', 'Smartphone']);
  });
  statement('4.0 Advanced 9.7', async () => {
    expect((await expanded('Products($search=mouse)', '/Categories(C#1)')).Products).toHaveLength(2);
  });
  statement('4.0 Advanced 9.9', async () => {
    const { Products } = await expanded(
      'Products($compute=Price mul 2 as Twice;$select=Name,Twice;$top=1)',
      '/Categories(C#1)',
    );
    expect(Products[0].Twice).toBe(1999.98);
  });
  statement('4.0 Advanced 10', async () =>
    expect(await keys('/Products?$search=laptop AND NOT premium')).toBe('1'),
  );
  statement('4.0 Advanced 11', async () => {
    const batch = [
      '--b',
      'Content-Type: application/http',
      '',
      'GET /Products(P#1)/Name HTTP/1.1',
      '',
      '',
      '--b',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      'Content-Type: application/http',
      'Content-ID: 1',
      '',
      'POST /Products HTTP/1.1',
      'Content-Type: application/json',
      '',
      '{"Name":"x","Price":1}',
      '--c',
      'Content-Type: application/http',
      'Content-ID: 2',
      '',
      'PATCH $1 HTTP/1.1',
      'Content-Type: application/json',
      '',
      '{"Price":2}',
      '--c--',
      '--b--',
      '',
    ].join('\r\n');
    const answer = await ask('POST /$batch', batch, {
      ...v40,
      'content-type': 'multipart/mixed; boundary=b',
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; ?boundary=/);
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 201', 'HTTP/1.1 204']);
  });
  statement('4.0 Advanced 12', async () => {
    expect(await keys('/Categories(C#1)/Products(P#1)/Category/Products')).toBe('1 2 5 6 7');
    expect(
      await status("GET /ProductDescriptions(ProductID=P#1,LanguageKey='EN')/Product/Category/Name/$value"),
    ).toBe(200);
    expect(await status('GET /$entity?$id=Products(P#1)')).toBe(200);
  });
  statement('4.0 Advanced 13', async () => {
    expect((await finish({})).body.Name).toBe('Laptop');
  });
  statement('4.0 Advanced 14', async () => {
    const first = await ask('GET /Products', undefined, { ...v40, prefer: 'odata.track-changes' });
    const link = first.body['@odata.deltaLink'].replace('http://localhost', '');
    await ask('PATCH /Products(P#1)', { Price: 1 });
    await ask('DELETE /Products(P#2)');
    const { body } = await ask(`GET ${link}`, undefined, v40);
    expect(body['@odata.context']).toBe('http://localhost/$metadata#Products/$delta');
    expect(body.value).toHaveLength(2);
    expect(body['@odata.deltaLink']).toContain('deltatoken');
  });
  statement('4.0 Advanced 15', async () => {
    const { body } = await ask(
      "GET /$crossjoin(Products,Categories)?$filter=Products/CategoryID eq Categories/ID and Categories/Name eq 'Kitchen'",
      undefined,
      v40,
    );
    expect(body.value).toHaveLength(1);
  });
  statement('4.0 Advanced 16', async () => {
    expect(
      (await ask('GET /Products(P#3)?$compute=Price mul 2 as Twice&$select=Twice', undefined, v40)).body
        .Twice,
    ).toBe(31);
  });
});

describeStaff('4.0 on a model with recursion', (ask) => {
  statement('4.0 Advanced 9.8', async () => {
    const { body } = await ask('GET /People(1)?$expand=Reports($levels=2)', undefined, v40);
    expect(body.Reports[0].Reports[0].Id).toBe(3);
    expect(body.Reports[0].Reports[0]).not.toHaveProperty('Reports');
    const max = await ask('GET /People(1)?$expand=Reports($levels=max)', undefined, v40);
    expect(max.body.Reports[0].Reports[0].Reports[0].Id).toBe(4);
  });
});
