// OData URL Conventions 4.01, section 4 "Resource Path", resolved against the model.
import type {
  EdmAction,
  EdmActionImport,
  EdmEntitySet,
  EdmEntityType,
  EdmFunction,
  EdmFunctionImport,
  EdmKeyProperty,
  EdmNavigationProperty,
  EdmNavigationSource,
  EdmProperty,
  EdmSingleton,
  EdmStructuredType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { Expression } from '../expression/expression.ts';

/**
 * A key predicate: values by the names of the key properties (aliases where declared). Values are constants after alias expansion.
 * After a navigation segment, parts of a key that a referential constraint ties to the entity before may be missing.
 */
export type KeyPredicate = ReadonlyMap<string, Expression>;

interface SegmentBase {
  /** What this segment yields; `type` undefined where it yields nothing that has a type ($batch, an action without result). */
  readonly result: EdmTypeReference | undefined;
  /**
   * Where entities that this segment yields live: the entity set, the singleton, or the containment path;
   * undefined for values, and for entities whose set the model does not tell.
   */
  readonly source: EntitySource | undefined;
  readonly at: number;
}

/** Section 13.4 "Navigation Property Binding" of CSDL, applied along a path. */
export type EntitySource =
  | { readonly kind: 'navigationSource'; readonly navigationSource: EdmNavigationSource }
  /** Contained in what the path before reads; explicitly (`ContainsTarget`) or because no binding and no single set fits the type. */
  | {
      readonly kind: 'contained';
      readonly navigationProperty: EdmNavigationProperty;
      readonly path: readonly string[];
    }
  /**
   * A binding whose target is a path (`policies/appManagementPolicies`): the containment navigation property at the end of
   * `path` (property names, casts left out), which starts from the entity set or singleton.
   */
  | {
      readonly kind: 'targetPath';
      readonly navigationSource: EdmNavigationSource;
      readonly path: readonly string[];
      readonly navigationProperty: EdmNavigationProperty;
    };

export type ResourceSegment =
  | (SegmentBase & { readonly kind: 'entitySet'; readonly entitySet: EdmEntitySet })
  | (SegmentBase & { readonly kind: 'singleton'; readonly singleton: EdmSingleton })
  | (SegmentBase & {
      readonly kind: 'key';
      readonly key: KeyPredicate;
      readonly entityType: EdmEntityType;
      /** The key is one of Core.AlternateKeys. */
      readonly alternate: boolean;
      /** The key, primary or alternate, that the names belong to. */
      readonly keyProperties: readonly EdmKeyProperty[];
      /** Properties that may have the value where no entity has it as its key. */
      readonly standIns?: readonly EdmProperty[];
    })
  | (SegmentBase & {
      readonly kind: 'cast';
      readonly type: EdmStructuredType;
      /** true where the URL does not write it (lenient access to a derived type's member) */
      readonly implicit: boolean;
    })
  | (SegmentBase & { readonly kind: 'property'; readonly property: EdmProperty })
  | (SegmentBase & { readonly kind: 'dynamicProperty'; readonly name: string })
  | (SegmentBase & { readonly kind: 'navigation'; readonly navigationProperty: EdmNavigationProperty })
  | (SegmentBase & {
      readonly kind: 'index';
      /** Position in an ordered collection, from 0; a negative one counts from the end. */
      readonly ordinal: number;
    })
  | (SegmentBase & { readonly kind: 'value' | 'count' | 'ref' | 'each' | 'query' })
  | (SegmentBase & { readonly kind: 'filter'; readonly predicate: Expression })
  | (SegmentBase & {
      readonly kind: 'action';
      readonly overloads: readonly EdmAction[];
      readonly import: EdmActionImport | undefined;
    })
  | (SegmentBase & {
      readonly kind: 'function';
      readonly function: EdmFunction;
      readonly import: EdmFunctionImport | undefined;
      readonly parameters: ReadonlyMap<string, Expression>;
    })
  | (SegmentBase & { readonly kind: 'all' | 'batch' | 'entity' | 'metadata' })
  | (SegmentBase & { readonly kind: 'crossjoin'; readonly entitySets: readonly EdmEntitySet[] });

/** An empty list of segments is the service root. */
export interface ResourcePath {
  readonly segments: readonly ResourceSegment[];
  /** Of the last segment. */
  readonly result: EdmTypeReference | undefined;
  readonly source: EntitySource | undefined;
}

/** Section 4.13: whether each member of a collection yields a collection of its own. */
export function yieldsCollections({ segments }: Pick<ResourcePath, 'segments'>): boolean {
  const last = segments.at(-1);
  return (
    last?.result?.collection === true && last.kind !== 'each' && segments.some(({ kind }) => kind === 'each')
  );
}
