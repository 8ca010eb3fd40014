// OData Data Aggregation Extension 4.0, section 3.2.3.1 "Simple Grouping".

import type { EdmStructuredType } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import type { GroupingProperty } from '../../query/apply/transformation.ts';
import type { Expression, ExpressionType } from '../../query/expression/expression.ts';
import { canonicalText } from '../compare.ts';
import type { Compile } from '../compile-path.ts';
import { putComputed } from '../computed-value.ts';
import { primitiveName } from '../edm-kind.ts';
import {
  createDerivedInstance,
  type DerivedInstance,
  entityOf,
  type Instance,
  moreDerived,
  type Operand,
  type Related,
} from '../instance.ts';
import { isInstance, ownsMember } from '../member.ts';
import type { Compiled, Scope } from '../scope.ts';
import { type IdentityNumbers, refuseContradiction, textOfInstance } from './sameness.ts';
import { at } from './transform.ts';

export interface Group {
  /** The grouping properties that the members have in common. */
  readonly projection: DerivedInstance;
  readonly members: readonly Operand[];
}

/** A step of a grouping path, with the value at it. */
interface PathStep {
  readonly name: string;
  readonly result: ExpressionType;
  readonly dynamic: boolean;
  readonly value: Compiled;
  /** What has the member; null where it is not of the type of the cast before the member. */
  readonly owner: Compiled;
  /** The derived type that the path names before the member. */
  readonly cast: EdmStructuredType | undefined;
}

type Path = readonly PathStep[];

/** Splits a set into groups that have the same values at all paths, in the order in which they are met. */
export function compileGrouping(
  properties: readonly GroupingProperty[],
  compile: Compile,
): (rows: readonly Operand[], scope: Scope, type?: EdmStructuredType) => readonly Group[] {
  const fold = compileGroupFold(properties, compile);
  return (rows, scope, type) =>
    fold<Operand[]>(
      rows,
      scope,
      () => [],
      (members) => members.push(scope.it),
      type,
    ).map(({ projection, state }) => ({ projection, members: state }));
}

export type GroupFold = <S>(
  rows: readonly Operand[],
  scope: Scope,
  create: () => S,
  /** The scope is at the row. */
  add: (state: S) => void,
  type?: EdmStructuredType,
) => readonly { readonly projection: DerivedInstance; readonly state: S }[];

/** Makes a state for each group and hands every row to the state of its group. */
export function compileGroupFold(properties: readonly GroupingProperty[], compile: Compile): GroupFold {
  const paths = properties.map(({ expression }) => pathOf(expression, compile));
  const keyOf = compileKey(paths);
  return (rows, scope, create, add, type) => {
    type S = ReturnType<typeof create>;
    const groups = new Map<unknown, { readonly first: Operand; readonly state: S }>();
    const known: KnownInstances = { numbers: new Map(), first: new Map() };
    for (const row of rows) {
      const key = keyOf(at(scope, row), known);
      let group = groups.get(key);
      if (group === undefined) {
        group = { first: row, state: create() };
        groups.set(key, group);
      }
      add(group.state);
    }
    return [...groups.values()].map(({ first, state }) => ({
      projection: projectionOf(paths, at(scope, first), type),
      state,
    }));
  };
}

function pathOf(expression: Expression, compile: Compile): Path {
  const steps: PathStep[] = [];
  for (let step = expression; 'source' in step && step.source !== undefined; step = step.source) {
    const name = nameOf(step);
    if (name === undefined) continue;
    const dynamic = step.kind === 'computedProperty' || step.kind === 'dynamicProperty';
    const cast = step.source.kind === 'castSegment' ? step.source.type : undefined;
    const owner = compile(step.source);
    steps.unshift({ name, result: step.result, dynamic, value: compile(step), owner, cast });
  }
  return steps;
}

/**
 * Whether a member that reads as null is not there at all: it was aggregated away, or the instance is not of the type that
 * declares it. Entities have all that their type declares.
 */
function isAbsent({ name, dynamic, owner }: PathStep, scope: Scope): boolean {
  const holder = owner(scope);
  if (holder === null) return true;
  const isTransient = isInstance(holder) && entityOf(holder) === undefined;
  return (dynamic || isTransient) && !ownsMember(holder, name);
}

function nameOf(step: Expression): string | undefined {
  switch (step.kind) {
    case 'property':
      return step.property.name;
    case 'navigation':
      return step.navigationProperty.name;
    case 'dynamicProperty':
    case 'computedProperty':
      return step.name;
    default:
      return undefined;
  }
}

