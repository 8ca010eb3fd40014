// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": expressions with every name resolved and typed.
import type {
  EdmFunction,
  EdmKeyProperty,
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
  EdmType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { EdmValue } from '../../edm/value.ts';
import type { BinaryOperator } from '../../uri/syntax-tree.ts';
import type { AggregateItem, Hierarchy } from '../apply/transformation.ts';
import type { ResourcePath } from '../path/resource-path.ts';
import type { QueryOptions } from '../query.ts';
import type { QueryResult } from '../result.ts';

/**
 * What an expression yields.
 * `undefined` as type stands for what is known only at run time: `null`, and values of open properties.
 */
export interface ExpressionType {
  readonly type: EdmType | undefined;
  readonly collection: boolean;
}

interface ExpressionBase {
  readonly result: ExpressionType;
  /** Offset in the URL's text, for messages. */
  readonly at: number;
}

/** Expressions that yield a value found by a path; each has the one before it as `source`. */
export type Expression =
  /** A constant; an enum literal has its canonical text. */
  | (ExpressionBase & { readonly kind: 'literal'; readonly value: EdmValue })
  /** The instance that the option applies to: `$it`. */
  | (ExpressionBase & { readonly kind: 'it' })
  /** The item of a collection of primitive or complex values: `$this`; in $expand and $select options the current instance. */
  | (ExpressionBase & { readonly kind: 'this' })
  /** The current collection in aggregation: `$these`. */
  | (ExpressionBase & { readonly kind: 'these' })
  /** `$root/…`: the resource that the path reads, from the service root. */
  | (ExpressionBase & { readonly kind: 'root'; readonly path: ResourcePath })
  | (ExpressionBase & { readonly kind: 'variable'; readonly name: string })
  /** A value that was computed elsewhere: the answer to an earlier request of a batch. */
  | (ExpressionBase & { readonly kind: 'referenced'; readonly referenced: QueryResult })
  | (ExpressionBase & {
      readonly kind: 'property';
      readonly source: Expression;
      readonly property: EdmProperty;
    })
  /** A property of an open type that is not declared. */
  | (ExpressionBase & {
      readonly kind: 'dynamicProperty';
      readonly source: Expression;
      readonly name: string;
    })
  /** A property made by $compute, by an alias of aggregate, or by nest. */
  | (ExpressionBase & {
      readonly kind: 'computedProperty';
      readonly source: Expression;
      readonly name: string;
    })
  | (ExpressionBase & {
      readonly kind: 'navigation';
      readonly source: Expression;
      readonly navigationProperty: EdmNavigationProperty;
    })
  /** Type cast segment: null (or left out of a collection) where the instance is of another type. */
  | (ExpressionBase & {
      readonly kind: 'castSegment';
      readonly source: Expression;
      readonly type: EdmStructuredType;
    })
  /** Key access in a collection-valued path: `Items(1)/…` */
  | (ExpressionBase & {
      readonly kind: 'key';
      readonly source: Expression;
      readonly key: ReadonlyMap<string, Expression>;
      /** The key, primary or alternate, that the names belong to. */
      readonly keyProperties: readonly EdmKeyProperty[];
    })
  | (ExpressionBase & {
      readonly kind: 'annotation';
      readonly source: Expression;
      /** The annotated property, in `Name@ns.Term`. */
      readonly of?: string;
      /** Qualified by namespace; `ns.Term#Qualifier` where there is a qualifier. */
      readonly term: string;
    })
  /** `/$count`, with `$filter` and `$search` in parentheses. */
  | (ExpressionBase & { readonly kind: 'count'; readonly source: Expression; readonly options: QueryOptions })
  /** `/aggregate(…)` on a collection: Data Aggregation 4.0, section 3.5 */
  | (ExpressionBase & {
      readonly kind: 'aggregate';
      readonly source: Expression;
      readonly aggregate: AggregateItem;
    })
  /** `/$filter(…)` */
  | (ExpressionBase & {
      readonly kind: 'filter';
      readonly source: Expression;
      readonly predicate: Expression;
    })
  | (ExpressionBase & {
      readonly kind: 'any' | 'all';
      readonly source: Expression;
      readonly variable: string | undefined;
      /** undefined for `any()`: is the collection not empty? */
      readonly predicate: Expression | undefined;
    })
  | (ExpressionBase & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (ExpressionBase & {
      readonly kind: 'unary';
      readonly operator: 'not' | 'negate';
      readonly operand: Expression;
    })
  | (ExpressionBase & { readonly kind: 'in'; readonly left: Expression; readonly right: Expression })
  | (ExpressionBase & {
      readonly kind: 'canonicalFunction';
      readonly name: CanonicalFunction;
      readonly arguments: readonly Expression[];
      /** Of the hierarchy functions, whose arguments are: node, other node, maximal distance, include self. */
      readonly hierarchy?: Omit<Hierarchy, 'node' | 'nodePath' | 'relation'>;
    })
  | (ExpressionBase & {
      readonly kind: 'cast' | 'isof';
      readonly operand: Expression;
      readonly target: EdmTypeReference;
    })
  | (ExpressionBase & {
      readonly kind: 'case';
      readonly cases: readonly { readonly condition: Expression; readonly value: Expression }[];
    })
  | (ExpressionBase & { readonly kind: 'collection'; readonly items: readonly Expression[] })
  | (ExpressionBase & {
      readonly kind: 'record';
      readonly type: EdmStructuredType | undefined;
      readonly members: ReadonlyMap<string, Expression>;
    })
  /** A function of the model, bound to `source` or unbound. */
  | (ExpressionBase & {
      readonly kind: 'function';
      readonly source: Expression | undefined;
      readonly function: EdmFunction;
      readonly parameters: ReadonlyMap<string, Expression>;
    });

export type ExpressionKind = Expression['kind'];

/** URL Conventions 4.01, sections 5.1.1.4 to 5.1.1.13. */
export type CanonicalFunction =
  | 'concat'
  | 'contains'
  | 'endswith'
  | 'indexof'
  | 'length'
  | 'startswith'
  | 'substring'
  | 'hassubset'
  | 'hassubsequence'
  | 'matchesPattern'
  | 'tolower'
  | 'toupper'
  | 'trim'
  | 'date'
  | 'day'
  | 'fractionalseconds'
  | 'hour'
  | 'maxdatetime'
  | 'mindatetime'
  | 'minute'
  | 'month'
  | 'now'
  | 'second'
  | 'time'
  | 'totaloffsetminutes'
  | 'totalseconds'
  | 'year'
  | 'ceiling'
  | 'floor'
  | 'round'
  | 'geo.distance'
  | 'geo.intersects'
  | 'geo.length'
  /** Data Aggregation 4.0, section 3.3 */
  | 'isdefined'
  | 'isnode'
  | 'isroot'
  | 'isleaf'
  | 'isancestor'
  | 'isdescendant'
  | 'issibling';
