// RFC 6570 "URI Template": what the placeholders of documentation stand for.
import { expect, test } from 'vitest';
import { checkExample } from '../../../src/contract/check/check-example.ts';
import { filledUrl, templateFailure } from '../../../src/contract/check/resolve-template.ts';
import { readServiceUrl } from '../../../src/contract/check/service-url.ts';
import { graphProfile } from '../../../src/service/profiles/graph.ts';
import { contextOf } from './context-of.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="size"><Member Name="small"/><Member Name="large"/></EnumType>
  <EntityType Name="folder">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="level" Type="Edm.Int32"/>
    <NavigationProperty Name="folders" Type="Collection(microsoft.graph.folder)" ContainsTarget="true"/>
    <NavigationProperty Name="cover" Type="microsoft.graph.folder" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="page">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="number" Type="Edm.Int32"/>
  </EntityType>
  <Function Name="pages" IsBound="true">
    <Parameter Name="bindingParameter" Type="microsoft.graph.folder"/>
    <Parameter Name="size" Type="microsoft.graph.size"/>
    <ReturnType Type="Collection(microsoft.graph.folder)"/>
  </Function>
  <EntityContainer Name="container"><EntitySet Name="folders" EntityType="microsoft.graph.folder"/><EntitySet Name="pages" EntityType="microsoft.graph.page"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
const context = contextOf(csdl, 'graph');

test.each([
  ['folders/{id}/folders/{id}/.../cover', 'a segment ... is left out'],
  ['folders/{id}/{part}', 'a placeholder is the name of a member'],
  ["folders/{id}/pages(size=microsoft.graph.size'{size}')", 'a placeholder is the member of an enumeration'],
  ["folders/{id}/pages(size='parameterValue')", 'parameterValue is a placeholder'],
  ['folders/{id}/pages', 'the parameters of a function are left out'],
  ['folders?$filter=level eq {level}&$top={count}', 'a placeholder is an operand or a number'],
  ['folders?$expand=cover($levels=n)', 'a letter is a number of levels'],
  ["folders(id='{id}')", 'a quoted placeholder is a text where a key must have a value'],
])('%s: %s', (url) => {
  expect(templateFailure(url, context)).toBeUndefined();
});

test.each([['folders/{id}/{part}/spine/spine'], ['shelves/{id}'], ['folders/{id}/spine']])(
  '%s does not resolve, whatever stands in the place of its placeholders',
  (url) => {
    expect(templateFailure(url, context)).toBeDefined();
  },
);

const place = { file: 'page.md', line: 1, column: 1 };
function rulesOf(url: string): readonly string[] {
  const request = {
    method: 'GET',
    url,
    urlPlaces: [],
    headers: new Map(),
    body: '',
    place,
    bodyPlace: undefined,
  };
  return checkExample({ request, response: undefined, name: 'one' }, context).findings.map(
    ({ rule }) => rule,
  );
}

test('an example may have placeholders, too, but must give the parameters of functions', () => {
  expect(rulesOf('/folders/{id}/pages(size=<size>)')).toEqual([]);
  expect(rulesOf('/folders/{id}/pages')).toEqual(['url-malformed']);
});

test('a placeholder for the name of a member is not the key, whose value stands before it', () => {
  expect(filledUrl('pages/{id}/{part}', context.resolve)).toMatch(/\/number$/);
});

test.each(['/V1.0/folders', '~/folders', '/folders', 'https://graph.microsoft.com/v1.0/folders'])(
  '%s is below the root',
  (url) => {
    expect(readServiceUrl(url, graphProfile.publicRoots, true).relative).toBe('folders');
  },
);
