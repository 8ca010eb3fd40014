import { describe, expect, test } from 'vitest';
import type { CsdlDocument, CsdlValue } from '../../src/csdl/csdl-document.ts';
import { packModel, unpackDocument } from '../../src/csdl/model/model-artifact.ts';
import { packNumber, readNumbers } from '../../src/csdl/model/packed-numbers.ts';
import { createPacker, createUnpacker } from '../../src/csdl/model/packed-values.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { writeCsdlJson } from '../../src/csdl/write-json.ts';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import fc from '../fast-check.ts';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/);
/** Text that XML 1.0 can carry. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow
  .map((value) => value.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\t'));
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
);
const constant = fc.oneof(text, number, fc.boolean(), fc.constant('9223372036854775807'), fc.constant('007'));

const { expression } = fc.letrec<{ expression: CsdlValue; record: CsdlValue }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    constant,
    fc.constant(null),
    name.map((path) => ({ $Path: path })),
    fc.array(tie('expression'), { maxLength: 3 }),
    fc.array(tie('expression'), { minLength: 2, maxLength: 3 }).map((items) => ({ $If: items })),
    tie('expression').map((item) => ({ $Not: item })),
    fc.tuple(fc.array(tie('expression'), { maxLength: 2 }), name).map(([items, local]) => ({
      $Apply: items,
      $Function: `odata.${local}`,
    })),
    fc.tuple(tie('expression'), name).map(([item, label]) => ({ $LabeledElement: item, $Name: label })),
    tie('record'),
  ),
  record: fc.dictionary(name, tie('expression'), { maxKeys: 3, noNullPrototype: true }),
}));

const annotations = fc
  .dictionary(name, expression, { maxKeys: 2, noNullPrototype: true })
  .map((values) =>
    Object.fromEntries(Object.entries(values).map(([term, value]) => [`@self.${term}`, value])),
  );

const typeReference = fc.oneof(
  fc.constant({}),
  fc.record(
    { $Nullable: fc.constant(true as const), $MaxLength: fc.nat(), $DefaultValue: text },
    { requiredKeys: [] },
  ),
  fc.record({ $Type: fc.constant('Edm.Int64'), $DefaultValue: fc.constant('9223372036854775807') }),
  fc.record({ $Type: fc.constant('Edm.Decimal'), $Precision: fc.nat(30), $Scale: fc.nat(30) }),
  fc.record(
    { $Type: fc.constant('self.T'), $Collection: fc.constant(true as const), $Nullable: fc.boolean() },
    { requiredKeys: ['$Type', '$Collection'] },
  ),
);
const property = fc.tuple(typeReference, annotations).map(([type, own]) => ({ ...type, ...own }));
const members = fc.dictionary(name, property, { maxKeys: 4, noNullPrototype: true });
const structured = fc
  .tuple(fc.constantFrom('EntityType', 'ComplexType'), members, annotations)
  .map(([kind, properties, own]) => ({ $Kind: kind, ...properties, ...own }));
const enumeration = fc
  .tuple(fc.dictionary(name, fc.maxSafeInteger(), { maxKeys: 4, noNullPrototype: true }), annotations)
  .map(([values, own]) => ({ $Kind: 'EnumType', $UnderlyingType: 'Edm.Int64', ...values, ...own }));
const operation = fc
  .array(
    fc.tuple(
      name,
      typeReference.map(({ $DefaultValue: _, ...type }: Record<string, CsdlValue>) => type),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((parameters) => [
    { $Kind: 'Action', $Parameter: parameters.map(([local, type]) => ({ $Name: local, ...type })) },
  ]);
const document: fc.Arbitrary<CsdlDocument> = fc
  .tuple(
    fc.dictionary(name, fc.oneof(structured, enumeration, operation), { maxKeys: 5, noNullPrototype: true }),
    annotations,
  )
  .map(([children, own]) => ({
    $Version: '4.01',
    ns: { $Alias: 'self', ...own, ...children } as unknown as CsdlValue,
  })) as fc.Arbitrary<CsdlDocument>;

/** Members of one object, whatever their order: XML puts annotations last. */
function sorted(value: CsdlValue): CsdlValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([member, item]) => [member, sorted(item)]),
  );
}

describe('whatever a document says', () => {
  test('it says the same after it was written as XML and read', () => {
    fc.assert(
      fc.property(document, (value) => {
        const { document: read, findings } = readCsdl(writeCsdlXml(value), { file: 'test' });
        expect(findings).toEqual([]);
        expect(sorted(read as CsdlDocument)).toEqual(sorted(value));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('it says the same after it was written as JSON and read', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(readCsdl(writeCsdlJson(value), { file: 'test' }).document).toEqual(value);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('it says the same after it was packed and unpacked', () => {
    fc.assert(
      fc.property(document, (value) => {
        const artifact = JSON.parse(JSON.stringify(packModel(value)));
        expect(sorted(unpackDocument(artifact))).toEqual(sorted(value));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('the compact form', () => {
  test('keeps every whole number', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 31 })), (numbers) => {
        const reader = readNumbers(numbers.map(packNumber).join(''));
        expect(numbers.map(() => reader.next())).toEqual(numbers);
        expect(reader.done).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test('keeps every JSON value', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), (values) => {
        const json = JSON.parse(JSON.stringify(values)) as CsdlValue[];
        const packer = createPacker(json);
        const unpacker = createUnpacker(JSON.parse(JSON.stringify(packer.table)));
        expect(json.map((value) => unpacker.unpack(packer.pack(value)))).toEqual(json);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
