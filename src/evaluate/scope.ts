// OData URL Conventions 4.01, section 5.1.1.14 "Literals": what $it, $this, $these and lambda variables stand for.
import type { EdmModel, EdmStructuredType } from '../edm/edm-model.ts';
import type { EntityIdentity } from '../edm/entity.ts';
import type { ResourcePath } from '../query/path/resource-path.ts';
import type { ValueOrigin } from '../query/result.ts';
import type { EntityAccess } from './entity-access.ts';
import type { Operand } from './instance.ts';

/** What the caller decides for one request. */
export interface EvaluateOptions {
  readonly model: EdmModel;
  /** The clock; it is read once for each request that asks. */
  readonly now?: (() => Date) | undefined;
  /** Most items in a page, of the whole result and of each expanded collection; undefined: no paging. */
  readonly pageSize?: number | undefined;
  /**
   * Paths of the properties that $search looks into; `undefined` for a type that the base type decides for. By default all
   * String properties, those of complex values included.
   */
  readonly searchable?: ((type: EdmStructuredType) => readonly (readonly string[])[] | undefined) | undefined;
  /** A phrase `property:text` of $search looks at this property, for words that begin so. */
  readonly searchByProperty?: boolean | undefined;
}

/** One request's evaluation. */
export interface Evaluation {
  readonly access: EntityAccess;
  readonly model: EdmModel;
  /** One instant throughout the request. */
  now(): Date;
  readonly pageSize: number | undefined;
  readonly searchable: EvaluateOptions['searchable'];
  readonly searchByProperty: boolean;
  /** Where the complex values that were met live, so that their navigation properties can be followed. */
  readonly origins: WeakMap<object, ValueOrigin>;
  /** How many related entities $expand has written so far. */
  readonly expanded: { count: number };
  /** How many results of functions are not known yet, see `EntityAccess.callFunction`. */
  readonly unknown: { count: number };
  /** What is made once for a request, by what it is made for. */
  readonly kept: Map<object, unknown>;
  /** What a `$root/…` path yields; read once for each request. */
  readRoot(path: ResourcePath): Operand;
}

/**
 * What an expression is evaluated in. One object serves all rows of a collection: `it` and `current` change from row to row,
 * so that nothing is allocated for each of them.
 */
export interface Scope {
  readonly evaluation: Evaluation;
  /** `$it` */
  it: Operand;
  /** `$this`, and what a path without prefix starts from in nested options. */
  current: Operand;
  /** `$these` */
  these: readonly Operand[] | undefined;
  /** Lambda variables. */
  readonly variables: Map<string, Operand>;
  /** Entities that the current instance is expanded below, by which `$levels=max` comes to an end. */
  readonly ancestors: readonly EntityIdentity[];
}

/** An expression, compiled. It keeps nothing of a request, so that it serves all requests of the same query. */
export type Compiled = (scope: Scope) => Operand;

type ReadPath = (path: ResourcePath, evaluation: Evaluation) => Operand;

/** @param readPath reads a resource path from the service root, for `$root/…` */
export function createEvaluation(
  access: EntityAccess,
  options: EvaluateOptions,
  readPath: ReadPath,
): Evaluation {
  return new RequestEvaluation(access, options, readPath);
}

/**
 * What few requests need is made when it is asked for. A class, since its getters are made once: those of an object literal
 * are made anew for each object, and V8 keeps them until it next collects the whole heap.
 */
class RequestEvaluation implements Evaluation {
  readonly access: EntityAccess;
  readonly model: EdmModel;
  readonly pageSize: number | undefined;
  readonly searchable: EvaluateOptions['searchable'];
  readonly searchByProperty: boolean;
  readonly expanded = { count: 0 };
  readonly unknown = { count: 0 };
  readonly #clock: EvaluateOptions['now'];
  readonly #readPath: ReadPath;
  #instant: Date | undefined;
  #origins: WeakMap<object, ValueOrigin> | undefined;
  #kept: Map<object, unknown> | undefined;
  #roots: Map<ResourcePath, Operand> | undefined;

  constructor(access: EntityAccess, options: EvaluateOptions, readPath: ReadPath) {
    this.access = access;
    this.model = options.model;
    this.pageSize = options.pageSize;
    this.searchable = options.searchable;
    this.searchByProperty = options.searchByProperty === true;
    this.#clock = options.now;
    this.#readPath = readPath;
  }

  get origins(): WeakMap<object, ValueOrigin> {
    this.#origins ??= new WeakMap();
    return this.#origins;
  }

  get kept(): Map<object, unknown> {
    this.#kept ??= new Map();
    return this.#kept;
  }

  now(): Date {
    this.#instant ??= this.#clock?.() ?? new Date();
    return this.#instant;
  }

  readRoot(path: ResourcePath): Operand {
    this.#roots ??= new Map();
    if (!this.#roots.has(path)) this.#roots.set(path, this.#readPath(path, this));
    return this.#roots.get(path) ?? null;
  }
}

export function createScope(evaluation: Evaluation): Scope {
  return { evaluation, it: null, current: null, these: undefined, variables: new Map(), ancestors: [] };
}

/** A scope for the items of a collection inside the current instance: `$it` and the variables stay. */
export function nestedScope(scope: Scope, ancestors = scope.ancestors): Scope {
  return { ...scope, ancestors };
}
