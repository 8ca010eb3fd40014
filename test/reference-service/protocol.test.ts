// Sections 8 to 10 of the description: change tracking, asynchronous requests, batch.
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  describeReference,
  fullKeys,
  keysOf,
  type RequestHeaders,
} from './reference-service.ts';

describeReference('change tracking, asynchronous requests, batch', (ask) => {
  const local = (url: string | null | undefined): string => (url ?? '').replace('http://localhost', '');

  describe('change tracking', () => {
    const track = { prefer: 'track-changes' };
    it('tells what was created, changed and deleted', async () => {
      for (const prefer of ['track-changes', 'odata.track-changes']) {
        const first = await ask('GET /Products', undefined, { prefer });
        expect(first.headers.get('preference-applied')).toBe(prefer);
        expect(first.body['@odata.deltaLink']).toMatch(/^http:\/\/localhost\/Products\?.*deltatoken=/);
      }
      const link = (await ask('GET /Products', undefined, track)).body['@odata.deltaLink'];
      const none = await ask(`GET ${local(link)}`);
      expect(none.body.value).toEqual([]);
      const { body: created } = await ask('POST /Products', { Name: 'New', Price: 1 });
      await ask('PATCH /Products(P#1)', { Price: 2 });
      await ask('POST /Products(P#3)/IncreasePrice', { amount: 1 });
      await ask('DELETE /Products(P#2)');
      const { body } = await ask(`GET ${local(link)}`);
      expect(body['@odata.context']).toBe('http://localhost/$metadata#Products/$delta');
      const removed = body.value.filter((row: object) => '@odata.removed' in row);
      expect(removed).toMatchObject([
        {
          '@odata.removed': { reason: 'deleted' },
          '@odata.id': fullKeys('http://localhost/Products(P#2)'),
          ID: fullKeys('P#2'),
        },
      ]);
      const kept = body.value.filter((row: object) => !('@odata.removed' in row));
      expect(kept.map(({ ID }: { ID: string }) => ID).sort()).toEqual(
        [created.ID, fullKeys('P#1'), fullKeys('P#3')].sort(),
      );
      expect(kept.every((row: object) => 'Rating' in row)).toBe(true);
      const in40 = await ask(`GET ${local(link)}`, undefined, { 'odata-maxversion': '4.0' });
      expect(in40.body.value.filter((row: object) => '@odata.removed' in row)).toEqual(removed);
      expect((await ask(`GET ${local(body['@odata.deltaLink'])}`)).body.value).toEqual([]);
      await ask('POST /Reseed');
      expect((await ask(`GET ${local(link)}`)).status).toBe(410);
    });
    it('is for products only', async () => {
      const answer = await ask('GET /Categories', undefined, track);
      expect(answer.headers.get('preference-applied')).toBeNull();
      expect(answer.body).not.toHaveProperty(['@odata.deltaLink']);
    });
  });

  describe('asynchronous requests', () => {
    const finish = async (url: string, headers: RequestHeaders = {}): Promise<Answer> => {
      for (let i = 0; i < 200; i++) {
        const answer = await ask(`GET ${url}`, undefined, headers);
        if (answer.status !== 202) return answer;
        expect(answer.headers.get('location')).not.toBeNull();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('The job does not end.');
    };
    it('monitor', async () => {
      for (const prefer of ['respond-async', 'odata.respond-async']) {
        const { status, headers } = await ask('GET /Products', undefined, { prefer });
        expect(status).toBe(202);
        expect(headers.get('location')).toMatch(/^http:\/\/localhost\/\$async\/jobs\//);
        expect(headers.get('retry-after')).not.toBeNull();
        expect(headers.get('preference-applied')).toBe(prefer);
        const answer = await finish(local(headers.get('location')));
        expect([answer.status, answer.headers.get('asyncresult')]).toEqual([200, '200']);
        expect(keysOf(answer)).toBe('1 2 3 4 5 6 7');
        expect((await ask(`GET ${local(headers.get('location'))}`)).status).toBe(200);
      }
    });
    it('application/http, 4.0', async () => {
      const { headers } = await ask('GET /Products(P#1)', undefined, {
        prefer: 'respond-async',
        'odata-maxversion': '4.0',
      });
      const answer = await finish(local(headers.get('location')), {
        accept: 'application/http',
        'odata-maxversion': '4.0',
      });
      expect(answer.headers.get('content-type')).toMatch(/^application\/http/);
      expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK/);
      expect(answer.headers.get('asyncresult')).toBeNull();
    });
    it('later, however long the client would wait', async () => {
      const { status, headers } = await ask('GET /Products', undefined, { prefer: 'respond-async, wait=5' });
      expect([status, headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    });
    it('4.0: the result itself, without AsyncResult', async () => {
      const version = { 'odata-maxversion': '4.0' };
      const { headers } = await ask('GET /Products(P#1)', undefined, { prefer: 'respond-async' });
      const answer = await finish(local(headers.get('location')), version);
      expect([answer.body.Name, answer.headers.get('asyncresult')]).toEqual(['Laptop', null]);
    });
    it('errors, cancel, unknown', async () => {
      const failed = await ask('GET /Products(P#0)', undefined, { prefer: 'respond-async' });
      const answer = await finish(local(failed.headers.get('location')));
      expect(answer.headers.get('asyncresult') ?? String(answer.status)).toBe('404');
      const { headers } = await ask('GET /Products', undefined, { prefer: 'respond-async' });
      expect((await ask(`DELETE ${local(headers.get('location'))}`)).status).toBe(204);
      expect((await ask(`GET ${local(headers.get('location'))}`)).status).toBe(404);
      expect((await ask('GET /$async/jobs/unknown')).status).toBe(404);
      const kept = await ask('GET /Products', undefined, { prefer: 'respond-async' });
      await ask('POST /Reseed');
      expect((await ask(`GET ${local(kept.headers.get('location'))}`)).status).toBe(404);
    });
  });

  describe('JSON batch', () => {
    const batch = async (requests: readonly object[], headers: RequestHeaders = {}) =>
      (await ask('POST /$batch', { requests }, headers)).body.responses;
    const codes = (responses: readonly { id: string; status: number }[]): readonly unknown[] =>
      responses.map(({ id, status }) => [id, status]);
    it('URLs of each form, lower case headers', async () => {
      const urls = [
        'Products(P#1)',
        '/Products(P#1)',
        'http://localhost/Products(P#1)',
        'Products/P#1',
        'Products/$count',
      ];
      const responses = await batch(urls.map((url, index) => ({ id: `${index}`, method: 'GET', url })));
      expect(codes(responses)).toEqual(urls.map((_, index) => [`${index}`, 200]));
      expect(responses[0].body.Name).toBe('Laptop');
      for (const { headers } of responses)
        for (const name of Object.keys(headers)) expect(name).toBe(name.toLowerCase());
    });
    it('groups are atomic', async () => {
      const responses = await batch([
        { id: '1', atomicityGroup: 'g', method: 'patch', url: 'Products(P#1)', body: { Price: 1 } },
        { id: '2', atomicityGroup: 'g', method: 'patch', url: 'Products(P#2)', body: { Price: 'x' } },
        { id: '3', method: 'get', url: 'Products(P#1)', dependsOn: ['g'] },
        { id: '4', method: 'get', url: 'Products(P#1)' },
      ]);
      const status = Object.fromEntries(codes(responses) as [string, number][]);
      expect([status['1'], status['2'], status['3'], status['4'] ?? 200]).toEqual([424, 400, 424, 200]);
      expect((await ask('GET /Products(P#1)')).body.Price).toBe(999.99);
    });
    it('references', async () => {
      const responses = await batch([
        { id: 'a', method: 'post', url: 'Products', body: { Name: 'x', Price: 1 } },
        {
          id: 'b',
          method: 'post',
          url: '$a/Descriptions',
          body: { LanguageKey: 'EN', Description: 'y' },
          dependsOn: ['a'],
        },
        {
          id: 'c',
          method: 'post',
          url: 'Products(P#1)/RelatedProducts/$ref',
          body: { '@odata.id': '$a' },
          dependsOn: ['a'],
        },
      ]);
      expect(codes(responses)).toEqual([
        ['a', 201],
        ['b', 201],
        ['c', 204],
      ]);
    });
    it('errors of the batch', async () => {
      for (const body of [
        '{',
        '{}',
        '{"requests":1}',
        '{"requests":[{"id":"1"}]}',
        '{"requests":[{"id":"1","method":"get","url":"Products"},{"id":"1","method":"get","url":"Products"}]}',
      ])
        expect((await ask('POST /$batch', body)).status, body).toBe(400);
      expect((await ask('GET /$batch')).status).toBe(405);
      expect((await ask('POST /$batch', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
      expect(
        codes(
          await batch(
            [
              { id: '1', method: 'get', url: 'Nothing' },
              { id: '2', method: 'get', url: 'Products' },
            ],
            { prefer: 'continue-on-error' },
          ),
        ),
      ).toEqual([
        ['1', 404],
        ['2', 200],
      ]);
      expect(codes(await batch([{ id: '1', method: 'get', url: 'Products', if: 'false' }].slice(1)))).toEqual(
        [],
      );
    });
  });

  describe('multipart batch', () => {
    const type = { 'content-type': 'multipart/mixed; boundary=b' };
    const part = (request: string, id?: string): string =>
      `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${id === undefined ? '' : `Content-ID: ${id}\r\n`}\r\n${request}\r\n`;
    const json = (line: string, body: object): string =>
      `${line} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}`;
    const join = (parts: readonly string[], boundary = 'b'): string =>
      `${parts.map((text) => `--${boundary}\r\n${text}`).join('')}--${boundary}--\r\n`;
    const changeSet = (parts: readonly string[]): string =>
      `Content-Type: multipart/mixed; boundary=c\r\n\r\n${join(parts, 'c')}`;
    const codes = ({ text }: Answer): readonly string[] =>
      (text.match(/HTTP\/1\.1 \d+/g) ?? []).map((line) => line.slice(9));

    it('reads and changes in order', async () => {
      const body = join([
        part('GET Products(P#1) HTTP/1.1\r\nAccept: application/json\r\n\r\n', 'r1'),
        changeSet([
          part(json('POST Products', { Name: 'x', Price: 1 }), '1'),
          part(json('PATCH $1', { Price: 2 }), '2'),
          part(json('POST $1/Descriptions', { LanguageKey: 'EN', Description: 'd' }), '3'),
          part(json('POST /$1/Descriptions', { LanguageKey: 'DE', Description: 'd' }), '4'),
        ]),
        part('GET http://localhost/Products/$count HTTP/1.1\r\n\r\n'),
        part('GET /Products/$count HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      ]);
      for (const text of [body, body.replaceAll('\r\n', '\n')]) {
        const answer = await ask('POST /$batch', text, type);
        expect(answer.status, answer.text).toBe(200);
        expect(codes(answer), answer.text).toEqual(['200', '201', '204', '201', '201', '200', '200']);
        for (const id of ['r1', '1', '2', '3', '4'])
          expect(answer.text).toMatch(new RegExp(`content-id: ${id}\\r\\n`, 'i'));
      }
    });
    it('a failing change set leaves no trace', async () => {
      const answer = await ask(
        'POST /$batch',
        join([
          changeSet([
            part(json('PATCH Products(P#1)', { Price: 1 }), '1'),
            part(json('PATCH Products(P#2)', { Price: 'x' }), '2'),
          ]),
          part('GET Products(P#1) HTTP/1.1\r\n\r\n'),
        ]),
        { ...type, prefer: 'continue-on-error' },
      );
      expect(codes(answer)).toEqual(['400', '200']);
      expect((await ask('GET /Products(P#1)')).body).toMatchObject({ Price: 999.99, Version: 1 });
    });
    it('stops at an error unless asked to go on', async () => {
      const body = join([part('GET Nothing HTTP/1.1\r\n\r\n'), part('GET Products/$count HTTP/1.1\r\n\r\n')]);
      expect(codes(await ask('POST /$batch', body, type))).toEqual(['404']);
      for (const prefer of ['continue-on-error', 'odata.continue-on-error', 'continue-on-error=true'])
        expect(codes(await ask('POST /$batch', body, { ...type, prefer }))).toEqual(['404', '200']);
    });
    it('unreadable bodies', async () => {
      for (const body of ['', 'x', '--other\r\n\r\n--other--', '--b--'])
        expect((await ask('POST /$batch', body, type)).status, body).toBe(400);
      expect(
        (
          await ask('POST /$batch', join([part('GET Products HTTP/1.1\r\n\r\n')]), {
            'content-type': 'multipart/mixed',
          })
        ).status,
      ).toBe(400);
    });
  });
});
