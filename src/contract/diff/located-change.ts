// A change with where it stands and whom it affects.
import type { CsdlPosition } from '../../csdl/csdl-document.ts';
import type { Place } from '../../json/locate-json.ts';
import type { AffectedExchange } from './affected-exchanges.ts';
import type { SchemaChange } from './schema-change.ts';

export interface LocatedChange extends SchemaChange {
  /** In the new document; in the old one for what the new one has no more. undefined where it is not known. */
  readonly place?: Place;
  /** Recorded exchanges that use what was changed so that clients break. */
  readonly affects?: readonly AffectedExchange[];
}

/** Where documents say things. */
export interface ChangePlaces {
  readonly file: string;
  /** undefined for an element that the document has not. */
  readonly positionOf: (target: string) => CsdlPosition | undefined;
}

/** An annotation stands where its element does. */
export function locateChange(change: SchemaChange, before: ChangePlaces, after: ChangePlaces): LocatedChange {
  const bare = (path: string) => path.replace(/\/@.*$/, '');
  for (const [{ file, positionOf }, path] of [
    [after, change.newPath ?? change.path],
    [before, change.path],
  ] as const) {
    const position = positionOf(bare(path));
    if (position !== undefined) return { ...change, place: { file, ...position } };
  }
  return change;
}
