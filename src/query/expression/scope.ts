// OData URL Conventions 4.01, section 5.1.1.15 "Path Expressions" and 5.1.1.14 "Literals" ($it, $this): what names can mean at a place.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import type { Shape } from '../apply/shape.ts';
import type { QueryResult } from '../result.ts';
import type { Expression, ExpressionType } from './expression.ts';

/** An expression, and the shape of the instances that it yields. */
export interface Shaped {
  readonly expression: Expression;
  readonly shape: Shape | undefined;
}

/** An instance that paths start from. */
export interface Instance extends ExpressionType {
  readonly kind: 'it' | 'this' | 'variable';
  /** Of a variable. */
  readonly name?: string;
  /** Of a variable that has its value already. */
  readonly referenced?: QueryResult | undefined;
  readonly shape: Shape | undefined;
}

export interface Scope {
  /** What a path starts from that names nothing else; undefined where only constants are allowed (keys, parameters in a path). */
  readonly current: Instance | undefined;
  /** `$it`. */
  readonly it: Instance | undefined;
  /** Lambda variables of all enclosing any and all. */
  readonly variables: Variables;
  /** The collection of `$these`, where there is one. */
  readonly these: (ExpressionType & { readonly shape: Shape | undefined }) | undefined;
}

export type Variables = ReadonlyMap<string, ShapedVariable>;

export interface ShapedVariable extends ExpressionType {
  /** The value, where it is known before anything is evaluated. */
  readonly referenced?: QueryResult;
  readonly shape: Shape | undefined;
}

/** Where no instance is at hand: key values, parameters of functions in a path, unbound aliases. */
export const constantScope: Scope = {
  current: undefined,
  it: undefined,
  variables: new Map(),
  these: undefined,
};

/** The scope of options on a resource: its items are `$it`. */
export function scopeOfResource(result: EdmTypeReference | undefined, shape?: Shape): Scope {
  if (result === undefined) return constantScope;
  const it: Instance = { kind: 'it', type: result.type, collection: false, shape };
  return {
    current: it,
    it,
    variables: new Map(),
    these: { type: result.type, collection: true, shape },
  };
}

/** The scope of options on a collection of collections: its items, the collections, are `$it`; paths start from theirs. */
export function scopeOfCollections({ type }: EdmTypeReference): Scope {
  return {
    current: { kind: 'this', type, collection: false, shape: undefined },
    it: { kind: 'it', type, collection: true, shape: undefined },
    variables: new Map(),
    these: undefined,
  };
}

/** The scope of what is evaluated for each item of a collection inside another scope: nested options, `/$filter(…)`. */
export function scopeOfItems(outer: Scope, type: ExpressionType['type'], shape?: Shape): Scope {
  return {
    ...outer,
    current: { kind: 'this', type, collection: false, shape },
    these: { type, collection: true, shape },
  };
}

/** The same scope when the current instances have another shape. */
export function withShape(scope: Scope, shape: Shape | undefined): Scope {
  if (scope.current === undefined) return scope;
  const current = { ...scope.current, shape };
  return {
    ...scope,
    current,
    it: scope.it === scope.current || scope.current.kind === 'it' ? current : scope.it,
    these: scope.these === undefined ? undefined : { ...scope.these, shape },
  };
}
