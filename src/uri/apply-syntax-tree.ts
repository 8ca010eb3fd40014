// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": what the parser makes of $apply.
import type { ComputeItem, Expr, OrderbyItem, PathExpr, SearchExpr, Span } from './syntax-tree.ts';

/** OData Data Aggregation ABNF, rule applyTrafo. */
export type Transformation =
  | (Span & { readonly kind: 'aggregate'; readonly expressions: readonly AggregateExpr[] })
  | (Span & {
      readonly kind: 'groupby';
      readonly items: readonly GroupbyItem[];
      readonly then: readonly Transformation[];
    })
  | (Span & { readonly kind: 'filter'; readonly expression: Expr })
  | (Span & { readonly kind: 'search'; readonly expression: SearchExpr })
  | (Span & { readonly kind: 'compute'; readonly items: readonly ComputeItem[] })
  | (Span & { readonly kind: 'orderby'; readonly items: readonly OrderbyItem[] })
  | (Span & { readonly kind: 'top' | 'skip'; readonly value: number })
  | (Span & {
      readonly kind: 'topcount' | 'topsum' | 'toppercent' | 'bottomcount' | 'bottomsum' | 'bottompercent';
      readonly amount: Expr;
      readonly by: Expr;
    })
  | (Span & { readonly kind: 'identity' })
  | (Span & { readonly kind: 'concat'; readonly sequences: readonly (readonly Transformation[])[] })
  | (Span & { readonly kind: 'expand'; readonly item: ExpandTransformation })
  | (Span & {
      readonly kind: 'join' | 'outerjoin';
      readonly path: PathExpr;
      readonly alias: string;
      readonly then: readonly Transformation[];
    })
  | (Span & {
      readonly kind: 'nest';
      readonly items: readonly { readonly then: readonly Transformation[]; readonly alias: string }[];
    })
  | (Span & {
      readonly kind: 'addnested';
      readonly path: PathExpr;
      readonly items: readonly { readonly then: readonly Transformation[]; readonly alias: string }[];
    })
  | (Span & {
      readonly kind: 'ancestors' | 'descendants';
      readonly hierarchy: HierarchyReference;
      readonly then: readonly Transformation[];
      readonly maxDistance: number | undefined;
      readonly keepStart: boolean;
    })
  | (Span & {
      readonly kind: 'traverse';
      readonly hierarchy: HierarchyReference;
      readonly order: 'preorder' | 'postorder';
      readonly then: readonly Transformation[];
      readonly orderby: readonly OrderbyItem[];
    })
  /** a set-valued service-defined function as a transformation */
  | (Span & { readonly kind: 'function'; readonly path: PathExpr });

export interface ExpandTransformation extends Span {
  readonly path: readonly (Span & { readonly name: string })[];
  readonly then: readonly Transformation[];
  readonly nested: readonly ExpandTransformation[];
}
/** `$root/Sales,HierarchyQualifier,ID` */
export interface HierarchyReference extends Span {
  readonly collection: PathExpr;
  readonly qualifier: string;
  readonly node: PathExpr;
}
export type GroupbyItem =
  | (Span & { readonly kind: 'path'; readonly path: PathExpr })
  /** `levels`, or the qualifier of a leveled hierarchy in `hierarchy` */
  | (Span & {
      readonly kind: 'rollup';
      readonly levels: readonly PathExpr[];
      readonly all: boolean;
      readonly hierarchy?: string;
    })
  | (Span & {
      readonly kind: 'rolluprecursive';
      readonly hierarchy: HierarchyReference;
      readonly then: readonly Transformation[];
    });

/** ABNF aggregateExpr: `Amount with sum as Total from Time with average`, `$count as Count`, `Custom as Alias`. */
export interface AggregateExpr extends Span {
  /** undefined for `$count` */
  readonly expression: Expr | undefined;
  /** Path before `/$count` or before a custom aggregate, empty otherwise. */
  readonly prefix: readonly (Span & { readonly name: string })[];
  /** `sum`, `min`, `max`, `average`, `countdistinct`, a qualified custom method; undefined for `$count` and for custom aggregates. */
  readonly method: string | undefined;
  readonly alias: string | undefined;
  /** `path` is the first of `paths`: `from Time,Product with average` has two. */
  readonly from: readonly {
    readonly path: PathExpr;
    readonly paths: readonly PathExpr[];
    readonly method: string | undefined;
  }[];
}
