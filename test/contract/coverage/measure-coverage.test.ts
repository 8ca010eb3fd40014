import { describe, expect, it } from 'vitest';
import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { unreached } from '../../../src/contract/coverage/coverage.ts';
import { exercise } from '../../../src/contract/coverage/exercise.ts';
import { formatCoverageAsText } from '../../../src/contract/coverage/format-coverage.ts';
import { formatCoverageAsHtml } from '../../../src/contract/coverage/format-html.ts';
import { measureCoverage } from '../../../src/contract/coverage/measure-coverage.ts';
import { readJsonLines } from '../../../src/contract/examples/read-json-lines.ts';
import { odataProfile } from '../../../src/service/profiles/odata.ts';
import { documentOf, schema } from '../../codegen/small-model.ts';

const document = documentOf(
  schema(`
  <EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityType Name="Product" BaseType="ns.Base">
    <Property Name="Color" Type="ns.Color"/><Property Name="Size" Type="ns.Size"/>
    <NavigationProperty Name="Parts" Type="Collection(ns.Product)"/></EntityType>
  <EntityType Name="Book" BaseType="ns.Product"><Property Name="Pages" Type="Edm.Int32"/></EntityType>
  <ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32"/><Property Name="Height" Type="Edm.Int32"/></ComplexType>
  <EnumType Name="Color" IsFlags="true"><Member Name="red" Value="1"/><Member Name="green" Value="2"/><Member Name="blue" Value="4"/></EnumType>
  <Action Name="Paint" IsBound="true"><Parameter Name="it" Type="ns.Product"/><Parameter Name="color" Type="ns.Color"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Products" EntityType="ns.Product"/><EntitySet Name="Others" EntityType="ns.Product"/></EntityContainer>`),
);
const definition = compileDefinition(document, { file: 'small', sha256: '' });
const context = createCheckContext(definition, odataProfile, ['/shop']);

const lines = (
  ...exchanges: [method: string, url: string, sent: unknown, status: number, body?: unknown][]
) =>
  readJsonLines(
    exchanges
      .map(([method, url, sent, status, body]) =>
        JSON.stringify({ request: { method, url, body: sent }, response: { status, body } }),
      )
      .join('\n'),
    'recordings.jsonl',
  ).examples;

const elementsOf = (...exchange: Parameters<typeof lines>[0]) =>
  [...exercise(lines(exchange)[0]!, context).elements].filter((path) => /^ns.*\//.test(path)).sort();

describe('an exchange exercises', () => {
  it('what its path goes through', () => {
    expect(elementsOf('GET', '/shop/Products(1)/Parts', undefined, 204)).toEqual([
      'ns.Base/ID',
      'ns.C/Products',
      'ns.Product/Parts',
    ]);
  });
  it('what its options name', () => {
    const url =
      "/shop/Products?$filter=Color has ns.Color'red'&$expand=Parts($select=ID)&$orderby=Size/Width";
    expect(elementsOf('GET', url.replaceAll(' ', '%20'), undefined, 204)).toEqual([
      'ns.Base/ID',
      'ns.C/Products',
      'ns.Color/red',
      'ns.Product/Color',
      'ns.Product/Parts',
      'ns.Product/Size',
      'ns.Size/Width',
    ]);
  });
  it('the members of bodies, by the types that values name', () => {
    const sent = { '@type': '#ns.Book', ID: 1, Pages: 2, Size: { Height: 1 } };
    expect(elementsOf('POST', '/shop/Products', sent, 201, { ID: 1, Color: 'red,blue' })).toEqual([
      'ns.Base/ID',
      'ns.Book/Pages',
      'ns.C/Products',
      'ns.Color/blue',
      'ns.Color/red',
      'ns.Product/Color',
      'ns.Product/Size',
      'ns.Size/Height',
    ]);
  });
  it('an action with its parameters', () => {
    const { operation, elements } = exercise(
      lines(['POST', '/shop/Products(1)/ns.Paint', { color: 'green' }, 204])[0]!,
      context,
    );
    expect(operation).toEqual({ name: 'POST ns.Paint(ns.Product)', owner: 'ns.Product' });
    expect([...elements]).toEqual(
      expect.arrayContaining(['ns.Paint(ns.Product)', 'ns.Paint(ns.Product)/color', 'ns.Color/green']),
    );
  });
  it('nothing of the members of an error', () => {
    expect(elementsOf('GET', '/shop/Products', undefined, 500, { value: [{ Color: 'red' }] })).toEqual([
      'ns.C/Products',
    ]);
  });
});

const coverage = await measureCoverage(
  lines(
    ['GET', '/shop/Products', undefined, 200, { value: [{ ID: 1, Color: 'red' }] }],
    ['GET', '/shop/Products(7)', undefined, 404, { error: { code: 'Gone' } }],
    ['GET', '/shop/Products(8)', undefined, 404, { error: { code: 'Gone' } }],
    ['GET', '/shop/Nothing', undefined, 404],
  ),
  context,
);

it('sums up by class', () => {
  expect(coverage.sections.map(({ kind, exercised, total }) => [kind, exercised, total])).toEqual([
    ['operations', 2, 14],
    ['entitySets', 1, 2],
    ['singletons', 0, 0],
    ['properties', 2, 6],
    ['navigationProperties', 0, 1],
    ['enumMembers', 1, 3],
    ['queryOptions', 0, expect.any(Number)],
    ['errors', 1, 2],
  ]);
  expect(coverage).toMatchObject({ exchanges: 4, unresolved: 1, exercised: 6, total: 26 });
  expect(coverage.errors).toEqual([
    { operation: 'GET ns.C/Products(key)', status: 404, code: 'Gone', count: 2 },
  ]);
});

it('prints sums, errors, and what is missing of what is in use', () => {
  const text = formatCoverageAsText(coverage);
  expect(text).toMatch(/^Properties +2 of +6 +33\.3 %$/m);
  expect(text).toMatch(/^Total of the model +6 of +26 +23\.1 %$/m);
  expect(text).toContain('404 Gone, GET ns.C/Products(key) (2)');
  expect(text).toContain('ns.Color: green, blue');
});

it('tells which percentages are not reached', () => {
  expect(unreached(coverage, 20)).toEqual([]);
  expect(unreached(coverage, { total: 50, entitySets: 50, enumMembers: 34 })).toEqual([
    'total: 23.1 % of the 50 % that are wanted',
    'enumMembers: 33.3 % of the 34 % that are wanted',
  ]);
});

it('is a page without anything from elsewhere, its names escaped', () => {
  const html = formatCoverageAsHtml(coverage, '</script><shop>');
  expect(html).toContain('Coverage of &lt;/script&gt;&lt;shop&gt;');
  expect(html).not.toMatch(/<shop>|src=|https?:|@import|url\(/);
  expect(html).toContain('["ns.Color",["red",1,"green",0,"blue",0]]');
  expect(html).toContain(
    '["ns.C/Products",["GET",1,"POST",0,"GET (key)",2,"PATCH (key)",0,"DELETE (key)",0]]',
  );
});
