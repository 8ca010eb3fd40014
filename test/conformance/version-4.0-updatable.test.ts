// OData Protocol 4.01, section 12.1.1 "OData 4.0 Minimal Conformance Level": what an updatable service does more.
import { expect } from 'vitest';
import { describeReference, fullKeys, keysOf } from '../reference-service/reference-service.ts';
import { describeStaff } from './staff.ts';
import { statement } from './statement.ts';

describeReference('4.0 updatable on the reference service', (ask) => {
  const status = async (line: string, body?: unknown, headers = {}): Promise<number> =>
    (await ask(line, body, headers)).status;
  statement('4.0 Minimal 18', async () => {
    const { body } = await ask('GET /Products(P#2)', undefined, {
      accept: 'application/json;odata.metadata=full',
    });
    expect(body['@odata.editLink']).toContain('Products(');
    expect(
      await status(`PATCH /${body['@odata.editLink'].replace('http://localhost/', '')}`, { Price: 1 }),
    ).toBe(204);
  });
  statement('4.0 Minimal 19', async () =>
    expect(await status('POST /Products', { Name: 'x', Price: 1 })).toBe(201),
  );
  statement('4.0 Minimal 20', async () => {
    const { status: created, body } = await ask('POST /Categories(C#2)/Products', { Name: 'x', Price: 1 });
    expect([created, body.CategoryID]).toEqual([201, fullKeys('C#2')]);
  });
  statement('4.0 Minimal 21', async () => {
    expect(await status('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#2)' })).toBe(
      204,
    );
    expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('2');
  });
  statement('4.0 Minimal 22', async () => {
    expect(await status('PUT /Products(P#1)/Category/$ref', { '@odata.id': 'Categories(C#2)' })).toBe(204);
    expect((await ask('GET /Products(P#1)/Category')).body.Name).toBe('Kitchen');
  });
  statement('4.0 Minimal 23', async () => {
    for (const path of [
      '/Products(P#1)',
      '/Categories(C#1)',
      '/MediaItems(M#1)',
      '/Company',
      "/ProductDescriptions(ProductID=P#1,LanguageKey='EN')",
    ])
      expect(
        await status(`PATCH ${path}`, path.includes('Desc') ? { Description: 'x' } : { Name: 'x' }),
        path,
      ).toBe(204);
  });
  statement('4.0 Minimal 24', async () => {
    for (const path of [
      "/ProductDescriptions(ProductID=P#1,LanguageKey='EN')",
      '/Products(P#1)',
      '/Categories(C#1)',
      '/MediaItems(M#1)',
    ])
      expect([await status(`DELETE ${path}`), await status(`GET ${path}`)], path).toEqual([204, 404]);
  });
  statement('4.0 Minimal 25', async () => {
    await ask('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#2)' });
    expect(await status('DELETE /Products(P#1)/RelatedProducts/$ref?$id=Products(P#2)')).toBe(204);
    expect(await status('DELETE /Products(P#1)/Category/$ref')).toBe(204);
    expect(await status('GET /Products(P#1)/Category')).toBe(204);
  });
  statement('4.0 Minimal 26', async () => {
    const etag = (await ask('GET /Products(P#1)')).headers.get('etag') ?? '';
    expect(await status('PATCH /Products(P#1)', { Price: 1 }, { 'if-match': 'W/"other"' })).toBe(412);
    expect(await status('DELETE /Products(P#1)', undefined, { 'if-match': 'W/"other"' })).toBe(412);
    expect(await status('PATCH /Products(P#1)', { Price: 1 }, { 'if-match': etag })).toBe(204);
    expect(await status('DELETE /Products(P#1)', undefined, { 'if-match': '*' })).toBe(204);
  });
  statement('4.0 Minimal 27', async () => {
    const { headers, body } = await ask('POST /Products', { Name: 'x', Price: 1 });
    expect(headers.get('location')).toBe(`http://localhost/Products(${body.ID})`);
  });
  statement('4.0 Minimal 28', async () => {
    const { status: created, headers } = await ask(
      'POST /Products',
      { Name: 'x', Price: 1 },
      { prefer: 'return=minimal' },
    );
    expect([created, headers.get('odata-entityid')]).toEqual([204, headers.get('location')]);
  });
  statement('4.0 Minimal 30', async () => {
    expect(await status('PUT /Products(P#1)/Name', { value: 'x' })).toBe(204);
    expect(await status('PATCH /Products(P#1)/ShippingAddress', { City: 'Bonn' })).toBe(204);
    expect(await status('PUT /Products(P#1)/ShippingAddress', { City: 'Ulm' })).toBe(204);
    expect((await ask('GET /Products(P#1)')).body).toMatchObject({
      Name: 'x',
      ShippingAddress: { City: 'Ulm', State: null },
    });
  });
  statement('4.0 Minimal 31', async () => {
    expect(await status('DELETE /Products(P#1)/ReleaseDate')).toBe(204);
    expect((await ask('GET /Products(P#1)')).body.ReleaseDate).toBeNull();
  });
  statement('4.0 Minimal 32', async () => {
    const { body } = await ask('POST /Products', {
      Name: 'x',
      Price: 1,
      Descriptions: [{ LanguageKey: 'EN', Description: 'y' }],
    });
    expect(body.Descriptions).toMatchObject([{ ProductID: body.ID, LanguageKey: 'EN' }]);
  });
});

describeStaff('4.0 updatable on a model with keys of the client', (ask) => {
  statement('4.0 Minimal 29', async () => {
    const { status, headers } = await ask('PUT /People(9)', { Name: 'Zoe' });
    expect([status, headers.get('location')]).toEqual([201, 'http://localhost/People(9)']);
    expect((await ask('PATCH /People(10)', { Name: 'Yan' })).status).toBe(201);
    expect((await ask('PATCH /People(10)', { Age: 1 })).status).toBe(204);
    expect((await ask('PATCH /People(11)', { Age: 1 }, { 'if-match': '*' })).status).toBe(404);
  });
  statement('4.0 Minimal 33', async () => {
    expect((await ask('PATCH /People/$filter(@a)/$each?@a=Age gt 30', { Name: 'old' })).status).toBe(204);
    expect((await ask("GET /People/$count?$filter=Name eq 'old'")).text).toBe('2');
    expect((await ask('DELETE /People/$filter(Age lt 25)/$each')).status).toBe(204);
    expect((await ask('GET /People/$count')).text).toBe('3');
  });
});
