// A body that the file leaves out is no missing body: nothing is found of it.
import { expect, it } from 'vitest';
import { compileDefinition } from '../../../codegen/compile-definition.ts';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { checkExample } from '../../../src/contract/check/check-example.ts';
import { readExamples } from '../../../src/contract/examples/read-examples.ts';
import { odataProfile } from '../../../src/service/profiles/odata.ts';
import { documentOf, schema } from '../../codegen/small-model.ts';

const document = documentOf(
  schema(`
  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Products" EntityType="ns.Product"/></EntityContainer>`),
);
const context = createCheckContext(compileDefinition(document, { file: 'small', sha256: '' }), odataProfile);

const har = (bodySize: number): string =>
  JSON.stringify({
    log: {
      entries: [
        {
          request: { method: 'POST', url: '/Products', bodySize },
          response: { status: 201, content: { size: 10_000 } },
        },
      ],
    },
  });
const line = (request: object): string =>
  JSON.stringify({
    request: { method: 'POST', url: '/Products', ...request },
    response: { status: 201, bytes: 9 },
  });

it.each([
  ['a.har', har(10_000), []],
  ['a.har', har(0), ['body-malformed']],
  ['a.jsonl', line({ bytes: 10_000, cut: true }), []],
  ['a.jsonl', line({}), ['body-malformed']],
])('%s: %s', (file, text, rules) => {
  const [example] = readExamples(text, file)!.examples;
  expect(checkExample(example!, context).findings.map(({ rule }) => rule)).toEqual(rules);
  expect(example!.response!.isOmitted).toBe(true);
});
