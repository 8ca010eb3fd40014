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
  /** Structural properties and annotations that were sent, and only those; without the ones that `ignored` names. */
  readonly values: StructuredValue;
  /** By the path of names joined with `/`: navigation properties of complex values included. */
  readonly navigation: ReadonlyMap<string, NavigationPayload>;
  /** Contents sent inline, by the path of the stream property, or `$value` for a media entity. */
  readonly streams: ReadonlyMap<string, StreamPayload>;
  /** Paths of properties that were sent though the client can't set them: computed ones, the key and immutable ones on update. */
  readonly ignored: readonly string[];
}

export type NavigationPayload =
  /** `nav@odata.bind` (4.0) or an object with nothing but `@id` (4.01): references, as sent. */
  | { readonly kind: 'references'; readonly ids: readonly string[]; readonly collection: boolean }
  | { readonly kind: 'entity'; readonly entity: EntityPayload | null }
  /**
   * `delta`: given as `nav@delta`. Among the entities, one with an id and no values is a reference: collections may mix both.
   */
  | { readonly kind: 'entities'; readonly entities: readonly EntityPayload[]; readonly delta: boolean };

/** Section 9 "Stream Property": a content as the body gives it. */
export interface StreamPayload {
  /** `mediaContentType`, as sent. */
  readonly mediaType: string | undefined;
  /** base64url or base64, a text, or the text of a JSON value, by `mediaType`; null: there is no content. */
  readonly content: string | null;
}

/** Section 15.5 "Update a Collection of Entities". */
export type DeltaItem =
  | { readonly kind: 'entity'; readonly entity: EntityPayload }
  /** 4.0: a link that is added or deleted; ids as sent. */
  | {
      readonly kind: 'link' | 'deletedLink';
      readonly source: string;
      /** Path of the navigation property. */
      readonly relationship: string;
      readonly target: string | undefined;
    };

/** Section 18 "Action Invocation". */
export interface ParametersPayload {
  /** Primitive and complex values that were sent, by parameter name. */
  readonly values: StructuredValue;
  /** Entities, by parameter name. */
  readonly entities: ReadonlyMap<string, EntityPayload | null | readonly EntityPayload[]>;
  /** `name@expressionUrl`: expressions to evaluate, as sent. */
  readonly expressions: ReadonlyMap<string, string>;
}
