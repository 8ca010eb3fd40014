// Which paths a pattern of faults and expectations fits.
import { expect, it } from 'vitest';
import { fitsPattern } from '../../src/service/path-pattern.ts';

it.each([
  ['users', 'users'],
  ['users/*', 'users/1'],
  ['users/**', 'users'],
  ['users/**', 'users/1/messages'],
  ['**/messages', 'users/1/messages'],
  ['user*', 'users'],
  // a key in parentheses as it is written, or as a segment
  ['users(1)', 'users(1)'],
  ['users(*)', 'users(1)'],
  ['users/1', 'users(1)'],
  ['users/*/messages', "users('1')/messages"],
  ['users/**', "users('1')/messages(2)"],
  ['ns.find(text=@t)', 'ns.find(text=@t)'],
])('%s fits %s', (pattern, path) => {
  expect(fitsPattern(pattern, path)).toBe(true);
});

it.each([
  ['users', 'users/1'],
  ['users', 'users(1)'],
  ['users/*', 'users'],
  ['users/*', 'users/1/messages'],
  ['users/*', 'Users(1)'],
  ['users/*', 'users()'],
])('%s does not fit %s', (pattern, path) => {
  expect(fitsPattern(pattern, path)).toBe(false);
});
