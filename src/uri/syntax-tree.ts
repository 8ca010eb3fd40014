// OData ABNF Construction Rules 4.01, sections 1 to 6: what the parser makes of a URL. It knows no model: a name is a name.
import type { AggregateExpr, Transformation } from './apply-syntax-tree.ts';

/** Where a node stands in the text that was parsed: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

/** ABNF odataRelativeUri: the part of a URL after the service root. */
export interface ODataUri extends Span {
  readonly path: readonly PathSegment[];
  readonly options: readonly QueryOption[];
}

// ---------------------------------------------------------------- path

/**
 * One segment of a resource path. Text is percent-decoded. The parser can't tell an entity set from a function or a key
 * written as a segment; the resolver can.
 * - `name`: `Products`, `ns.Type`, `Name(1)`, `Func(a=1,b=@p)`, with key-as-segment also any text (`raw`)
 * - `parameterAlias`: `@p` as a segment never occurs; aliases occur inside arguments
 */
export type PathSegment = NameSegment | SystemSegment | FilterSegment | CrossjoinSegment;

export interface NameSegment extends Span {
  readonly kind: 'name';
  /** The identifier or qualified name before any parentheses; undefined when the segment is no identifier, so only a key. */
  readonly name: string | undefined;
  /** The whole segment, percent-decoded, as a key-as-segment would read it. */
  readonly raw: string;
  /** What stands in each pair of parentheses: `Func(a=1)(5)` has two. */
  readonly parentheses: readonly ParenthesesArguments[];
}

/** `(…)` after a name: key predicate or function parameters; which it is, the resolver decides. */
export type ParenthesesArguments =
  | (Span & { readonly kind: 'empty' })
  | (Span & { readonly kind: 'simple'; readonly value: Expr })
  | (Span & { readonly kind: 'named'; readonly arguments: readonly NamedArgument[] });

export interface NamedArgument extends Span {
  readonly name: string;
  readonly value: Expr;
}

export interface SystemSegment extends Span {
  readonly kind:
    | '$value'
    | '$count'
    | '$ref'
    | '$each'
    | '$all'
    | '$batch'
    | '$entity'
    | '$metadata'
    | '$query';
}
/** `/$filter(@alias)` or `/$filter(expression)` */
export interface FilterSegment extends Span {
  readonly kind: '$filter';
  readonly expression: Expr;
}
/** `$crossjoin(A,B)` */
export interface CrossjoinSegment extends Span {
  readonly kind: '$crossjoin';
  readonly entitySets: readonly (Span & { readonly name: string })[];
}

// ---------------------------------------------------------------- expressions

/** ABNF commonExpr, boolCommonExpr and the rules below them. */
export type Expr =
  | LiteralExpr
  | PathExpr
  | AliasExpr
  | BinaryExpr
  | UnaryExpr
  | InExpr
  | CallExpr
  | ListExpr
  | CollectionExpr
  | RecordExpr
  | TypeExpr;

/** ABNF primitiveLiteral and enum. `value` is decoded text without quotes and prefix: `O'Neil`, `1.5`, `2012-12-03`. */
export interface LiteralExpr extends Span {
  readonly kind: 'literal';
  /**
   * What the text can be. A text may fit several (`2012` is a SByte…Decimal; `1` is any number): `number` stands for
   * digits with an optional sign (integer), `decimal` for one with a fraction or exponent, or INF, -INF, NaN.
   */
  readonly type:
    | 'null'
    | 'boolean'
    | 'number'
    | 'decimal'
    | 'string'
    | 'guid'
    | 'date'
    | 'dateTimeOffset'
    | 'timeOfDay'
    | 'duration'
    | 'binary'
    | 'geography'
    | 'geometry'
    /** `ns.Color'Red,Blue'` or, in 4.01, without prefix a string; see `typeName` */
    | 'enum';
  readonly value: string;
  /** Of an enum literal: the qualified name before the quote. */
  readonly typeName?: string;
}

/** ABNF parameterAlias: `@p` (without the sign in `name`). */
export interface AliasExpr extends Span {
  readonly kind: 'alias';
  readonly name: string;
}

/**
 * ABNF firstMemberExpr, memberExpr, propertyPathExpr, rootExpr, implicitVariableExpr, lambdaVariableExpr: a path.
 * `$it/Address/City`, `$root/People('x')/Name`, `d/Items/any(i:i/Price gt 5)`, `Items/$count($filter=…)`, `ns.Func(a=1)/x`,
 * `@Core.Description`, `Name@Core.Messages`. A first segment that is a lambda variable is a `name` segment.
 */
export interface PathExpr extends Span {
  readonly kind: 'path';
  /** What the path starts from, when it says so. */
  readonly root: '$it' | '$this' | '$root' | '$these' | AliasExpr | undefined;
  readonly segments: readonly MemberSegment[];
}

