// OData JSON Format 4.01: what a request body says, checked and typed, before anything is done with it.
import type { EdmEntitySet, EdmEntityType, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';

/** An entity as a request body gives it. */
export interface EntityPayload {
  /** The type named by `@odata.type` (`@type`), else the declared one. */
  readonly type: EdmEntityType;
  /** The body names the type. */
  readonly typed: boolean;
  /** `@odata.id` (`@id`), as sent. */
  readonly id: string | undefined;
  readonly etag: string | undefined;
  /** `@odata.context` (`@context`), as sent. */
  readonly context: string | undefined;
  /** Core.ContentID: by what the client knows the entity in this request and its answer. */
  readonly contentId: string | undefined;
  /** `@odata.removed`: the reason, in a delta payload. */
  readonly removed: 'deleted' | 'changed' | undefined;
  /** Structural properties and annotations that were sent, and only those; without the ones that `ignored` names. */
  readonly values: StructuredValue;
  /** By path, such as `Manager`, `Address/Country` or, in a collection of complex values, `Addresses/0/Country`. */
  readonly navigation: ReadonlyMap<string, NavigationPayload>;
  /** Contents sent inline, by the path of the stream property, or `$value` for a media entity. */
  readonly streams: ReadonlyMap<string, StreamPayload>;
  /** Paths of properties that were sent though the client can't set them: computed ones, the key and immutable ones on update. */
  readonly ignored: readonly string[];
}

/** An entity of which nothing is said but its type. */
export function emptyPayload(type: EdmEntityType): EntityPayload {
  return {
    type,
    typed: false,
    id: undefined,
    etag: undefined,
    context: undefined,
    contentId: undefined,
    removed: undefined,
    values: createRecord(),
    navigation: new Map(),
    streams: new Map(),
    ignored: [],
  };
}

export type NavigationPayload = { readonly navigationProperty: EdmNavigationProperty } & (
  | {
      /** `nav@odata.bind` (4.0) or objects with nothing but `@id` (4.01): references, as sent. */
      readonly kind: 'references';
      readonly ids: readonly string[];
      /** A collection keeps what else it has: 4.0's bind adds to it, 4.01's array is the full set. */
      readonly adds: boolean;
    }
  | { readonly kind: 'entity'; readonly entity: EntityPayload | null }
  /**
   * `delta`: given as `nav@delta`. Among the entities, one with an id and no values is a reference: collections may mix both.
   */
  | { readonly kind: 'entities'; readonly entities: readonly EntityPayload[]; readonly delta: boolean }
);

/** The value of a property as a request body gives it, with what is related to complex values in it: paths start at the value. */
export interface ValuePayload extends Pick<EntityPayload, 'navigation' | 'streams'> {
  readonly value: EdmValue;
  /** What stands beside the value, each named from its `@` on: annotations, and the type where nothing else tells it. */
  readonly beside: StructuredValue;
}

/** Section 14 "Entity Reference": nothing but an id. Annotations may stand beside it. */
export function isReference(entity: EntityPayload): entity is EntityPayload & { readonly id: string } {
  return entity.id !== undefined && hasNothingBut(entity, []);
}

/** A reference by "the full set of key values"; where no such entity exists, it may be a new one with nothing else. */
export function isKeyReference(entity: EntityPayload): boolean {
  const key = entity.type.key.map(({ path }) => path[0] ?? '');
  const isComplete = key.length > 0 && key.every((name) => (entity.values[name] ?? null) !== null);
  return entity.id === undefined && isComplete && hasNothingBut(entity, key);
}

/**
 * The new entities that a payload holds at a navigation property: what refers to others is left out. A key alone cannot
 * refer to what is contained in an entity that is only being created.
 */
export function contentsOf(payload: NavigationPayload): readonly EntityPayload[] {
  if (payload.kind === 'references') return [];
  const { containsTarget } = payload.navigationProperty;
  const entities = payload.kind === 'entities' ? payload.entities : [payload.entity];
  return entities.filter(
    (entity) => entity !== null && !isReference(entity) && (containsTarget || !isKeyReference(entity)),
  ) as readonly EntityPayload[];
}

function hasNothingBut(
  { removed, navigation, streams, values }: EntityPayload,
  names: readonly string[],
): boolean {
  if (removed !== undefined || navigation.size > 0 || streams.size > 0) return false;
  return Object.keys(values).every((name) => name.includes('@') || names.includes(name));
}

/** Section 9 "Stream Property": a content as the body gives it. */
export interface StreamPayload {
  /** `mediaContentType`, as sent. */
  readonly mediaType: string | undefined;
  /** base64url or base64, a text, or the text of a JSON value, by `mediaType`; null: there is no content. */
  readonly content: string | null;
}

/** Section 15.5 "Update a Collection of Entities". */
export type DeltaItem =
  | {
      readonly kind: 'entity';
      readonly entity: EntityPayload;
      /** The set that the item's context names, where that is not the collection that is changed. */
      readonly entitySet?: EdmEntitySet | undefined;
    }
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
