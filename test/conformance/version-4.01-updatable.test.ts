// OData Protocol 4.01, section 12.2.1 "OData 4.01 Minimal Conformance Level": what an updatable service does more.
import { expect } from 'vitest';
import { describeReference, keysOf } from '../reference-service/reference-service.ts';
import { describeStaff } from './staff.ts';
import { statement } from './statement.ts';

const v401 = { 'odata-version': '4.01' };

describeReference('4.01 updatable on the reference service', (ask) => {
  const status = async (line: string, body?: unknown, headers = {}): Promise<number> =>
    (await ask(line, body, headers)).status;
  statement('4.01 Minimal 19', async () => {
    await ask('POST /Products(P#1)/RelatedProducts/$ref', { '@odata.id': 'Products(P#2)' });
    expect(await status('DELETE /Products(P#1)/RelatedProducts(P#2)/$ref')).toBe(204);
    expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('');
  });
  statement('4.01 Minimal 20', async () => {
    const sent = {
      Name: 'x',
      Price: 1,
      Descriptions: [
        { LanguageKey: 'EN', Description: 'new' },
        { LanguageKey: 'DE', Description: 'neu' },
      ],
    };
    expect(await status('PUT /Products(P#1)', sent, v401)).toBe(204);
    expect(
      (await ask('GET /Products(P#1)?$expand=Descriptions')).body.Descriptions.map(
        ({ Description }: { Description: string }) => Description,
      ),
    ).toEqual(['neu', 'new']);
  });
  statement('4.01 Minimal 21', async () => {
    const created = await ask('POST /Categories', {
      Name: 'A',
      Products: [{ Name: 'B', Price: 1, Descriptions: [{ LanguageKey: 'EN', Description: 'c' }] }],
    });
    expect(created.status, created.text).toBe(201);
    expect(created.body.Products[0].Descriptions[0].LanguageKey).toBe('EN');
    expect(
      await status(
        'PATCH /Products(P#1)',
        { 'Descriptions@delta': [{ LanguageKey: 'FR', Description: 'd' }] },
        v401,
      ),
    ).toBe(204);
    expect(keysOf(await ask('GET /Products(P#1)/Descriptions'))).toBe('1DE 1EN 1FR');
  });
  statement('4.01 Minimal 22', async () => {
    const value = [{ '@id': 'Products(P#2)' }, { '@id': 'Products(P#3)' }];
    const put = await ask('PUT /Products(P#1)/RelatedProducts/$ref', { value }, v401);
    expect(put.status, put.text).toBe(204);
    expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('2 3');
    expect(await status('DELETE /Products(P#1)/RelatedProducts/$ref')).toBe(204);
    expect(keysOf(await ask('GET /Products(P#1)/RelatedProducts'))).toBe('');
  });
  statement('4.01 Minimal 27', async () => {
    const { body } = await ask('POST /Products?$select=Name&$expand=Category($select=Name)', {
      Name: 'x',
      Price: 1,
      'Category@odata.bind': 'Categories(C#1)',
    });
    expect(body).toMatchObject({ Name: 'x', Category: { Name: 'Electronics' } });
    expect(body).not.toHaveProperty('Price');
  });
});

describeStaff('4.01 updatable on a model with collections', (ask) => {
  const status = async (line: string, body?: unknown, headers = {}): Promise<number> =>
    (await ask(line, body, headers)).status;
  statement('4.01 Minimal 23', async () => {
    for (const [path, value, kept] of [
      ['Tags', 'new', ['x', 'new']],
      ['Addresses', { City: 'Ulm', Street: null }, [{ City: 'Ulm', Street: null }]],
    ] as const) {
      const answer = await ask(`POST /People(2)/${path}`, path === 'Tags' ? { value } : value);
      expect([200, 201, 204], answer.text).toContain(answer.status);
      expect((await ask(`GET /People(2)/${path}`)).body.value).toEqual(kept);
    }
  });
  statement('4.01 Minimal 24', async () => {
    expect(await status('DELETE /People(1)/Tags')).toBe(204);
    expect((await ask('GET /People(1)/Tags')).body.value).toEqual([]);
    expect(await status('DELETE /People/$filter(Age lt 25)/$each')).toBe(204);
    expect((await ask('GET /People/$count')).text).toBe('3');
  });
  statement('4.01 Minimal 25', async () => {
    const created = await ask('POST /People/Test.Manager', { Id: 8, Name: 'Max', Budget: 1.5 }, v401);
    expect([created.status, created.body['@context']]).toEqual([
      201,
      'http://localhost/$metadata#People/Test.Manager/$entity',
    ]);
    expect(await status('PATCH /People/Test.Manager/$each', { Budget: 2 }, v401)).toBe(204);
    expect((await ask('GET /People(8)')).body.Budget).toBe(2);
    expect(await status('DELETE /People/Test.Manager/$each')).toBe(204);
    expect((await ask('GET /People/$count')).text).toBe('3');
  });
  statement('4.01 Minimal 26', async () => {
    const value = [
      { Id: 2, Name: 'Bert' },
      { Id: 7, Name: 'Eve' },
      { '@removed': { reason: 'deleted' }, '@id': 'People(4)' },
    ];
    const answer = await ask('PATCH /People', { '@context': '#$delta', value }, v401);
    expect([200, 204], answer.text).toContain(answer.status);
    const { body } = await ask('GET /People?$select=Name');
    expect(body.value.map(({ Name }: { Name: string }) => Name)).toEqual(['Ada', 'Bert', 'Cy', 'Eve']);
  });
});
