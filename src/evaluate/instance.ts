// OData Data Aggregation Extension 4.0, section 3.1 "Fundamentals of Input and Output Sets": what an expression is evaluated on.
import { type EdmStructuredType, isSameOrDerived } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../edm/value.ts';

// A mark that no payload can hold.
const derivedMark = Symbol('derived');

/**
 * An instance made by the query: an entity with computed properties, a result of $apply, a combination of $crossjoin.
 * Like an Entity it has its structural values in `values`, so that a property is read from both in the same way.
 */
export interface DerivedInstance {
  readonly derived: typeof derivedMark;
  /** The entity that it still is; undefined once it has lost its identity. */
  readonly entity: Entity | undefined;
  readonly type: EdmStructuredType | undefined;
  /** Structural properties and computed ones. */
  readonly values: StructuredValue;
  /** The computed ones among them, with `name@type` where the type is not evident. */
  readonly computed: StructuredValue;
  /** Navigation properties (and aliases that hold instances) whose targets the query decides. */
  readonly related: ReadonlyMap<string, Related>;
  /** Names of related instances that are written only when $expand names them: those of join. */
  readonly hidden: ReadonlySet<string>;
  /** The complex value that was extended, as it was. */
  readonly original: StructuredValue | undefined;
}

export type Instance = Entity | DerivedInstance;
export type Related = Instance | readonly Instance[] | null;

/** What an expression yields: a value, an instance of an entity type, or a collection of such. */
export type Operand = EdmValue | Instance | readonly Operand[];

const nothingRelated: ReadonlyMap<string, Related> = new Map();
const nothingHidden: ReadonlySet<string> = new Set();

export interface DerivedInit {
  readonly entity?: Entity | undefined;
  readonly type?: EdmStructuredType | undefined;
  readonly values: StructuredValue;
  readonly computed?: StructuredValue;
  readonly related?: ReadonlyMap<string, Related>;
  readonly hidden?: ReadonlySet<string>;
  readonly original?: StructuredValue;
}

export function createDerivedInstance(init: DerivedInit): DerivedInstance {
  return {
    derived: derivedMark,
    entity: init.entity,
    type: init.type,
    values: init.values,
    computed: init.computed ?? createRecord(),
    related: init.related ?? nothingRelated,
    hidden: init.hidden ?? nothingHidden,
    original: init.original,
  };
}

export function isDerived(instance: Instance): instance is DerivedInstance {
  return (instance as DerivedInstance).derived === derivedMark;
}

/** The stored entity behind an instance, as long as it has one. */
export function entityOf(instance: Instance): Entity | undefined {
  return isDerived(instance) ? instance.entity : instance;
}

/** The same instance with more members. What it computes or relates hides what the entity has under the name. */
export function extendInstance(
  instance: Instance,
  computed: StructuredValue,
  related?: ReadonlyMap<string, Related>,
): DerivedInstance {
  const before = isDerived(instance) ? instance : undefined;
  return {
    derived: derivedMark,
    entity: entityOf(instance),
    type: instance.type,
    values: Object.assign(createRecord(), instance.values, computed),
    computed: before === undefined ? computed : Object.assign(createRecord(), before.computed, computed),
    related: mergeRelated(before?.related ?? nothingRelated, related ?? nothingRelated),
    hidden: before?.hidden ?? nothingHidden,
    original: before?.original,
  };
}

/** The instance with one more related instance, which is written only when $expand names it. */
export function joinInstance(instance: Instance, name: string, joined: Instance | null): DerivedInstance {
  const extended = extendInstance(instance, createRecord(), new Map([[name, joined]]));
  return { ...extended, hidden: new Set([...extended.hidden, name]) };
}

function mergeRelated(
  before: ReadonlyMap<string, Related>,
  more: ReadonlyMap<string, Related>,
): ReadonlyMap<string, Related> {
  if (more.size === 0) return before;
  if (before.size === 0) return more;
  return new Map([...before, ...more]);
}

/** Whether two instances are the same entity; without identity, the same object. */
export function isSameInstance(a: Instance, b: Instance): boolean {
  if (a === b) return true;
  const identity = entityOf(a)?.identity;
  return identity !== undefined && identity === entityOf(b)?.identity;
}

/** The type that has the members of both, where one is derived from the other. */
export function moreDerived(
  a: EdmStructuredType | undefined,
  b: EdmStructuredType | undefined,
): EdmStructuredType | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isSameOrDerived(b, a) ? b : a;
}
