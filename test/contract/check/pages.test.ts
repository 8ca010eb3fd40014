// What documentation pages get wrong, each in the way that people do.
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../src/contract/check/check-file.ts';
import { readMarkdown } from '../../../src/contract/examples/read-markdown.ts';
import { contextOf } from './context-of.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Thing" OpenType="true"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"/><Property Name="displayName" Type="Edm.String"/>
    <NavigationProperty Name="owner" Type="shop.Thing"/></EntityType>
  <EntityType Name="Note"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="FileNote" BaseType="shop.Note"><Property Name="size" Type="Edm.Int32"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Things" EntityType="shop.Thing"/><EntitySet Name="Notes" EntityType="shop.Note"/>
    <Singleton Name="Best" Type="shop.Thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
const roots = ['https://example.org/shop'];
const context = contextOf(csdl, 'odata', roots);

const block = (remark: object, text: string) =>
  `<!-- ${JSON.stringify(remark)} -->\n\`\`\` http\n${text}\n\`\`\`\n`;
const line = (text: string) => block({ blockType: 'ignored' }, text);
const request = (text: string) =>
  block({ blockType: 'request' }, text.replace(' /', ' https://example.org/shop/'));
const response = (text: string, remark = {}) => block({ blockType: 'response', ...remark }, text);
const json = 'Content-Type: application/json\n\n';

/** `line:column rule suggestion` */
function findings(...blocks: string[]): string[] {
  return checkFile(readMarkdown(blocks.join(''), 'page.md'), context).map(({ rule, place, suggestion }) =>
    [`${place.line}:${place.column}`, rule, suggestion].filter((part) => part !== undefined).join(' '),
  );
}
const ok = response(`HTTP/1.1 200 OK\n${json}{"id": 1}`);

describe('a page', () => {
  it('with the verb of another request line', () => {
    expect(findings(line('PATCH /Things(1)'), request(`PUT /Things(1)\n${json}{"id": 1}`), ok)).toEqual([
      '3:1 template-differs',
    ]);
  });

  it('whose request line names an entity of the set, its example a singleton of the type, or the other way round', () => {
    const owner = request('GET /Best/owner') + ok;
    expect(findings(line('GET /Things({id})/owner'), owner)).toEqual([]);
    const page = readMarkdown(line('GET /Things/{id}/owner') + owner, 'page.md');
    expect(checkFile(page, contextOf(csdl, 'graph', roots))).toEqual([]);
    expect(findings(line('GET /Best/owner'), request('GET /Things(1)/owner'), ok)).toEqual([]);
    expect(findings(line('GET /Things'), request('GET /Best'), ok)).toEqual(['3:1 template-differs']);
  });

  it('without the response, and without the header that a body needs', () => {
    expect(findings(request('PATCH /Things(1)\n\n{"displayName": "x"}'))).toEqual([
      '3:1 response-missing',
      '3:1 header-missing',
    ]);
    expect(findings(request('GET /Things(1)'), '``` json\n{"id": 1}\n```\n')).toEqual([]);
  });

  it('with a collection in place of the entity, of an open type too', () => {
    expect(
      findings(request('GET /Things(1)'), response(`HTTP/1.1 200 OK\n${json}{"value": [{"id": 1}]}`)),
    ).toEqual(['10:2 body-malformed']);
    expect(findings(request('GET /Things(1)'), response(`HTTP/1.1 200 OK\n${json}{"value": "x"}`))).toEqual(
      [],
    );
  });

  it('with a body where the status has none', () => {
    expect(findings(request('DELETE /Things(1)'), response(`HTTP/1.1 204 No Content\n${json}{}`))).toEqual([
      '10:1 body-unexpected',
    ]);
  });

  it('with the type in another case, where there is no result as well', () => {
    expect(
      findings(
        request('DELETE /Things(1)'),
        response('HTTP/1.1 204 No Content', { '@odata.type': 'shop.thing' }),
      ),
    ).toEqual(['5:30 declared-type-case shop.Thing']);
  });
});

describe('bodies', () => {
  const post = (body: string) => findings(request(`POST /Notes\n${json}${body}`), ok);
  it('with a type in another case, whose members are checked all the same', () => {
    expect(post('{"@odata.type": "#Shop.fileNote", "id": 1, "size": "x"}')).toEqual([
      '6:2 unknown-type shop.FileNote',
      '6:44 invalid-value',
    ]);
  });

  it('with members of a type that they do not name', () => {
    expect(post('{"id": 1, "size": 2}')).toEqual(['6:11 unknown-property "@odata.type": "#shop.FileNote"']);
  });

  it('of open types, with members that are like declared ones', () => {
    expect(
      findings(request(`POST /Things\n${json}{"id": 1, "displayNam": "x", "colour": "red"}`), ok),
    ).toEqual(['6:11 unknown-property displayName']);
  });

  it.each([
    ['{"id": 1,}', 'No comma stands after the last member or item.'],
    ['{"id": 1, ... }', 'JSON has no sign for what is left out.'],
    ['{"id": 1 // key\n}', 'JSON has no comments.'],
  ])('%s: says what JSON has not', (body, hint) => {
    const page = request(`POST /Notes\n${json}${body}`) + ok;
    const [finding] = checkFile(readMarkdown(page, 'page.md'), context);
    expect(finding!.message).toMatch(/^The body is not valid JSON\. /);
    expect(finding!.message.endsWith(hint)).toBe(true);
  });
});

it('of a format of its own are no JSON, and not to be', () => {
  const mime = (type: string) => findings(request(`POST /Notes\nContent-Type: ${type}\n\nRnJvbTo=`), ok);
  expect(mime('text/plain')).toEqual([]);
  expect(mime('application/json')).toEqual(['6:1 body-malformed']);
});

describe('URLs', () => {
  it('all options that do not resolve, each in its place; bodies are checked all the same', () => {
    expect(
      findings(
        request('GET /Notes?$selct=id&$filter=idd eq 1&$top=ten&$orderby=id'),
        response(`HTTP/1.1 200 OK\n${json}{"value": [{"id": "1"}]}`),
      ),
    ).toEqual([
      '3:36 option-invalid $select',
      '3:54 option-invalid',
      '3:68 option-invalid',
      '10:13 invalid-value',
    ]);
  });

  it('placeholders are no failures beside an option that is one', () => {
    expect(findings(request('GET /Notes({id})?$top={n}&$selct=id'), ok).slice(-1)).toEqual([
      '3:51 option-invalid $select',
    ]);
    expect(findings(request('GET /Notes?$top={n}&$selct=id'), response('HTTP/1.1 200 OK'))).toEqual([
      '3:45 option-invalid $select',
    ]);
  });

  it('a step that an open type allows, and that is like one of its members', () => {
    expect(findings(request('GET /Things(1)/owners'), ok)).toEqual(['3:40 path-unknown owner']);
    expect(findings(request('GET /Things(1)/colour'), ok)).toEqual([]);
  });
});
