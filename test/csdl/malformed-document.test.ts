import { describe, expect, test } from 'vitest';
import { maximumDepth, maximumLength } from '../../src/csdl/document-limits.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { xmlOf } from './documents.ts';

function refusal(text: string): string {
  const { document, findings } = readCsdl(text, { file: 'bad.xml' });
  expect(document).toBeUndefined();
  expect(findings).toHaveLength(1);
  const [{ file, line, column, message, severity }] = findings as [(typeof findings)[number]];
  expect(severity).toBe('error');
  expect(message).not.toMatch(/\bat .*\.(ts|js):\d+/);
  return `${file}:${line}:${column}: ${message}`;
}

describe('XML that is not well-formed is refused with its place', () => {
  test('mismatched tags', () => {
    expect(refusal('<a>\n  <b></c>\n</a>')).toMatch(/^bad\.xml:2:\d+: .*not well-formed/);
  });
  test('duplicate attributes', () => {
    expect(refusal('<a x="1" x="2"/>')).toMatch(/^bad\.xml:1:\d+: .*not well-formed/);
  });
  test('two roots', () => {
    expect(refusal('<a/>\n<b/>')).toMatch(/^bad\.xml:2:\d+: .*not well-formed/);
  });
  test('an unclosed element', () => {
    expect(refusal('<a><b>')).toMatch(/not well-formed/);
  });
  test('no element, or nothing', () => {
    expect(refusal('   ')).toMatch(/bad\.xml:/);
    expect(refusal('CSDL')).toMatch(/bad\.xml:/);
  });
  test('a root that is no CSDL', () => {
    expect(refusal('<html/>')).toMatch(/^bad\.xml:1:1: The root element is html, not edmx:Edmx/);
  });
});

describe('entities are refused', () => {
  test('a document type declaration', () => {
    expect(refusal('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e "x">]>\n<a>&e;</a>')).toMatch(
      /^bad\.xml:2:1: A document type declaration is not read/,
    );
  });
  test('a reference that is no character and not predefined', () => {
    expect(refusal(xmlOf('<ComplexType Name="&nbsp;"/>'))).toMatch(/&nbsp; is not a character/);
    expect(refusal(xmlOf('<ComplexType Name="&#0;"/>'))).toMatch(/&#0; is not a character/);
  });
  test('a comment or CDATA section that looks like a declaration is none', () => {
    const text = xmlOf('<!-- <!DOCTYPE x> --><Term Name="T"/>');
    expect(readCsdl(text, { file: 'good.xml' }).document).toBeDefined();
  });
});

describe('size and depth are bounded', () => {
  test('a document that is too long', () => {
    const blanks = ' '.repeat(maximumLength);
    expect(refusal(`${blanks}<a/>`)).toMatch(/documents up to 67108864 are read/);
    expect(refusal(`{"$Version":"4.01"}${blanks}`)).toMatch(/documents up to 67108864 are read/);
  });
  test('a document of 10,000 nested elements or values', () => {
    expect(refusal('<a>'.repeat(10_000) + '</a>'.repeat(10_000))).toMatch(
      new RegExp(`deeper than ${maximumDepth} elements`),
    );
    expect(refusal(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).toMatch(
      new RegExp(`deeper than ${maximumDepth} values`),
    );
  });
  test('a document as deep as is allowed', () => {
    const depth = maximumDepth - 6;
    const text = xmlOf(
      `<Term Name="T"><Annotation Term="self.T">${'<Not>'.repeat(depth)}<Bool>true</Bool>${'</Not>'.repeat(depth)}</Annotation></Term>`,
    );
    expect(readCsdl(text, { file: 'deep.xml' }).document).toBeDefined();
  });
});

describe('CSDL JSON', () => {
  test('a text that is no JSON is refused with its place', () => {
    expect(refusal('{\n  "$Version": 4.01,,\n}')).toMatch(/^bad\.xml:2:\d+: The document is not JSON/);
  });
  test('an object that is no document', () => {
    expect(refusal('{"a":1}')).toMatch(/it has no \$Version/);
  });
  test('a name that is used twice', () => {
    const text = '{"$Version":"4.01","ns":{"T":{"$Kind":"ComplexType"},\n"T":{"$Kind":"EntityType"}}}';
    const { findings } = readCsdl(text, { file: 'twice.json' });
    expect(findings.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['duplicate-name', 2, 1],
    ]);
  });
});
