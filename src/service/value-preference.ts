// RFC 7240 "Prefer Header for HTTP", section 2: preferences of a service's own, which say how it writes values of some type.
import type { Entity } from '../edm/entity.ts';
import type { StructuredValue } from '../edm/value.ts';

export interface ValuePreference {
  /** Name of the preference, in lower case. */
  readonly preference: string;
  /** Qualified name of the complex type. */
  readonly of: string;
  /**
   * What a value is written as, where the preference's value is one that is understood; undefined for a value that stays
   * as it is. `entity`: the one that it belongs to, where there is one.
   */
  readonly conversion: (
    preferred: string,
  ) => ((value: StructuredValue, entity: Entity | undefined) => StructuredValue | undefined) | undefined;
}