/** The instances that were grouped by so far. */
interface KnownInstances {
  readonly numbers: IdentityNumbers;
  readonly first: Map<string, Instance>;
}

/** One key for each combination of values; a single text of one property is its own key. */
function compileKey(paths: readonly Path[]): (scope: Scope, known: KnownInstances) => unknown {
  const [first] = paths;
  const only = paths.length === 1 && first?.length === 1 ? first[0] : undefined;
  if (only !== undefined && isKeyByItself(only.result))
    return (scope) => only.value(scope) ?? (isAbsent(only, scope) ? absent : null);
  return (scope, known) => {
    const parts = paths.map((path) => keyPart(path, scope, known));
    return parts.length === 1 ? parts[0] : parts.map((part) => `${part.length}:${part}`).join('');
  };
}

function isKeyByItself({ type, collection }: ExpressionType): boolean {
  const name = primitiveName(type);
  return !collection && (name === 'String' || name === 'Boolean' || name === 'Int32' || name === 'Date');
}

const absent = Symbol('absent');

/** The value as text; for null, how far the path goes: a missing entity is not an entity with a null property. */
function keyPart(path: Path, scope: Scope, known: KnownInstances): string {
  const last = path.at(-1)!;
  const value = last.value(scope);
  if (value === null) {
    const end = path.findIndex((step) => step.value(scope) === null);
    return `${isAbsent(path[end]!, scope) ? '\u0001' : '\u0000'}${end}`;
  }
  if (!isInstance(value)) return canonicalText(value as EdmValue, last.result.type);
  const text = textOfInstance(value, known.numbers);
  const first = known.first.get(text);
  if (first === undefined) known.first.set(text, value);
  else refuseContradiction(first, value);
  return text;
}

interface MutableProjection {
  type: EdmStructuredType | undefined;
  readonly values: StructuredValue;
  readonly computed: StructuredValue;
  readonly related: Map<string, Related | MutableProjection>;
}

function emptyProjection(type: EdmStructuredType | undefined): MutableProjection {
  return { type, values: createRecord(), computed: createRecord(), related: new Map() };
}

/** The instance that has the grouping properties only, taken from the row that the scope is at. */
function projectionOf(
  paths: readonly Path[],
  scope: Scope,
  type: EdmStructuredType | undefined,
): DerivedInstance {
  const projection = emptyProjection(type);
  for (const path of paths) place(projection, path, scope);
  return finish(projection);
}

function place(projection: MutableProjection, path: Path, scope: Scope): void {
  let instance = projection;
  let record = projection.values;
  let complexPath: readonly string[] = [];
  for (const [i, step] of path.entries()) {
    const value = step.value(scope);
    if (value === null && isAbsent(step, scope)) return;
    if (record === instance.values) instance.type = moreDerived(instance.type, step.cast);
    else if (step.cast !== undefined) record['@type'] = step.cast.qualifiedName;
    const ends = i === path.length - 1 || value === null;
    const isEntity = step.result.type?.kind === 'EntityType';
    if (isEntity) {
      const name = [...complexPath, step.name].join('/');
      if (ends) {
        instance.related.set(name, value as Instance | null);
        return;
      }
      instance = nestedProjection(instance, name, step);
      record = instance.values;
      complexPath = [];
    } else if (ends) {
      if (step.dynamic) putComputed(record, step.name, value as EdmValue, step.result);
      else record[step.name] = value as EdmValue;
      if (step.dynamic && record === instance.values) instance.computed[step.name] = value as EdmValue;
      return;
    } else {
      record[step.name] ??= createRecord();
      record = record[step.name] as StructuredValue;
      complexPath = [...complexPath, step.name];
    }
  }
}

function nestedProjection(owner: MutableProjection, name: string, step: PathStep): MutableProjection {
  const existing = owner.related.get(name);
  if (existing !== undefined && existing !== null) return existing as MutableProjection;
  const nested = emptyProjection(step.result.type?.kind === 'EntityType' ? step.result.type : undefined);
  owner.related.set(name, nested);
  return nested;
}

function finish({ type, values, computed, related }: MutableProjection): DerivedInstance {
  const finished = new Map<string, Related>();
  for (const [name, one] of related) {
    const isOpen = one !== null && !Array.isArray(one) && !isInstance(one as Operand);
    finished.set(name, isOpen ? finish(one as MutableProjection) : (one as Related));
  }
  return createDerivedInstance({ type, values, computed, related: finished });
}
