// HAR files of browsers hold all that a page loads; what is none of the service's is nothing to find.
import { expect, it } from 'vitest';
import { checkFile } from '../../../src/contract/check/check-file.ts';
import { readHar } from '../../../src/contract/examples/read-har.ts';
import { contextOf } from './context-of.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Things" EntityType="shop.Thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
const context = contextOf(csdl, 'odata', ['https://example.org/shop']);

const entry = (url: string, response: object = { status: 200 }) => ({
  request: { method: 'GET', url },
  response,
});
const wrong = {
  status: 200,
  headers: [{ name: 'content-type', value: 'application/json' }],
  content: { encoding: 'base64', text: Buffer.from('{"id":"1"}').toString('base64') },
};
const findings = (entries: readonly object[]) =>
  checkFile(readHar(JSON.stringify({ log: { entries } }, undefined, 1), 'a.har'), context).map(
    ({ rule, place }) => `${place.line} ${rule}`,
  );

it('requests to other places are left out, those to the service stand in their line', () => {
  expect(
    findings([
      entry('https://example.org/app.js'),
      entry('https://cdn.example.com/a.css'),
      entry('https://example.org/shop/Things(1)', wrong),
      entry('https://example.org/shop/Things', { status: 0 }),
    ]),
  ).toEqual(['27 invalid-value']);
});

it('where nothing came to the service, that is told', () => {
  expect(findings([entry('https://example.org/app.js')])).toEqual(['5 url-outside-service']);
});
