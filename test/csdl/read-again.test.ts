import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CsdlDocument, CsdlPath } from '../../src/csdl/csdl-document.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { createCsdlReader } from '../../src/csdl/read-again.ts';
import type { CsdlReadResult } from '../../src/csdl/read-result.ts';
import fc from '../fast-check.ts';
import { graph } from './shared-documents.ts';

const text = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:Reference Uri="x"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference><edmx:DataServices>
  <Schema Namespace="other" Alias="o" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="A"/></Schema>
  <Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <EntityType Name="Product" BaseType="ns.Base"><Property Name="Name" Type="Edm.String"/>
      <Property Name="Size" Type="other.A"><Annotation Term="Core.Description" String="a > b"/></Property></EntityType><EnumType Name="E"><Member Name="a"/></EnumType>
    <EntityType Name="Base" Abstract="true"/>
    <Action Name="E"/>
    <EntityContainer Name="C"><EntitySet Name="Products" EntityType="ns.Product"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

/** Every path of a document. */
function pathsOf(value: unknown, path: CsdlPath = []): CsdlPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([name, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(name) : name]),
    ),
  ];
}

function expectSame(again: CsdlReadResult, whole: CsdlReadResult) {
  expect(again.document).toEqual(whole.document);
  expect(Object.keys(again.document ?? {})).toEqual(Object.keys(whole.document ?? {}));
  expect(again.findings).toEqual(whole.findings);
  for (const path of pathsOf(whole.document))
    expect(again.positions(path), path.join('/')).toEqual(whole.positions(path));
}

it('after any edit, the result is that of reading the whole', () => {
  const pieces = fc.constantFrom(
    '',
    ' ',
    '\n',
    '"',
    '/>',
    '<Property Name="X" Type="Edm.Int32"/>',
    '</EntityType>',
    'Product',
    '<Member Name="b"/>',
    '<!-- x -->',
    '<EntityType Name="N"/>',
  );
  const edit = fc.record({
    at: fc.nat(text.length),
    length: fc.oneof(fc.constant(0), fc.nat(40)),
    piece: pieces,
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const read = createCsdlReader();
      read(text, { file: 'x' });
      let current = text;
      for (const { at, length, piece } of edits) {
        current = current.slice(0, at) + piece + current.slice(at + length);
        expectSame(read(current, { file: 'x' }), readCsdl(current, { file: 'x' }));
      }
    }),
    { numRuns: 300 },
  );
});

describe('edits of a type', () => {
  it.each([
    [
      'a property more',
      '<Property Name="Name"',
      '<Property Name="New" Type="Edm.Int32"/>\n<Property Name="Name"',
    ],
    ['another base type', 'BaseType="ns.Base"', 'BaseType="ns.Other"'],
    ['a member less', '<Member Name="a"/>', ''],
    [
      'a type that is empty now',
      '<EntityType Name="Base" Abstract="true"/>',
      '<EntityType Name="Base">\n</EntityType>',
    ],
  ])('%s', (_, from, to) => {
    const read = createCsdlReader();
    read(text, { file: 'x' });
    const edited = text.replace(from, to);
    expectSame(read(edited, { file: 'x' }), readCsdl(edited, { file: 'x' }));
  });
});

describe.skipIf(!existsSync(graph))('Microsoft Graph', () => {
  it('an edit of one type costs little', () => {
    const whole = readFileSync(graph, 'utf8');
    const read = createCsdlReader();
    const first = performance.now();
    read(whole, { file: 'x' });
    const full = performance.now() - first;
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const edited = whole.replace(
        /<EntityType Name="user"[^>]*>/,
        `$&<Property Name="x${i}" Type="Edm.String"/>`,
      );
      const start = performance.now();
      const { document } = read(edited, { file: 'x' });
      best = Math.min(best, performance.now() - start);
      expect(JSON.stringify((document as CsdlDocument)['microsoft.graph'])).toContain(`"x${i}"`);
    }
    // a full read in the same state of the process
    const start = performance.now();
    readCsdl(whole, { file: 'x' });
    expect(best).toBeLessThan(Math.min(full, performance.now() - start) / 2);
  });
});
