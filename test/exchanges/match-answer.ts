// Compares an answer with what an exchange expects; see README.md in this folder.
import { expect } from 'vitest';

/** Texts that were captured by `{{name}}`. */
export type Captures = Map<string, string>;

/** `{{name}}` of what was captured, in a request. */
export function fillIn(text: string, captures: Captures): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => captures.get(name) ?? whole);
}

/** A text with `*` for any characters, and `{{name}}` to capture or to compare. */
export function matchText(actual: string, expected: string, captures: Captures): void {
  const names: string[] = [];
  const pattern = fillIn(expected, captures)
    .split(/(\{\{\w+\}\}|\*)/)
    .map((part) => {
      if (part === '*') return '.*';
      const name = /^\{\{(\w+)\}\}$/.exec(part)?.[1];
      if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(name);
      return '(.+)';
    })
    .join('');
  const match = new RegExp(`^${pattern}$`, 's').exec(actual);
  if (match === null) expect(actual).toBe(expected);
  names.forEach((name, i) => {
    captures.set(name, match?.[i + 1] ?? '');
  });
}

/** Objects: the members named are there (`null` also means `null`); arrays: item by item; texts as in headers. */
export function matchJson(actual: unknown, expected: unknown, captures: Captures, path = ''): void {
  if (typeof expected === 'string' && typeof actual === 'string') {
    matchText(actual, expected, captures);
    return;
  }
  if (Array.isArray(expected)) {
    expect(Array.isArray(actual), `${path} is an array`).toBe(true);
    expect((actual as unknown[]).length, `length of ${path || 'the array'}`).toBe(expected.length);
    expected.forEach((item, i) => {
      matchJson((actual as unknown[])[i], item, captures, `${path}/${i}`);
    });
    return;
  }
  if (typeof expected === 'object' && expected !== null) {
    expect(typeof actual === 'object' && actual !== null, `${path || 'the body'} is an object`).toBe(true);
    for (const [name, member] of Object.entries(expected)) {
      if (name.startsWith('!')) expect(actual, path).not.toHaveProperty([name.slice(1)]);
      else matchJson((actual as Record<string, unknown>)[name], member, captures, `${path}/${name}`);
    }
    return;
  }
  expect(actual, path).toEqual(expected);
}
