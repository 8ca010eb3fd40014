import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../src/contract/check/check-file.ts';
import { readHttpFile } from '../../../src/contract/examples/read-http-file.ts';
import { contextOf } from './context-of.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="Color"><Member Name="red" Value="0"/><Member Name="blue" Value="1"/></EnumType>
  <EntityType Name="Thing">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="displayName" Type="Edm.String"/>
    <Property Name="size" Type="Edm.Int32" Nullable="false"/>
    <Property Name="color" Type="shop.Color"/>
    <NavigationProperty Name="parts" Type="Collection(shop.Thing)"/>
  </EntityType>
  <Action Name="paint" IsBound="true"><Parameter Name="it" Type="shop.Thing"/><Parameter Name="color" Type="shop.Color" Nullable="false"/></Action>
  <Function Name="count" IsBound="true"><Parameter Name="it" Type="shop.Thing"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Things" EntityType="shop.Thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
const context = contextOf(csdl, 'odata', ['https://example.org/shop']);

/** `line:column rule suggestion` of each finding. */
function check(text: string): string[] {
  return checkFile(readHttpFile(text, 'a.http'), context).map(({ rule, side, place, suggestion }) =>
    [`${place.line}:${place.column}`, side, rule, suggestion].filter((part) => part !== undefined).join(' '),
  );
}

describe('URLs', () => {
  it('one that resolves is well, with options too', () => {
    expect(check("GET https://example.org/shop/Things(1)/parts?$filter=color eq 'red'")).toEqual([]);
  });

  it('another host, another path and unknown members are told apart', () => {
    expect(check('GET https://example.com/shop/Things')).toEqual(['1:1 request url-outside-service']);
    expect(check('GET https://example.org/v2/Things')).toEqual(['1:1 request url-outside-service /Things']);
    expect(check('GET https://example.org/shop/Thing')).toEqual(['1:30 request path-unknown']);
    expect(check('GET https://example.org/shop/Things?$filter=weight gt 1')).toEqual([
      '1:45 request option-invalid',
    ]);
    expect(check("GET https://example.org/shop/Things('a")).toEqual(['1:39 request url-malformed']);
  });
});

it('placeholders stand for keys of other types than text, too', () => {
  expect(check('GET https://example.org/shop/Things({id})/displayName')).toEqual([]);
});

describe('methods', () => {
  it('a method that the resource does not take', () => {
    expect(check('POST https://example.org/shop/Things(1)\n\n{}')).toEqual([
      '1:1 request method-not-allowed',
    ]);
    expect(check('POST https://example.org/shop/Things(1)/shop.count()')).toEqual([
      '1:1 request method-not-allowed',
    ]);
  });
});

describe('request bodies', () => {
  const post = (body: string) =>
    check(`POST https://example.org/shop/Things\nContent-Type: application/json\n\n${body}`);

  it('each violation at its member, near names suggested', () => {
    expect(post('{\n  "size": 1,\n  "displayname": "x",\n  "color": "green"\n}')).toEqual([
      '6:3 request unknown-property displayName',
      '7:3 request invalid-value',
    ]);
  });

  it('what is required on create, and not on update', () => {
    expect(post('{"displayName":"x"}')).toEqual(['4:1 request missing-property']);
    expect(check('PATCH https://example.org/shop/Things(1)\n\n{"displayName":"x"}')).toEqual([]);
  });

  it('no JSON, at the place where it stops to be', () => {
    expect(post('{"size": 1,,}')).toEqual(['4:12 request body-malformed']);
  });

  it('parameters of actions', () => {
    expect(check('POST https://example.org/shop/Things(1)/shop.paint\n\n{"colour":"red"}')).toEqual([
      '3:1 request missing-property',
      '3:2 request unknown-property color',
    ]);
  });
});

describe('responses', () => {
  const get = (url: string, answer: string) => check(`GET https://example.org/shop/${url}\n\n${answer}`);

  it('a status that the operation has not', () => {
    expect(get('Things(1)', 'HTTP/1.1 201 Created')).toEqual(['3:1 response status-unexpected']);
    expect(get('Things(1)', 'HTTP/1.1 404 Not Found\n\n{"error":{"code":"x","message":"y"}}')).toEqual([]);
  });

  it('values against their types, in collections too', () => {
    expect(get('Things', 'HTTP/1.1 200 OK\n\n{"value":[{"id":1},{"id":"2","color":"green"}]}')).toEqual([
      '5:21 response invalid-value',
      '5:30 response invalid-value',
    ]);
  });

  it('an entity that stands in value, a collection that does not', () => {
    expect(get('Things(1)', 'HTTP/1.1 200 OK\n\n{"value":{"id":1}}')).toEqual([
      '5:2 response body-malformed',
    ]);
    expect(get('Things', 'HTTP/1.1 200 OK\n\n{"id":1}')).toEqual(['5:1 response body-malformed']);
  });
});
