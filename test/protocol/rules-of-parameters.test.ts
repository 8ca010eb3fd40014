// Validation vocabulary and Core.OptionalParameter on the parameters of actions and functions: in bodies, in URLs and in expressions.
import { describe, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const V = 'Org.OData.Validation.V1';
const O = 'Org.OData.Core.V1.OptionalParameter';
const parameters = `
  <Parameter Name="n" Type="Edm.Int32" Nullable="false"><Annotation Term="${V}.Minimum" Int="1"/><Annotation Term="${V}.Maximum" Int="9"><Annotation Term="${V}.Exclusive"/></Annotation></Parameter>
  <Parameter Name="words" Type="Collection(Edm.String)"><Annotation Term="${V}.MaxItems" Int="2"/><Annotation Term="${V}.Pattern" String="^[a-z]+$"/><Annotation Term="${O}"/></Parameter>
  <Parameter Name="size" Type="Test.Size"><Annotation Term="${O}"/></Parameter>
  <Parameter Name="step" Type="Edm.Int64"><Annotation Term="${V}.MultipleOf" Int="5"/><Annotation Term="${O}"><Record><PropertyValue Property="DefaultValue" String="10"/></Record></Annotation></Parameter>
  <Parameter Name="mode" Type="Edm.String"><Annotation Term="${V}.AllowedValues"><Collection><Record><PropertyValue Property="Value" String="fast"/></Record></Collection></Annotation><Annotation Term="${O}"/></Parameter>`;
const service = serviceFor(
  csdl(`
  <ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32"><Annotation Term="${V}.Minimum" Int="1"/></Property></ComplexType>
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
  <Action Name="Run">${parameters}<Parameter Name="note" Type="Edm.String"/><ReturnType Type="Edm.String"/></Action>
  <Function Name="Ask">${parameters}<ReturnType Type="Edm.String"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/><ActionImport Name="Run" Action="Test.Run"/><FunctionImport Name="Ask" Function="Test.Ask"/></EntityContainer>`),
  {
    handlers: {
      'Test.Run': (given) =>
        JSON.stringify(given, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
      'Test.Ask': (given) => Object.keys(given).join(','),
    },
  },
);

const broken: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['Minimum', { n: 0 }, 'n'],
  ['Maximum', { n: 9 }, 'n'],
  ['MaxItems', { n: 1, words: ['a', 'b', 'c'] }, 'words'],
  ['Pattern', { n: 1, words: ['a', 'B'] }, 'words/1'],
  ['MultipleOf', { n: 1, step: 3 }, 'step'],
  ['AllowedValues', { n: 1, mode: 'slow' }, 'mode'],
  ['Minimum', { n: 1, size: { Width: 0 } }, 'size/Width'],
];

describe.each(broken)('%s %j', (term, given, target) => {
  test('in the body of an action', async () => {
    const { status, body } = await ask(service, 'POST /Run', given);
    expect([status, body.error.code, body.error.target]).toEqual([400, 'ConstraintViolated', target]);
    expect(body.error.message).toContain(`Validation.${term}`);
  });

  test('in the URL of a function', async () => {
    const names = Object.keys(given);
    const inline = names.map((name) => `${name}=@${name}`).join(',');
    const aliases = names.map((name) => `@${name}=${encodeURIComponent(literal(given[name]))}`);
    const { status, body } = await ask(service, `GET /Ask(${inline})?${aliases.join('&')}`);
    expect([status, body.error.code, body.error.target]).toEqual([400, 'ConstraintViolated', target]);
  });
});

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

test('in an expression', async () => {
  await ask(service, 'POST /Items', { Id: 9 });
  const { status, body } = await ask(service, "GET /Items?$filter=Test.Ask(n=Id) eq ''");
  expect([status, body.error.target]).toEqual([400, 'n']);
});

test('what keeps to the rules', async () => {
  const all = { n: 8, words: ['a', 'b'], size: { Width: 1 }, step: 15, mode: 'fast', note: 'x' };
  expect((await ask(service, 'POST /Run', all)).status).toBe(200);
});

test('left out: the default value, or null where it is nullable and not optional, or nothing', async () => {
  expect(JSON.parse((await ask(service, 'POST /Run', { n: 1 })).body.value)).toEqual({
    n: 1,
    step: '10n',
    note: null,
  });
  expect((await ask(service, 'GET /Ask(n=1)')).body.value).toBe('n,step');
});
