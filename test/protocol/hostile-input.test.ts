// Whatever a request holds, the answer is a 4xx OData error, and the service lives on.
import { describe, expect, test } from 'vitest';
import { handle } from '../../src/protocol/handle.ts';
import { ask, serviceFor } from './service-for.ts';

const shop = 'test/exchanges/shop.csdl.xml';

function expectError(answer: Awaited<ReturnType<typeof ask>>, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('odata-version')).toMatch(/^4/);
  expect(Object.keys(answer.body)).toEqual(['error']);
  expect(answer.body.error.code).toMatch(/^\w+$/);
  expect(answer.body.error.message).not.toBe('');
  expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
}

describe('URLs', () => {
  const service = serviceFor(shop);
  test.each([
    '/Articles(%ZZ)',
    '/Articles(%C3%28)',
    '/%E0%A4%A',
    "/Articles('open",
    '/Articles(1)(2)(3)',
    `/${'a/'.repeat(2_000)}`,
    `/Articles?$filter=${'('.repeat(5_000)}`,
    `/Articles?$filter=${'not '.repeat(5_000)}true`,
    '/Articles?$filter=',
    '/Articles?$top=-1',
    '/Articles?$unknown=1',
    '/Articles?$top=1&$top=2',
    '/__proto__',
    '/Articles(1)/constructor',
    '/Articles?$select=__proto__',
    '/Articles?$orderby=toString',
    '/Settings/hasOwnProperty',
    '/$metadata/x',
    '/..%2f..%2fetc',
    '/$async/jobs/__proto__',
  ])('%s', async (url) => {
    const answer = await ask(service, `GET ${url}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectError(answer, answer.status);
  });
});

describe('bodies', () => {
  const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);
  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['two values', '{} {}'],
    ['a member twice', '{"Name":"a","Name":"b"}'],
    ['__proto__', '{"Name":"a","__proto__":{"x":1}}'],
    ['__proto__ in an open type', '{"Name":"a","Origin":{"__proto__":{"x":1}}}'],
    ['constructor', '{"Name":"a","constructor":1}'],
    ['deep arrays', `{"Name":"a","Tags":${deep('[', ']')}}`],
    ['deep objects', `{"Name":"a","Origin":${deep('{"x":', '}')}1`],
    ['a lone surrogate in a name', '{"Name":"a","\\ud800":1}'],
    ['an unknown type', '{"@odata.type":"#Shop.Nothing","Name":"a"}'],
    ['a type that does not derive', '{"@odata.type":"#Shop.Group","Name":"a"}'],
    ['a number out of range', '{"Id":99999999999,"Name":"a"}'],
    ['too long a text', `{"Name":"${'a'.repeat(21)}"}`],
    ['a malformed date', '{"Name":"a","Since":"2020-13-45T99:99:99Z"}'],
    ['a binding that is no URL', '{"Name":"a","Group@odata.bind":"%ZZ(("}'],
    ['a binding to elsewhere', '{"Name":"a","Group@odata.bind":"http://elsewhere.example/x/Groups(1)"}'],
    ['a binding of the wrong kind', '{"Name":"a","Group@odata.bind":5}'],
  ])('%s', async (_, body) => {
    const service = serviceFor(shop);
    expectError(await ask(service, 'POST /Articles', body), 400);
    expect((await ask(service, 'GET /Articles/$count')).text).toBe('0');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('larger than the limit, declared or not', async () => {
    const service = serviceFor(shop, { bodyLimit: 1_000 });
    const large = `{"Name":"${'a'.repeat(2_000)}"}`;
    expectError(await ask(service, 'POST /Articles', large), 413);
    expectError(await ask(service, 'POST /Articles', large, { 'content-length': String(large.length) }), 413);
  });

  test.each(['text/plain', 'application/xml', 'application/json;charset=utf-16', 'nonsense'])(
    'sent as %s',
    async (type) => {
      expectError(
        await ask(serviceFor(shop), 'POST /Articles', '{"Name":"a"}', { 'content-type': type }),
        415,
      );
    },
  );
});

test.each([
  ['OData-MaxVersion', '1.0', 400],
  ['OData-Version', '3.0', 400],
  ['OData-Version', '9.9', 400],
  ['Accept', 'application/xml', 406],
  ['Accept', 'application/json;odata.metadata=huge', 406],
  ['Accept', '', 200],
  ['Accept', ';;;,,,q=', 406],
  ['Prefer', '"""', 200],
  ['Prefer', 'maxpagesize=-5,return=nothing;;;', 200],
  ['If-None-Match', '""""', 200],
  ['If-Match', '",,', 412],
])('the header %s: %s', async (name, value, status) => {
  const service = serviceFor(shop);
  const isBody = name === 'OData-Version';
  await ask(service, 'POST /Articles', { Id: 1, Name: 'a' });
  const answer = isBody
    ? await ask(service, 'PATCH /Articles(1)', { Name: 'b' }, { [name]: value })
    : await ask(service, 'GET /Articles(1)', undefined, { [name]: value });
  expect(answer.status, answer.text).toBe(status);
});

test('a handler that fails is a 500 without its stack, and leaves nothing changed', async () => {
  const messages: string[] = [];
  const service = serviceFor(shop, {
    handlers: {
      'Shop.Close': async (_, { store, definition }) => {
        const articles = definition.model.entityContainer?.children.get('Articles');
        if (articles?.kind === 'EntitySet')
          for (const id of [1]) {
            const entity = await store.find(articles, { Id: id });
            if (entity !== undefined) await store.delete(entity.identity);
          }
        throw new TypeError('secret');
      },
    },
    log: ({ kind }) => messages.push(kind),
  });
  await ask(service, 'POST /Articles', { Id: 1, Name: 'a' });
  const answer = await ask(service, 'POST /Close');
  expectError(answer, 500);
  expect(answer.text).not.toContain('secret');
  expect(messages).toEqual(['defect']);
  expect((await ask(service, 'GET /Articles(1)')).status).toBe(200);
});

test('methods that HTTP does not know', async () => {
  const service = serviceFor(shop);
  const response = await handle(service, new Request('http://localhost/Articles', { method: 'PROPFIND' }));
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
});

test('a body that is not in UTF-8 is refused, and nothing stands for what can not be read', async () => {
  const body = Buffer.from('{"Id":1,"Name":"\xff"}', 'latin1');
  const headers = { 'content-type': 'application/json' };
  const service = serviceFor(shop);
  const response = await handle(
    service,
    new Request('http://localhost/Articles', { method: 'POST', headers, body }),
  );
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'InvalidPayload' } });
});
