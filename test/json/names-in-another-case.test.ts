// Services that take names in another case: members of enumerations and parameters of actions.
import { describe, expect, it } from 'vitest';
import { compileDefinition } from '../../codegen/compile-definition.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { deserializeEntity } from '../../src/json/read/deserialize.ts';
import { deserializeParameters } from '../../src/json/read/deserialize-parameters.ts';
import { createValidator } from '../../src/json/validate/validate.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="bodyType"><Member Name="text" Value="0"/><Member Name="html" Value="1"/></EnumType>
  <EntityType Name="message"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="contentType" Type="n.bodyType"/></EntityType>
  <Action Name="send"><Parameter Name="Comment" Type="Edm.String" Nullable="false"/></Action>
</Schema></edmx:DataServices></edmx:Edmx>`;
const { document } = readCsdl(csdl, { file: 'n.csdl.xml' });
if (document === undefined) throw new Error('The document does not read.');
const definition = compileDefinition(document, { file: 'n.csdl.xml', sha256: '' });
const { model } = definition;
const message = model.findEntityType('n.message');
if (message === undefined) throw new Error('The model has no message.');

const context = (ignoreCase: boolean) =>
  ({
    model,
    mode: 'value',
    requiredOnCreate: 'keys',
    validator: createValidator(definition),
    ignoreCase,
  }) as const;

describe('a member in another case', () => {
  const body = '{"id":"1","contentType":"HTML"}';

  it('is taken for the member where the service does so', () => {
    const { payload, violations } = deserializeEntity(body, message, context(true));
    expect(violations).toEqual([]);
    expect(payload.values.contentType).toBe('html');
  });

  it('is a violation elsewhere', () => {
    expect(deserializeEntity(body, message, context(false)).violations.map(({ code }) => code)).toEqual([
      'InvalidValue',
    ]);
  });

  it('is not what any other text is', () => {
    const { violations } = deserializeEntity('{"id":"1","contentType":"String"}', message, context(true));
    expect(violations.map(({ target }) => target)).toEqual(['contentType']);
  });
});

it('a parameter in another case has the name that the model gives it', () => {
  const parameters = model.findActions('n.send')[0]?.parameters ?? [];
  const lenient = deserializeParameters('{"comment":"x"}', parameters, context(true));
  expect(lenient.violations).toEqual([]);
  expect(lenient.payload.values.Comment).toBe('x');
  expect(deserializeParameters('{"comment":"x"}', parameters, context(false)).violations).toHaveLength(2);
});
