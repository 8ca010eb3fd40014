import { describe, expect, it } from 'vitest';
import { readExamples } from '../../../src/contract/examples/read-examples.ts';
import { readMarkdown } from '../../../src/contract/examples/read-markdown.ts';

const page = `# Add a thing

## HTTP Request
<!-- {
  "blockType": "ignored"
}
-->
\`\`\` http
POST /shop/things/$ref
GET /shop/things/{id}
\`\`\`

### Request
Here is an example.
<!-- {
  "blockType": "request",
  "name": "create_thing"
}
-->
\`\`\` http
POST https://example.org/v1/shop/things
Content-type: application/json

{
  "name": "x"
}
\`\`\`

### Response
<!-- {
  "blockType": "response",
  "truncated": true,
  "@odata.type": "shop.thing"
}
-->
\`\`\` http
HTTP/1.1 201 Created
Content-Type: application/json

{
  "id": "1"
}
\`\`\`
`;

describe('Markdown pages', () => {
  const file = readMarkdown(page, 'page.md');

  it('pairs a request with the response after it', () => {
    expect(file.problems).toEqual([]);
    expect(file.examples).toHaveLength(1);
    const [example] = file.examples;
    expect(example?.request.method).toBe('POST');
    expect(example?.request.url).toBe('https://example.org/v1/shop/things');
    expect(JSON.parse(example?.request.body ?? '')).toEqual({ name: 'x' });
    expect(example?.response?.status).toBe(201);
    expect(example?.response?.truncated).toBe(true);
    expect(example?.response?.declaredType).toBe('shop.thing');
  });

  it('knows the place of each message, body and remark', () => {
    const [example] = file.examples;
    expect(example?.request.place.line).toBe(21);
    expect(example?.request.bodyPlace?.line).toBe(24);
    expect(example?.response?.place.line).toBe(37);
    expect(example?.response?.declaredTypePlace).toEqual({ file: 'page.md', line: 33, column: 3 });
  });

  it('takes each request line of a block that is no example as a template', () => {
    expect(file.templates.map(({ method, url, place }) => [method, url, place.line])).toEqual([
      ['POST', '/shop/things/$ref', 9],
      ['GET', '/shop/things/{id}', 10],
    ]);
  });

  it('reports a response that answers nothing', () => {
    const lonely = readMarkdown('```http\nHTTP/1.1 200 OK\n```\n', 'page.md');
    expect(lonely.problems).toEqual([
      { message: 'A response without a request before it.', place: { file: 'page.md', line: 2, column: 1 } },
    ]);
  });
});

describe('loosely written pages', () => {
  const list = [
    '\uFEFF1. Ask:',
    '',
    '   ```http',
    '   POST https://example.org/v1/things HTTP/1.1',
    '   Content-Type: application/json',
    '',
    '   {',
    '     "name": "x"',
    '   }',
    '   ```',
    '   ```http',
    '   HTTP/2 201',
    '   ETag: "a"',
    '   ```',
  ].join('\r\n');

  it('may have blocks in lists, byte order marks and line ends of Windows', () => {
    const file = readExamples(list, 'page.md');
    const [example] = file?.examples ?? [];
    expect(example?.request).toMatchObject({ method: 'POST', url: 'https://example.org/v1/things' });
    expect([...(example?.request.headers ?? [])]).toEqual([['Content-Type', 'application/json']]);
    expect(JSON.parse(example?.request.body ?? '')).toEqual({ name: 'x' });
    expect(example?.response).toMatchObject({ status: 201, place: { line: 12 } });
    expect(example?.response?.headers.get('ETag')).toBe('"a"');
  });
});
