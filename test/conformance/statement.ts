// Names tests by the statement of the Conformance chapter that they show.
import { it } from 'vitest';
import { statements } from './statements.ts';

/** A test of one statement; several tests may show the same one, `aspect` tells them apart. */
export function statement(id: string, test: () => Promise<void>, aspect?: string): void {
  const found = statements.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no statement ${id}.`);
  it(`${id}: ${found.text}${aspect === undefined ? '' : ` (${aspect})`}`, test);
}
