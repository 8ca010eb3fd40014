// OData JSON Format 4.01: what a request body says, checked and typed, before anything is done with it.
import type { EdmEntityType } from '../edm/edm-model.ts';
import type { StructuredValue } from '../edm/value.ts';

/** An entity as a request body gives it. */
export interface EntityPayload {
  /** The type named by `@odata.type` (`@type`), else the declared one. */
  readonly type: EdmEntityType;
  /** `@odata.id` (`@id`), as sent. */
  readonly id: string | undefined;
  readonly etag: string | undefined;
  /** `@odata.removed`: the reason, in a delta payload. */
  readonly removed: 'deleted' | 'changed' | undefined;
  /** Structural properties and annotations that were sent, and only those. */
  readonly values: StructuredValue;
  /** By the path of names joined with `/`: navigation properties of complex values included. */
  readonly navigation: ReadonlyMap<string, NavigationPayload>;
}

export type NavigationPayload =
  /** `nav@odata.bind` (4.0) or an object with nothing but `@id` (4.01): references, as sent. */
  | { readonly kind: 'references'; readonly ids: readonly string[]; readonly collection: boolean }
  | { readonly kind: 'entity'; readonly entity: EntityPayload | null }
  /** `delta`: given as `nav@delta` */
  | { readonly kind: 'entities'; readonly entities: readonly EntityPayload[]; readonly delta: boolean };
