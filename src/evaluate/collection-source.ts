// OData Protocol 4.01, section 11.2.6 "Requesting Collections of Entities": a collection before options are applied.
import type { EdmEntitySet, EdmType } from '../edm/edm-model.ts';
import type { ValueOrigin } from '../query/result.ts';
import type { Operand } from './instance.ts';

export interface CollectionSource {
  /** Instances where the type is an entity type, else values. */
  readonly read: () => readonly Operand[];
  readonly type: EdmType | undefined;
  /** The set that this is the whole of, as far as `accepts` leaves nothing out. */
  readonly entitySet?: EdmEntitySet | undefined;
  /** Rows come in an order that means something: that of a function's result. */
  readonly ordered?: boolean | undefined;
  /** Where the property is that this is the value of. */
  readonly origin?: ValueOrigin | undefined;
  /** Type casts on the way. */
  readonly accepts?: ((row: Operand) => boolean) | undefined;
}

/** The rows of a collection, without those that casts leave out. */
export function rowsOf({ read, accepts }: CollectionSource): readonly Operand[] {
  const rows = read();
  return accepts === undefined ? rows : rows.filter(accepts);
}
