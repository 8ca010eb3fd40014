import { describe, expect, it } from 'vitest';
import { compute, filterProducts } from './fixture.ts';

const smile = '\u{1F600}';

describe('string functions', () => {
  it('null makes null', () => {
    for (const call of [
      "contains(Name,'a')",
      "concat(Name,'a')",
      'length(Name)',
      'tolower(Name)',
      "startswith(Name,'a')",
      'substring(Name,1)',
      "matchesPattern(Name,'a')",
    ]) {
      expect(compute(call, { Name: null }), call).toBe(null);
    }
  });
  it('contains, startswith and endswith mind case', () => {
    const rows = [{ Name: 'Alfreds Futterkiste' }, { Name: 'alfreds' }];
    expect(filterProducts("contains(Name,'Futter')", rows)).toEqual([1]);
    expect(filterProducts("startswith(Name,'Alfr')", rows)).toEqual([1]);
    expect(filterProducts("endswith(Name,'kiste')", rows)).toEqual([1]);
    expect(filterProducts("not startswith(Name,'Alfr')", [...rows, { Name: null }])).toEqual([2]);
  });
  it('length, indexof and substring count characters, not UTF-16 units', () => {
    const row = { Name: `${smile}ab` };
    expect(compute('length(Name)', row)).toBe(3);
    expect(compute("indexof(Name,'b')", row)).toBe(2);
    expect(compute("indexof(Name,'x')", row)).toBe(-1);
    expect(compute('substring(Name,1)', row)).toBe('ab');
    expect(compute('substring(Name,0,1)', row)).toBe(smile);
  });
  it('substring: a negative start counts from the end, what is out of range is left out', () => {
    const row = { Name: 'abcdef' };
    expect(compute('substring(Name,-2)', row)).toBe('ef');
    expect(compute('substring(Name,-4,2)', row)).toBe('cd');
    expect(compute('substring(Name,-10)', row)).toBe('abcdef');
    expect(compute('substring(Name,7)', row)).toBe('');
    expect(compute('substring(Name,4,10)', row)).toBe('ef');
    expect(compute('substring(Name,1,0)', row)).toBe('');
    expect(() => compute('substring(Name,1,-1)', row)).toThrow(/negative/);
  });
  it('concat, tolower, toupper, trim', () => {
    expect(compute("concat(concat(Name,', '),'x')", { Name: 'a' })).toBe('a, x');
    expect(compute('tolower(Name)', { Name: 'ÄÖ' })).toBe('äö');
    expect(compute('toupper(Name)', { Name: 'ß' })).toBe('SS');
    expect(compute('trim(Name)', { Name: '\u2003 a b\u0085\u00a0' })).toBe('a b');
  });
});

describe('matchesPattern', () => {
  it('finds a match anywhere, anchors hold', () => {
    const rows = [{ Name: 'Apple' }, { Name: 'An Apple e.' }];
    expect(filterProducts("matchesPattern(Name,'^A.*e$')", rows)).toEqual([1]);
    expect(filterProducts("matchesPattern(Name,'p{2}')", rows)).toEqual([1, 2]);
  });
  it('reads patterns as ECMAScript does', () => {
    expect(compute("matchesPattern(Name,'^a.b$')", { Name: 'a\u2028b' })).toBe(false);
    expect(compute("matchesPattern(Name,'^a\\sb$')", { Name: 'a\u00a0b' })).toBe(true);
    expect(compute("matchesPattern(Name,'^[\\s\\d]+$')", { Name: '1\u20032' })).toBe(true);
    expect(compute("matchesPattern(Name,'^a[^]b$')", { Name: 'a\nb' })).toBe(true);
    expect(compute("matchesPattern(Name,'^[[]$')", { Name: '[' })).toBe(true);
    expect(compute("matchesPattern(Name,'^\\u0041(?:b|c)$')", { Name: 'Ac' })).toBe(true);
  });
  it('takes no time that grows faster than the text', () => {
    const start = performance.now();
    expect(compute("matchesPattern(Name,'^(a+)+$')", { Name: `${'a'.repeat(5000)}b` })).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
  it('looks around and back', () => {
    expect(compute("matchesPattern(Name,'^(a)\\1$')", { Name: 'aa' })).toBe(true);
    expect(compute("matchesPattern(Name,'^(?!a)')", { Name: 'ab' })).toBe(false);
  });
  it('refuses what is no pattern', () => {
    expect(() => compute("matchesPattern(Name,'(')", { Name: 'a' })).toThrow(/no regular expression/);
  });
});
