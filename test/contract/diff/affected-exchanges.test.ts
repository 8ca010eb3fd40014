import { expect, it } from 'vitest';
import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { affectedExchanges } from '../../../src/contract/diff/affected-exchanges.ts';
import { diffModels } from '../../../src/contract/diff/diff-models.ts';
import { readJsonLines } from '../../../src/contract/examples/read-json-lines.ts';
import { odataProfile } from '../../../src/service/profiles/odata.ts';
import { documentOf, modelOf, schema } from '../../codegen/small-model.ts';

const model = (...edits: [string, string][]) => {
  let text = `
  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"/><Property Name="Color" Type="ns.Color"/></EntityType>
  <EnumType Name="Color"><Member Name="red"/><Member Name="green"/></EnumType>
  <Action Name="Buy" IsBound="true"><Parameter Name="it" Type="ns.Product"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Products" EntityType="ns.Product"/></EntityContainer>`;
  for (const [from, to] of edits) text = text.replace(from, to);
  return schema(text);
};
const context = createCheckContext(
  compileDefinition(documentOf(model()), { file: '', sha256: '' }),
  odataProfile,
  ['/s'],
);
const { examples } = readJsonLines(
  [
    {
      id: 'list',
      request: { method: 'GET', url: '/s/Products' },
      response: { status: 200, body: { value: [{ ID: 1, Color: 'red' }] } },
    },
    { id: 'by name', request: { method: 'GET', url: "/s/Products?$filter=Name%20eq%20'x'" } },
    { id: 'buy', request: { method: 'POST', url: '/s/Products(1)/ns.Buy', body: {} } },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n'),
  'r.jsonl',
);

it.each<[string, [string, string], string, string[]]>([
  [
    'a property that is gone',
    ['<Property Name="Name" Type="Edm.String"/>', ''],
    'element-removed',
    ['by name'],
  ],
  ['a member that is gone', ['<Member Name="red"/>', ''], 'element-removed', ['list']],
  ['a member that nobody used', ['<Member Name="green"/>', ''], 'element-removed', []],
  [
    'a parameter that is required',
    ['</Action>', '<Parameter Name="n" Type="Edm.Int32" Nullable="false"/></Action>'],
    'element-added',
    ['buy'],
  ],
  [
    'a set that is gone',
    ['<EntitySet Name="Products" EntityType="ns.Product"/>', ''],
    'element-removed',
    ['list', 'by name', 'buy'],
  ],
])('%s', async (_, edit, rule, names) => {
  const changes = diffModels(modelOf(model()), modelOf(model(edit)));
  const affected = await affectedExchanges(changes, examples, context);
  const found = [...affected]
    .filter(([change]) => change.rule === rule)
    .flatMap(([, exchanges]) => exchanges);
  expect(found.map(({ name }) => name)).toEqual(names);
  if (names.length > 0) expect(found[0]).toMatchObject({ file: 'r.jsonl', line: expect.any(Number) });
});
