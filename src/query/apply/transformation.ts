// OData Data Aggregation Extension 4.0, section 3 "System Query Option $apply", resolved.
import type { EdmEntitySet, EdmEntityType, EdmFunction, EdmType } from '../../edm/edm-model.ts';
import type { SearchExpr } from '../../uri/syntax-tree.ts';
import type { Expression, ExpressionType } from '../expression/expression.ts';
import type { ResourcePath } from '../path/resource-path.ts';
import type { ComputeItem, OrderbyItem } from '../query.ts';
import type { Shape } from './shape.ts';

/**
 * One transformation. Expressions in it start from `it` where they are evaluated for each instance of the input set, and from
 * `these` where they are evaluated once for the whole input set. `output` tells the shape of the instances after it.
 */
export type Transformation = TransformationOutput &
  (
    | { readonly kind: 'aggregate'; readonly items: readonly AggregateItem[] }
    | {
        readonly kind: 'groupby';
        readonly items: readonly GroupbyItem[];
        /** Applied to each group; empty where there is none: only the distinct combinations are left. */
        readonly then: readonly Transformation[];
      }
    | { readonly kind: 'filter'; readonly predicate: Expression }
    | { readonly kind: 'search'; readonly search: SearchExpr }
    | { readonly kind: 'compute'; readonly items: readonly ComputeItem[] }
    | { readonly kind: 'orderby'; readonly items: readonly OrderbyItem[] }
    | { readonly kind: 'top' | 'skip'; readonly value: number }
    | {
        readonly kind: 'topcount' | 'topsum' | 'toppercent' | 'bottomcount' | 'bottomsum' | 'bottompercent';
        /** Evaluated once, on the input set. */
        readonly amount: Expression;
        /** Evaluated for each instance. */
        readonly by: Expression;
      }
    | { readonly kind: 'identity' }
    | { readonly kind: 'concat'; readonly sequences: readonly (readonly Transformation[])[] }
    | { readonly kind: 'expand'; readonly item: ExpandTransformation }
    | {
        readonly kind: 'join' | 'outerjoin';
        /** The collection, from `it`. */
        readonly collection: Expression;
        readonly name: string;
        /** Applied to the collection of each instance. */
        readonly then: readonly Transformation[];
      }
    | { readonly kind: 'nest'; readonly items: readonly NestItem[] }
    | {
        readonly kind: 'addnested';
        /** The single value or collection, from `it`, that the sequences are applied to. */
        readonly source: Expression;
        /** Whether it is a collection, rather than a single value of each item of one before it. */
        readonly collection: boolean;
        /** Names of the path before its last member: where the nested members are put. */
        readonly path: readonly string[];
        readonly items: readonly NestItem[];
      }
    | {
        readonly kind: 'ancestors' | 'descendants';
        readonly hierarchy: Hierarchy;
        readonly then: readonly Transformation[];
        readonly maxDistance: number | undefined;
        readonly keepStart: boolean;
      }
    | {
        readonly kind: 'traverse';
        readonly hierarchy: Hierarchy;
        readonly order: 'preorder' | 'postorder';
        /** Applied to the nodes: what is left are the start nodes; empty where there is none: the roots are. */
        readonly then: readonly Transformation[];
        readonly orderby: readonly OrderbyItem[];
      }
    /** A function of the model, bound to the collection; `parameters` without the binding parameter. */
    | {
        readonly kind: 'function';
        readonly function: EdmFunction;
        readonly parameters: ReadonlyMap<string, Expression>;
      }
  );

export interface TransformationOutput {
  /** Shape of the instances after the transformation; undefined: whole instances of the input's type. */
  readonly output: Shape | undefined;
  /** Type of the instances after it: the input's, save where a function changes it. */
  readonly outputType: EdmType | undefined;
}

/** Section 3.2.1 "Transformation aggregate": one aggregated value. */
export interface AggregateItem {
  readonly kind: 'expression' | 'count' | 'custom';
  /**
   * What is aggregated, from `it`: a value for each instance, or (along a collection-valued path) a flat collection of values.
   * For `count` and `custom`: the instances that are counted or passed on, from `it`; undefined: the instances themselves.
   */
  readonly expression: Expression | undefined;
  /** Of a custom aggregate: its name, as annotated with Aggregation.CustomAggregate. */
  readonly customAggregate: string | undefined;
  /** `sum`, `min`, `max`, `average`, `countdistinct`, or the qualified name of a custom aggregation method. */
  readonly method: string | undefined;
  /** Name of the result. */
  readonly alias: string;
  readonly result: ExpressionType;
  /**
   * `from` clauses: the instances are grouped by `groupby`, then `method` (of the clause; the item's own method gives the inner
   * aggregation) aggregates the results of the groups, first clause first.
   */
  readonly from: readonly AggregateFrom[];
}

export interface AggregateFrom {
  readonly groupby: readonly GroupingProperty[];
  readonly method: string | undefined;
}

/** A single-valued path to group by. */
export interface GroupingProperty {
  /** From `it`. */
  readonly expression: Expression;
  /** Names of the path, casts left out: where the value is put in the result. */
  readonly path: readonly string[];
}

export type GroupbyItem =
  | ({ readonly kind: 'property' } & GroupingProperty)
  /** `rollup(…)`: one grouping for each prefix of the levels; `all`: also the grand total. */
  | { readonly kind: 'rollup'; readonly levels: readonly GroupingProperty[]; readonly all: boolean }
  | {
      readonly kind: 'rolluprecursive';
      readonly hierarchy: Hierarchy;
      /** Applied to the nodes: there is a group for each node that is left, and for each time that it is. */
      readonly then: readonly Transformation[];
    };

export interface NestItem {
  readonly name: string;
  readonly then: readonly Transformation[];
}

/** Section 3.4 (earlier drafts) and URL syntax `expand(path,…)`: related instances included in the input. */
export interface ExpandTransformation {
  readonly source: Expression;
  readonly path: readonly string[];
  readonly then: readonly Transformation[];
  readonly nested: readonly ExpandTransformation[];
}

/** Section 6.1 "Common Parameters for Hierarchical Transformations". */
export interface Hierarchy {
  /** The collection of nodes, from the service root. */
  readonly collection: ResourcePath;
  /** Set of the nodes, when the collection is one as a whole. */
  readonly entitySet: EdmEntitySet | undefined;
  readonly nodeType: EdmEntityType;
  readonly qualifier: string;
  /** Aggregation.RecursiveHierarchy: path of the node identifier in the node type. */
  readonly nodeProperty: readonly string[];
  /** Path of the navigation property that leads from a node to its parent or parents. */
  readonly parentNavigationProperty: readonly string[];
  /** From an instance of the input set (`it`) to the node identifier or identifiers. */
  readonly node: Expression;
  /** Names of that path, casts left out. */
  readonly nodePath: readonly string[];
  readonly relation: HierarchyRelation;
}

/**
 * Section 6.2.2, the three cases of σ(x): the hierarchy is that of the input set; a navigation path leads to the nodes; or only
 * the identifiers are equal.
 */
export type HierarchyRelation = 'input' | 'navigation' | 'identifier';
