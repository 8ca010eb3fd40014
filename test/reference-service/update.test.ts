// OData Protocol 4.01, sections 11.4.3 "Upsert an Entity", 11.4.5 "Delete an Entity" and 11.4.9 "Managing Values and Properties Directly".
import { describe, expect, it } from 'vitest';
import { describeReference, fullKeys, shortcuts } from './reference-service.ts';

const bind = 'Category@odata.bind';
const some = { Name: 'Lamp', Price: 10.5 };

describeReference('update', (ask) => {
  const { status, read, created } = shortcuts(ask);

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

  it('the key of an upsert keeps to its facets', async () => {
    const upsert = (language: string) =>
      ask(`PUT /ProductDescriptions(ProductID=P#4,LanguageKey='${language}')`, { Description: 'x' });
    const answer = await upsert('ENG');
    expect([answer.status, answer.body.error.target]).toEqual([400, 'LanguageKey']);
    expect((await upsert('EN')).status).toBe(201);
  });
  it('an entity of a derived type has its properties without naming it', async () => {
    expect(await status('PATCH /Products(P#1)', { SpecialFeature: 'x' })).toBe(204);
    expect(await read('/Products(P#1)')).toMatchObject({ SpecialFeature: 'x' });
    expect(await status('PATCH /Products(P#2)', { SpecialFeature: 'x' })).toBe(400);
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
});
