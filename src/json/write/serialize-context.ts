// OData JSON Format 4.01, section 3 "Requesting the JSON Format": what decides how a result is written.
import type { EdmEntityType, EdmModel, EdmStructuredType } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { ExpandItem, Query, QueryOptions } from '../../query/query.ts';
import type { CollectionResult, ExpandedResult } from '../../query/result.ts';
import type { JsonNotation, MetadataLevel } from './control-information.ts';
import type { ODataVersion } from './select-list.ts';

/** Section 4.6.13 "media*": what is known of a media entity's or a stream property's content. */
export interface MediaInformation {
  readonly contentType?: string | undefined;
  /** The ETag of the content, quotes included. */
  readonly etag?: string | undefined;
  /** The content itself, for streams that $expand names. */
  readonly content?: (() => Uint8Array) | undefined;
  /** Absolute, where they differ from the conventions. */
  readonly readLink?: string | undefined;
  readonly editLink?: string | undefined;
}

/** Everything but the result that a response body depends on. */
export interface SerializeContext {
  readonly query: Query;
  readonly model: EdmModel;
  /** Absolute URL of the service root, with its slash at the end. */
  readonly serviceRoot: string;
  readonly metadata: MetadataLevel;
  readonly version: ODataVersion;
  readonly ieee754Compatible: boolean;
  /** 4.0: Decimal may have exponents. */
  readonly exponentialDecimals?: boolean | undefined;
  /** Control information is prefixed with `odata.` in 4.01 as well. */
  readonly prefixed?: boolean | undefined;
  readonly omitValues?: 'nulls' | 'defaults' | undefined;
  /** Entities name their type also where it is the declared one. */
  readonly alwaysType?: boolean | undefined;
  /** Entities have their id with minimal metadata too. */
  readonly alwaysId?: boolean | undefined;
  /** Entities whose key is not among their members have their id with minimal metadata; true, where absent. */
  readonly idInPlaceOfKey?: boolean | undefined;
  /** Ids and links have their keys as segments. */
  readonly keyAsSegment?: boolean | undefined;
  /** The result is a set of changes: the context URL ends with `/$delta`. */
  readonly delta?: boolean | undefined;
  /** Deleted entities have the form of 4.01 in 4.0 as well; `bare`: as `@removed`, with their key and without their id. */
  readonly removedAnnotation?: boolean | 'bare' | undefined;
  /** A complex property, as JSON, that deleted entities of a type have in place of the annotation. */
  readonly removedFacet?:
    | ((type: EdmEntityType) => { readonly name: string; readonly value: string } | undefined)
    | undefined;
  /** The select list of the context URL, parentheses included, where the shape comes from $apply. */
  readonly selectList?: string | undefined;
  /** The entity tag of an entity (`W/"…"`), where it has one. */
  readonly etag?: ((entity: Entity) => string | undefined) | undefined;
  /** The content of a media entity (`property` undefined) or of a stream property; undefined: there is none. */
  readonly media?:
    | ((entity: Entity, property: string | undefined) => MediaInformation | undefined)
    | undefined;
  /** Media links are written with minimal metadata too. */
  readonly mediaLinks?: boolean | undefined;
  /** What a complex value of a type is written as; `entity`: the one that it belongs to, where there is one. */
  readonly convert?:
    | ((value: StructuredValue, type: EdmStructuredType, entity: Entity | undefined) => StructuredValue)
    | undefined;
  /** URL of the next page; `within` for an expanded collection: where it is, and what is expanded. */
  readonly nextLink?:
    | ((
        collection: CollectionResult,
        within: (ExpandedIn & { readonly item: ExpandItem }) | undefined,
      ) => string | undefined)
    | undefined;
  readonly deltaLink?: ((collection: CollectionResult) => string | undefined) | undefined;
  /**
   * Makes references of entities that were written before with the same options, and keeps those that were:
   * Protocol, section 8.2.8.1 "Preference allow-entityreferences".
   */
  readonly returned?: Map<EntityIdentity, Set<QueryOptions>> | undefined;
  /** Which instance annotations are written, by qualified term name; all, where absent. */
  readonly includeAnnotation?: ((term: string) => boolean) | undefined;
}

/** Where an expanded navigation property is: the entity, and the path of complex values to it, each with its slash. */
export interface ExpandedIn {
  readonly entity: Entity;
  readonly path: string;
}

/** A context made ready for writing. */
export interface WriteState {
  readonly context: SerializeContext;
  readonly notation: JsonNotation;
  /** The context URL tells a type alone: where navigation properties lead is told beside them. */
  readonly typeAlone: boolean;
  /** Writes a structured value of a known type inside of one that no declaration describes. */
  readonly writeTyped: (value: StructuredValue, type: EdmStructuredType, state: WriteState) => string;
  readonly writeExpanded: (
    result: ExpandedResult,
    item: ExpandItem,
    expected: EdmEntityType,
    within: ExpandedIn | undefined,
    state: WriteState,
  ) => ExpandedText;
}

/** Members of the object that holds an expanded navigation property, each without a comma; undefined: not written. */
export interface ExpandedText {
  /** Of a collection; a single entity has its context inside. */
  readonly context: string | undefined;
  readonly count: string | undefined;
  readonly value: string | undefined;
  readonly nextLink: string | undefined;
}
