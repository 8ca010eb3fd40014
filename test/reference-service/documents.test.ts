// The service document, metadata, versions, formats: sections 1, 2 and 11 of the description.
import { expect, it } from 'vitest';
import { type Answer, describeReference, type RequestHeaders } from './reference-service.ts';

describeReference('documents and representation', (ask) => {
  const status = async (line: string, headers?: RequestHeaders, body?: unknown): Promise<number> =>
    (await ask(line, body, headers)).status;
  const header = async (line: string, name: string, headers?: RequestHeaders): Promise<string | null> =>
    (await ask(line, undefined, headers)).headers.get(name);

  it('service document', async () => {
    const { body, text, headers } = await ask('GET /');
    expect(body.value.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Categories',
      'Company',
      'DecimalSamples',
      'MediaItems',
      'ProductDescriptions',
      'Products',
      'ReadOnlyItems',
    ]);
    expect(body.value.find(({ name }: { name: string }) => name === 'Company').kind).toBe('Singleton');
    expect(body['@odata.context']).toBe('http://localhost/$metadata');
    expect(text).not.toMatch(/\n|": /);
    expect(headers.get('odata-version')).toBe('4.01');
  });
  it('metadata', async () => {
    const xml = await ask('GET /$metadata');
    expect(xml.headers.get('content-type')).toMatch(/^application\/xml/);
    expect(xml.headers.get('cache-control') ?? '').not.toContain('no-store');
    expect(xml.text).toContain('Version="4.01"');
    expect(xml.text).toMatch(/Term="Core\.SchemaVersion" String="1\.0"/);
    expect(xml.text).toContain('Term="Org.OData.Capabilities.V1.ChangeTracking"');
    expect(xml.text).toContain('<Annotations Target="ReferenceService.Container/Products">');
    expect(xml.text).toContain('Namespace="ReferenceService"');
    expect((await ask('GET /$metadata', undefined, { 'odata-maxversion': '4.0' })).text).toMatch(
      /<edmx:Edmx[^>]* Version="4\.0"/,
    );
    const json = await ask('GET /$metadata?$format=json');
    expect(json.headers.get('content-type')).toMatch(/^application\/json/);
    expect(json.body.$EntityContainer).toBe('ReferenceService.Container');
    expect(json.body.ReferenceService.Product.Price.$Type).toBe('Edm.Double');
    expect((await ask('GET /$metadata', undefined, { accept: 'application/json' })).body.$Version).toBe(
      '4.01',
    );
    expect(
      await header('GET /$metadata', 'content-type', { accept: 'application/json;q=0.1,application/xml' }),
    ).toMatch(/xml/);
  });
  it('only GET and HEAD', async () => {
    for (const path of ['/', '/$metadata'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await ask(`${method} ${path}`, method === 'DELETE' ? undefined : {});
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('GET, HEAD');
      }
  });
  it('$schemaversion', async () => {
    for (const path of [
      '/',
      '/$metadata',
      '/Products',
      '/Products(P#1)',
      '/Products/$count',
      '/Company',
      '/Products(P#1)/Name',
    ]) {
      for (const version of ['1.0', '*'])
        expect(await status(`GET ${path}?$schemaversion=${version}`), path).toBe(200);
      expect(await status(`GET ${path}?$schemaversion=2.0`), path).toBe(404);
    }
  });
  it('HEAD gives the headers of GET', async () => {
    for (const path of [
      '/',
      '/$metadata',
      '/Products',
      '/Products(P#1)',
      '/Products/$count',
      '/Company',
      '/Products(P#1)/Name/$value',
      '/MediaItems(M#1)/$value',
    ]) {
      const [head, get] = [await ask(`HEAD ${path}`), await ask(`GET ${path}`)];
      expect([head.status, head.text], path).toEqual([get.status, '']);
      expect(head.headers.get('content-length'), path).toBe(
        String(new TextEncoder().encode(get.text).length),
      );
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    }
    expect(await status('HEAD /Products(P#0)')).toBe(404);
  });
  it('versions', async () => {
    for (const [asked, answered] of Object.entries({
      '4.0': '4.0',
      '4.01': '4.01',
      '4.02': '4.01',
      '5.0': '4.01',
      abc: '4.01',
    }))
      expect(await header('GET /Products', 'odata-version', { 'odata-maxversion': asked }), asked).toBe(
        answered,
      );
    expect(await header('GET /Products', 'odata-version')).toBe('4.01');
    for (const old of ['3.0', '2.0', '1.0'])
      expect([400, 406]).toContain(await status('GET /Products', { 'odata-maxversion': old }));
    for (const name of ['isolation', 'odata-isolation'])
      expect(await status('GET /Products', { [name]: 'snapshot' })).toBe(412);
  });
  it('formats', async () => {
    for (const accept of [
      '*/*',
      'application/*',
      'application/json',
      'text/html,application/json;q=0.1',
      'application/json;odata.metadata=full',
      'application/json;metadata=none',
      'application/json;odata.streaming=true',
      'application/json;charset=utf-8',
      'application/json;q=0.5',
    ])
      expect(await status('GET /Products', { accept }), accept).toBe(200);
    for (const accept of [
      'application/xml',
      'text/html',
      'application/atom+xml',
      'application/json;q=0',
      'text/plain',
    ])
      expect(await status('GET /Products', { accept }), accept).toBe(406);
    expect(await status('GET /Products?$format=json', { accept: 'application/xml' })).toBe(200);
  });
  it('metadata levels', async () => {
    const at = async (level: string) =>
      (await ask('GET /Products(P#1)', undefined, { accept: `application/json;odata.metadata=${level}` }))
        .body;
    const [minimal, full, none] = [await at('minimal'), await at('full'), await at('none')];
    for (const body of [minimal, full]) {
      expect(body['@odata.context']).toBe('http://localhost/$metadata#Products/$entity');
      expect(body['@odata.id']).toBe('http://localhost/Products(20000000-0000-4000-8000-000000000001)');
      expect(body['@odata.type']).toBe('#ReferenceService.SpecialProduct');
      expect(body['@odata.etag']).toMatch(/^W/);
    }
    expect(full['@odata.editLink']).toContain('Products(');
    expect(full['Category@odata.navigationLink']).toContain('/Category');
    expect(full['Category@odata.associationLink']).toContain('/Category/$ref');
    expect(full['Rating@odata.type']).toMatch(/Byte$/);
    expect(full['CreatedAt@odata.type']).toMatch(/DateTimeOffset$/);
    expect(full['Status@odata.type']).toBe('#ReferenceService.ProductStatus');
    expect(minimal).not.toHaveProperty(['Category@odata.navigationLink']);
    expect(Object.keys(none).filter((name) => name.startsWith('@'))).toEqual([]);
  });
  it('IEEE754Compatible', async () => {
    const accept = 'application/json;IEEE754Compatible=true';
    const item = await ask('GET /MediaItems(M#1)', undefined, { accept });
    expect(item.body.Size).toBe('1024');
    expect(item.headers.get('content-type')).toContain('IEEE754Compatible=true');
    expect((await ask('GET /DecimalSamples(D#1)', undefined, { accept })).body.Amount).toBe('123.45');
    expect((await ask('GET /Products?$count=true&$top=0', undefined, { accept })).body['@odata.count']).toBe(
      '7',
    );
    expect((await ask('GET /Products(P#1)', undefined, { accept })).body.Price).toBe(999.99);
    expect((await ask('GET /DecimalSamples(D#1)')).body.Amount).toBe(123.45);
  });
  it('omit-values', async () => {
    const answer = await ask('GET /Products(P#5)', undefined, { prefer: 'omit-values=nulls' });
    expect(answer.body).not.toHaveProperty('Description');
    expect(answer.body.Name).toBe('Smartphone');
    expect(answer.headers.get('preference-applied')).toBe('omit-values=nulls');
  });
  it('allow-entityreferences', async () => {
    const path = 'GET /Products?$expand=Category($select=Name)&$select=Name&$top=2';
    const { body, headers } = await ask(path, undefined, { prefer: 'odata.allow-entityreferences' });
    expect(headers.get('preference-applied')).toBe('odata.allow-entityreferences');
    const id = 'http://localhost/Categories(10000000-0000-4000-8000-000000000001)';
    expect(body.value[0].Category).toEqual({ '@odata.id': id, Name: 'Electronics' });
    expect(body.value[1].Category).toEqual({ '@odata.id': id });
    expect((await ask(path)).body.value[1].Category.Name).toBe('Electronics');
  });
  it('preferences are repeated as written', async () => {
    for (const prefer of [
      'maxpagesize=2',
      'odata.maxpagesize=2',
      'omit-values=nulls',
      'include-annotations="*"',
      'odata.include-annotations="*"',
    ])
      expect(await header('GET /Products', 'preference-applied', { prefer }), prefer).toBe(prefer);
    expect(await header('GET /Products', 'preference-applied', { prefer: 'unknown=1' })).toBeNull();
    const both =
      (await header('GET /Products', 'preference-applied', {
        prefer: 'odata.maxpagesize=2, omit-values=nulls',
      })) ?? '';
    expect(both).toContain('odata.maxpagesize=2');
    expect(both).toContain('omit-values=nulls');
  });
  it('pages what a function gives in its own order', async () => {
    const prices: number[] = [];
    let next: string | undefined = '/GetTopProducts(count=5)?$select=Price';
    while (next !== undefined) {
      const { body }: Answer = await ask(`GET ${next}`, undefined, { prefer: 'maxpagesize=2' });
      prices.push(...body.value.map(({ Price }: { Price: number }) => Price));
      next = body['@odata.nextLink']?.replace('http://localhost', '');
    }
    expect(prices).toEqual([1999.99, 999.99, 799.99, 249.99, 149.99]);
  });

  it('pages by maxpagesize', async () => {
    let next = '/Products?$orderby=Price desc&$count=true&$select=Name';
    const names: string[] = [];
    for (let pages = 0; next !== undefined && pages < 10; pages++) {
      const { body } = await ask(`GET ${next.replace('http://localhost', '')}`, undefined, {
        prefer: 'maxpagesize=2',
      });
      expect(body['@odata.count']).toBe(7);
      names.push(...body.value.map(({ Name }: { Name: string }) => Name));
      next = body['@odata.nextLink'];
      if (next !== undefined) expect(next).toMatch(/^http:\/\/localhost\/Products\?.*skiptoken=/);
    }
    expect(names).toHaveLength(7);
    expect(names[0]).toBe('Premium Laptop Pro');
    const { body } = await ask('GET /Products?$top=3', undefined, { prefer: 'odata.maxpagesize=2' });
    expect(body.value).toHaveLength(2);
    const last = await ask(`GET ${body['@odata.nextLink'].replace('http://localhost', '')}`);
    expect(last.body.value).toHaveLength(1);
    expect(last.body).not.toHaveProperty(['@odata.nextLink']);
    const expanded = await ask('GET /Products?$expand=Descriptions&$top=1', undefined, {
      prefer: 'maxpagesize=1',
    });
    expect(expanded.body.value[0]).toHaveProperty(['Descriptions@odata.nextLink']);
  });
  it('errors', async () => {
    for (const line of [
      'GET /Nothing',
      'GET /Products(P#0)',
      'GET /Products?$filter=',
      'PATCH /Products',
      'POST /Products',
    ]) {
      const answer = await ask(line, line.startsWith('GET') ? undefined : { Nothing: 1 });
      expect(Object.keys(answer.body)).toEqual(['error']);
      expect(typeof answer.body.error.code).toBe('string');
      expect(answer.body.error.message.length).toBeGreaterThan(0);
      expect(answer.headers.get('content-language')).toBe('en');
      expect(answer.headers.get('odata-version')).toBe('4.01');
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.body.error).not.toHaveProperty('innererror');
    }
  });
});
