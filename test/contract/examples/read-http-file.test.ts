import { expect, it } from 'vitest';
import { readHttpFile } from '../../../src/contract/examples/read-http-file.ts';

const text = `@host = https://example.org/v1
# a comment

GET {{host}}/things
    ?$top=2
    &$select=name
Accept: application/json

### second
POST {{host}}/things HTTP/1.1
Content-Type: application/json

{"name":"x"}

HTTP/1.1 201 Created

{"id":"1"}
###
nonsense
`;

it('reads requests separated by ###, with variables, broken URLs and responses', () => {
  const { examples, problems } = readHttpFile(text, 'a.http');
  expect(examples.map(({ request }) => [request.method, request.url, request.place.line])).toEqual([
    ['GET', 'https://example.org/v1/things?$top=2&$select=name', 4],
    ['POST', 'https://example.org/v1/things', 10],
  ]);
  expect(examples[0]?.request.headers.get('Accept')).toBe('application/json');
  expect(examples[1]?.request.body).toBe('{"name":"x"}');
  expect(examples[1]?.response?.status).toBe(201);
  expect(examples[1]?.response?.body).toBe('{"id":"1"}');
  expect(problems).toEqual([
    {
      message: 'No request line: expected a method and a URL.',
      place: { file: 'a.http', line: 19, column: 1 },
    },
  ]);
});

it('reads what editors write: variables of variables, comments among headers, URLs alone, scripts, bodies in files', () => {
  const { examples, problems } = readHttpFile(
    `@base = {{host}}/v1
@host = https://example.org

###
< {%
    request.variables.set("x", 1)
%}
GET {{base}}/things
# a comment
Accept: application/json

> {%
    client.test("x", () => {});
%}
###
https://example.org/v1/things({{key}})
###
POST {{base}}/things
Content-Type: application/json

{ "size": {{$randomInt}} }
###
PUT {{base}}/things(1)

< ./thing.json
`,
    'a.rest',
  );
  expect(problems).toEqual([]);
  expect(examples.map(({ request: { method, url } }) => `${method} ${url}`)).toEqual([
    'GET https://example.org/v1/things',
    'GET https://example.org/v1/things({key})',
    'POST https://example.org/v1/things',
    'PUT https://example.org/v1/things(1)',
  ]);
  expect([...examples[0]!.request.headers]).toEqual([['Accept', 'application/json']]);
  expect(examples[0]!.request.body).toBe('');
  expect(examples.map(({ request }) => request.isOmitted)).toEqual([undefined, undefined, true, true]);
});