export type MemberSegment =
  /** property, cast, variable, function with arguments or key predicate */
  | (Span & {
      readonly kind: 'name';
      readonly name: string;
      readonly parentheses: readonly ParenthesesArguments[];
    })
  /** a key predicate that follows no name: `Items/$filter(…)(1)` */
  | (Span & { readonly kind: 'key'; readonly key: ParenthesesArguments })
  /** `@ns.Term` or `@ns.Term#Qualifier`, of the value before it; `of` names the property in `Name@ns.Term` */
  | (Span & {
      readonly kind: 'annotation';
      readonly of?: string;
      readonly term: string;
      readonly qualifier?: string;
    })
  | (Span & { readonly kind: 'any' | 'all'; readonly variable?: string; readonly predicate?: Expr })
  | (Span & { readonly kind: '$count'; readonly options: readonly QueryOption[] })
  | (Span & { readonly kind: '$filter'; readonly expression: Expr })
  /** aggregate(…) on a collection in an expression, Data Aggregation section 3.2.1 */
  | (Span & { readonly kind: 'aggregate'; readonly expression: AggregateExpr });

export type BinaryOperator =
  | 'or'
  | 'and'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'has'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'divby'
  | 'mod';

export interface BinaryExpr extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
}
export interface UnaryExpr extends Span {
  readonly kind: 'unary';
  readonly operator: 'not' | 'negate';
  readonly operand: Expr;
}
export interface InExpr extends Span {
  readonly kind: 'in';
  readonly left: Expr;
  /** A list, a collection literal, an alias or a path to a collection. */
  readonly right: Expr;
}
/** ABNF methodCallExpr, castExpr, isofExpr, caseMethodCallExpr: a canonical function, by its name in lower case as the standard writes it. */
export interface CallExpr extends Span {
  readonly kind: 'call';
  /** `contains`, `geo.distance`, `cast`, `isof`, `case`, … */
  readonly function: string;
  /** `cast` and `isof` take a TypeExpr last; `case` takes pairs: condition, result, condition, result, … */
  readonly arguments: readonly Expr[];
}
/** ABNF listExpr: `(1,2,3)`, right of `in` */
export interface ListExpr extends Span {
  readonly kind: 'list';
  readonly items: readonly Expr[];
}
/** ABNF arrayOrObject: `[…]` */
export interface CollectionExpr extends Span {
  readonly kind: 'collection';
  readonly items: readonly Expr[];
}
/** ABNF arrayOrObject: `{…}`; names as written, `@type` and annotations among them */
export interface RecordExpr extends Span {
  readonly kind: 'record';
  readonly members: readonly NamedArgument[];
}
/** A type name as argument: `ns.Manager`, `Edm.String`, `Collection(Edm.Int32)` */
export interface TypeExpr extends Span {
  readonly kind: 'type';
  readonly name: string;
  readonly collection: boolean;
}

// ---------------------------------------------------------------- query options

/** ABNF queryOptions: one node for each `name=value`, in the order of the URL. `name` has no `$` and is as the standard writes it. */
export type QueryOption =
  | (OptionBase & { readonly kind: 'filter'; readonly expression: Expr })
  | (OptionBase & { readonly kind: 'search'; readonly expression: SearchExpr })
  | (OptionBase & { readonly kind: 'orderby'; readonly items: readonly OrderbyItem[] })
  | (OptionBase & { readonly kind: 'top' | 'skip' | 'index'; readonly value: number })
  | (OptionBase & { readonly kind: 'levels'; readonly value: number | 'max' })
  | (OptionBase & { readonly kind: 'count'; readonly value: boolean })
  | (OptionBase & { readonly kind: 'select'; readonly items: readonly SelectItem[] })
  | (OptionBase & { readonly kind: 'expand'; readonly items: readonly ExpandItem[] })
  | (OptionBase & { readonly kind: 'compute'; readonly items: readonly ComputeItem[] })
  | (OptionBase & { readonly kind: 'apply'; readonly transformations: readonly Transformation[] })
  | (OptionBase & {
      readonly kind: 'format' | 'id' | 'skiptoken' | 'deltatoken' | 'schemaversion';
      readonly value: string;
    })
  /** `@p=expression` (name without the sign) */
  | (OptionBase & { readonly kind: 'alias'; readonly name: string; readonly value: Expr })
  | (OptionBase & { readonly kind: 'custom'; readonly name: string; readonly value: string });

export interface OptionBase extends Span {
  /** Where the value starts. */
  readonly valueAt: number;
}

export interface OrderbyItem extends Span {
  readonly expression: Expr;
  readonly direction: 'asc' | 'desc';
}
export interface ComputeItem extends Span {
  readonly expression: Expr;
  readonly alias: string;
}

/** ABNF searchExpr */
export type SearchExpr =
  | (Span & { readonly kind: 'and' | 'or'; readonly left: SearchExpr; readonly right: SearchExpr })
  | (Span & { readonly kind: 'not'; readonly operand: SearchExpr })
  | (Span & { readonly kind: 'word' | 'phrase'; readonly value: string });

/** ABNF selectItem: `*`, `ns.*`, or a path with optional nested options. */
export interface SelectItem extends Span {
  /** Names joined as written: properties, casts, qualified operations (`ns.Action`, `ns.F(a,b)` as a name with parameters); last may be `*`. */
  readonly path: readonly (Span & { readonly name: string; readonly parameters?: readonly string[] })[];
  readonly options: readonly QueryOption[];
}
/** ABNF expandItem: `*`, `$value`, or a path, with an optional `/$ref` or `/$count`, and options. */
export interface ExpandItem extends Span {
  readonly path: readonly (Span & { readonly name: string })[];
  readonly suffix: '$ref' | '$count' | undefined;
  readonly options: readonly QueryOption[];
}
