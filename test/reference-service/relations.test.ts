// OData Protocol 4.01, sections 11.4.6 "Modifying Relationships between Entities" and 11.4.1.1 "Use of ETags for Avoiding Update Conflicts".
import { describe, expect, it } from 'vitest';
import { describeReference, fullKeys, keysOf, shortcuts } from './reference-service.ts';

const bind = 'Category@odata.bind';
const some = { Name: 'Lamp', Price: 10.5 };

describeReference('relations and ETags', (ask) => {
  const { status, read } = shortcuts(ask);

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
