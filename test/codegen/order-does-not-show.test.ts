import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emitSchemas } from '../../codegen/schemas/emit-schemas.ts';
import { type CsdlDocument, type CsdlValue, isCsdlObject } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import fc from '../fast-check.ts';
import { modulesOf } from './emitted.ts';

const file = new URL('../golden/constructs/constructs.csdl.xml', import.meta.url);
const document = readCsdl(readFileSync(file, 'utf8'), { file: 'constructs.csdl.xml' }).document!;

/** The same document with the members of each object in another order, and overloads too. */
function shuffled(value: CsdlValue, random: () => number): CsdlValue {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, random));
    const isOverloads = items.every(
      (item) => isCsdlObject(item) && /Action|Function/.test(String(item.$Kind)),
    );
    return isOverloads ? inAnyOrder(items, random) : items;
  }
  if (!isCsdlObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, shuffled(member, random)] as const);
  return Object.fromEntries(inAnyOrder(members, random));
}

function inAnyOrder<T>(items: readonly T[], random: () => number): T[] {
  const ranked = items.map((item) => ({ item, rank: random() }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

const emitted = (from: CsdlDocument): Map<string, string> => {
  const model = createEdmModel(from);
  return new Map([...modulesOf(model), ...emitSchemas(model, () => 'header')]);
};

it('gives the same bytes whatever the order of declarations', () => {
  const expected = emitted(document);
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
      const random = () => numbers.next().value as number;
      expect(emitted(shuffled(document, random) as CsdlDocument)).toEqual(expected);
    }),
    { numRuns: 10, seed: 7 },
  );
});
