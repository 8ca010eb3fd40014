// Section 6 of the description: media entities and stream properties.
import { expect, it } from 'vitest';
import { describeReference, fullKeys, type RequestHeaders } from './reference-service.ts';

describeReference('media', (ask) => {
  const png = { 'content-type': 'image/png' };
  const status = async (line: string, body?: unknown, headers?: RequestHeaders): Promise<number> =>
    (await ask(line, body, headers)).status;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into, member by member
  const item = async (path = '/MediaItems(M#1)'): Promise<any> => (await ask(`GET ${path}`)).body;

  it('items carry their links, also at minimal', async () => {
    const body = await item();
    expect(body).toMatchObject({
      '@odata.mediaContentType': 'image/png',
      Name: 'Sample Image',
      Size: 1024,
      ContentType: 'image/png',
    });
    for (const link of ['@odata.mediaReadLink', '@odata.mediaEditLink'])
      expect(body[link]).toBe(fullKeys('http://localhost/MediaItems(M#1)/$value'));
    expect((await ask('GET /MediaItems')).body.value[1]).toHaveProperty(['@odata.mediaReadLink']);
    expect((await ask('GET /MediaItems')).text).not.toContain('seed.mediaContent');
  });
  it('a Slug that is too long gives what there is room for', async () => {
    const { body } = await ask('POST /MediaItems', 'x', { ...png, slug: 'n'.repeat(150) });
    expect(body.Name).toBe('n'.repeat(100));
  });
  it('content whatever Accept says', async () => {
    for (const accept of ['*/*', 'application/json', 'image/png', 'text/html']) {
      const answer = await ask('GET /MediaItems(M#1)/$value', undefined, { accept });
      expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([
        200,
        'image/png',
        'fake-png-binary-data',
      ]);
    }
    expect((await ask('GET /MediaItems(M#2)/$value')).headers.get('content-type')).toBe('application/pdf');
    expect(await status('GET /MediaItems(M#0)/$value')).toBe(404);
    const part = await ask('GET /MediaItems(M#1)/$value', undefined, { range: 'bytes=0-3' });
    expect([part.status, part.text]).toEqual([206, 'fake']);
  });
  it('POST of content', async () => {
    const bytes = Uint8Array.from([0, 255, 1, 254]);
    const answer = await ask('POST /MediaItems', bytes, { ...png, slug: 'My picture' });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ ContentType: 'image/png', Size: 4, Name: 'My picture' });
    expect(answer.headers.get('location')).toBe(`http://localhost/MediaItems(${answer.body.ID})`);
    expect(answer.headers.get('odata-entityid')).toBe(answer.headers.get('location'));
    expect((await ask('POST /MediaItems', 'x', { 'content-type': 'text/plain' })).body).toMatchObject({
      Name: '',
      ContentType: 'text/plain',
      Size: 1,
    });
  });
  it('POST of properties', async () => {
    const answer = await ask(
      'POST /MediaItems',
      '{"Name":"x","Size":9223372036854775807,"ContentType":"image/gif"}',
    );
    expect(answer.status, answer.text).toBe(201);
    expect(answer.text).toContain('"Size":9223372036854775807');
    expect(answer.text).toContain('"ContentType":"image/gif"');
    expect((await ask(`GET /MediaItems(${answer.body.ID})/$value`)).text).toBe('');
    expect(await status('POST /MediaItems', '{"Name":"x","Size":9223372036854775808}')).toBe(400);
    expect(await status('POST /MediaItems', '{"Name":"x","Size":-9223372036854775808}')).toBe(201);
    expect(await status('POST /MediaItems', '{}')).toBe(201);
  });
  it('PUT of content, DELETE', async () => {
    expect(await status('PUT /MediaItems(M#1)/$value', 'new!', { 'content-type': 'text/plain' })).toBe(204);
    const body = await item();
    expect(body).toMatchObject({
      ContentType: 'text/plain',
      Size: 4,
      '@odata.mediaContentType': 'text/plain',
    });
    expect(body.ModifiedAt > '2025').toBe(true);
    expect((await ask('GET /MediaItems(M#1)/$value')).text).toBe('new!');
    expect(await status('PUT /MediaItems(M#0)/$value', 'x', png)).toBe(404);
    expect(await status('DELETE /MediaItems(M#1)')).toBe(204);
    expect(await status('GET /MediaItems(M#1)/$value')).toBe(404);
  });
  it('Photo', async () => {
    for (const path of ['/Products(P#1)/Photo', '/Products(P#1)/Photo/$value']) {
      const empty = await ask(`GET ${path}`);
      expect([empty.status, empty.text, empty.headers.get('content-type')], path).toEqual([
        200,
        '',
        'application/octet-stream',
      ]);
      expect(await status(`PUT ${path}`, 'bytes', png), path).toBe(204);
      const full = await ask(`GET ${path}`);
      expect([full.status, full.text, full.headers.get('content-type')], path).toEqual([
        200,
        'bytes',
        'image/png',
      ]);
      expect(await status(`DELETE ${path}`), path).toBe(204);
      expect((await ask(`GET ${path}`)).text).toBe('');
    }
    expect((await ask('GET /Products(P#1)')).body['Photo@odata.mediaReadLink']).toBe(
      fullKeys('http://localhost/Products(P#1)/Photo'),
    );
    expect((await item('/Products(P#1)?$expand=Photo')).Photo).toBe('');
    await ask('PUT /Products(P#1)/Photo', 'test', png);
    expect((await item('/Products(P#1)?$expand=Photo')).Photo).toBe('dGVzdA');
    expect(await status('GET /Products(P#0)/Photo')).toBe(404);
    expect(await status('PUT /Products(P#0)/Photo', 'x', png)).toBe(404);
  });
});
