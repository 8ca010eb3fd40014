// Options and what they are made of count: operators, functions, transformations, and what these name of the model.
import { expect, it } from 'vitest';
import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { exercise } from '../../../src/contract/coverage/exercise.ts';
import { systemQueryOptions } from '../../../src/contract/coverage/exercise-options.ts';
import { inventoryOf } from '../../../src/contract/coverage/model-inventory.ts';
import { readJsonLines } from '../../../src/contract/examples/read-json-lines.ts';
import { odataProfile } from '../../../src/service/profiles/odata.ts';
import { documentOf, schema } from '../../codegen/small-model.ts';

const document = documentOf(
  schema(`
  <EntityType Name="Sale"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Amount" Type="Edm.Decimal"/><Property Name="City" Type="Edm.String"/>
    <NavigationProperty Name="Product" Type="ns.Product"/></EntityType>
  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/><NavigationProperty Name="Sales" Type="Collection(ns.Sale)"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Sales" EntityType="ns.Sale"/><EntitySet Name="Products" EntityType="ns.Product"/></EntityContainer>`),
);
const definition = compileDefinition(document, { file: 'small', sha256: '' });
const context = createCheckContext(definition, odataProfile);

function elementsOf(url: string): string[] {
  const line = JSON.stringify({ request: { method: 'GET', url }, response: { status: 200 } });
  const { elements, findings } = exercise(readJsonLines(line, 'x.jsonl').examples[0]!, context);
  expect(findings).toEqual([]);
  return [...elements].filter((path) => /^\$|\//.test(path)).sort();
}

it.each([
  [
    "Sales?$filter=contains(City,'a') and not (Amount gt 3)&$top=2&$count=true",
    ['$count', '$filter', '$filter/and', '$filter/contains', '$filter/gt', '$filter/not', '$top'],
    ['ns.Sale/Amount', 'ns.Sale/City'],
  ],
  [
    'Sales?$apply=filter(Amount ge 1)/groupby((Product/Name),aggregate(Amount with sum as Total))&$orderby=Total',
    ['$apply', '$apply/aggregate', '$apply/filter', '$apply/groupby', '$filter/ge', '$orderby'],
    ['ns.Product/Name', 'ns.Sale/Amount', 'ns.Sale/Product'],
  ],
  [
    'Sales?$apply=concat(topcount(1,Amount),groupby((City)))',
    ['$apply', '$apply/concat', '$apply/groupby', '$apply/topcount'],
    ['ns.Sale/Amount', 'ns.Sale/City'],
  ],
  [
    "Products?$expand=Sales($filter=City eq 'x';$select=ID)&$filter=Sales/any(s:s/Amount gt 1)&$format=json",
    ['$expand', '$filter', '$filter/any', '$filter/eq', '$filter/gt', '$format', '$select'],
    ['ns.Product/Sales', 'ns.Sale/Amount', 'ns.Sale/City', 'ns.Sale/ID'],
  ],
])('%s', (url, language, members) => {
  const elements = elementsOf(encodeURI(url));
  expect(elements.filter((path) => path.startsWith('$'))).toEqual(language);
  expect(elements.filter((path) => !path.startsWith('$') && !path.startsWith('ns.C/'))).toEqual(members);
});

it('every option has an entry in what can be exercised', () => {
  const inventory = [...inventoryOf(context.model).queryOptions.values()].flat();
  expect(inventory).toEqual(expect.arrayContaining([...systemQueryOptions]));
  expect(new Set(inventory).size).toBe(inventory.length);
});
