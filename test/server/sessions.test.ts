// Sessions are bounded: a new name is refused over their number, and those that nobody asks for end.
import { expect, it } from 'vitest';
import { createSessions } from '../../src/server/sessions.ts';
import { createServices } from './services.ts';

it('a session that nobody asks for ends', async () => {
  let now = 0;
  const sessions = createSessions(await createServices({}), { count: 2, idle: 1_000, now: () => now });
  const first = sessions.open('first');
  now = 800;
  sessions.open('second');
  expect(sessions.open('first')).toBe(first);
  now = 1_801;
  // first was asked for at 800
  expect(sessions.list()).toEqual([]);
  expect(sessions.open('first')).not.toBe(first);
});

it('over their number a new name is refused, until one has ended', async () => {
  let now = 0;
  const sessions = createSessions(await createServices({}), { count: 2, idle: 1_000, now: () => now });
  sessions.open('first');
  now = 500;
  sessions.open('second');
  expect(() => sessions.open('third')).toThrow(/^There are 2 sessions already\. End one with DELETE /);
  now = 1_001;
  sessions.open('third');
  expect(sessions.list().map(({ name }) => name)).toEqual(['second', 'third']);
  expect(sessions.remove('second')).toBe(true);
  expect(sessions.remove('second')).toBe(false);
});

it.each(['', 'a b', 'ä', 'x'.repeat(101), '../x'])('%j is no name of a session', async (name) => {
  const sessions = createSessions(await createServices({}), { count: 2, idle: 1_000 });
  expect(() => sessions.open(name)).toThrow(/must be 1 to 100 letters/);
});
