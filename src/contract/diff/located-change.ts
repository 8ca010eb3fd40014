// A change with where it stands and whom it affects.
import type { CsdlPlace } from '../../csdl/csdl-document.ts';
import type { AffectedExchange } from './affected-exchanges.ts';
import type { SchemaChange } from './schema-change.ts';

export interface LocatedChange extends SchemaChange {
  /** In the new document; in the old one for what the new one has no more. undefined where it is not known. */
  readonly place?: CsdlPlace;
  /** Recorded exchanges that use what was changed so that clients break. */
  readonly affects?: readonly AffectedExchange[];
}

/** Where documents say things. */
export interface ChangePlaces {
  /** In the document or its overlay; undefined for an element that neither has. */
  readonly placeOf: (target: string) => CsdlPlace | undefined;
}

/** An annotation stands where its element does. */
export function locateChange(change: SchemaChange, before: ChangePlaces, after: ChangePlaces): LocatedChange {
  const bare = (path: string) => path.replace(/\/@.*$/, '');
  const place = after.placeOf(bare(change.newPath ?? change.path)) ?? before.placeOf(bare(change.path));
  return place === undefined ? change : { ...change, place };
}
