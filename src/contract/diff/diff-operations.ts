// OData CSDL 4.01, section 12 "Action and Function": overloads are matched by what they are bound to and what they take.
import type { EdmOperation, EdmType } from '../../edm/edm-model.ts';
import { diffOperation } from './diff-operation.ts';
import { findRenames } from './find-renames.ts';
import type { Names } from './names.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';
import { operationPath, typeText } from './type-text.ts';

/** Overloads by `Action ns.name` and `Function ns.name`. */
export type OperationsByName = ReadonlyMap<string, readonly EdmOperation[]>;

/** New names of operations whose old name is gone: an overload that was there is there under a name like it. */
export function renamedOperations(
  before: OperationsByName,
  after: OperationsByName,
  types: Names,
): ReadonlyMap<string, string> {
  const only = (from: OperationsByName, other: OperationsByName) =>
    [...from]
      .filter(([key]) => !other.has(key))
      .flatMap(([key, overloads]) => overloads.map((value) => ({ name: nameOf(key), value })));
  const isSame = (from: EdmOperation, to: EdmOperation): boolean =>
    from.kind === to.kind && from.isBound === to.isBound && wholeText(from, types) === wholeText(to);
  const renames = findRenames(only(before, after), only(after, before), (from, to) =>
    isSame(from, to) ? 1 : 0,
  );
  return new Map(renames.map(({ from, to }) => [from.name, to.name]));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** Parameters and result. */
function wholeText(
  operation: Pick<EdmOperation, 'isBound' | 'parameters' | 'returnType'>,
  names?: Names,
): string {
  const { returnType } = operation;
  return `${signature(operation, names)}:${returnType === undefined ? '' : typeText(returnType, names)}`;
}

/** @param before under the names that their namespaces have in the new model */
export function diffOperations(
  before: OperationsByName,
  after: OperationsByName,
  names: Names,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const left = new Map(after);
  for (const [key, overloads] of before) {
    const nowKey = left.has(key) ? key : key.replace(nameOf(key), names);
    const same = left.get(nowKey) ?? [];
    left.delete(nowKey);
    changes.push(...diffOverloads(overloads, same, names, nowKey !== key));
  }
  return [...changes, ...[...left.values()].flat().map(addedOperation)];
}

/** All overloads of one name in two models. */
function diffOverloads(
  before: readonly EdmOperation[],
  after: readonly EdmOperation[],
  names: Names,
  isRenamed: boolean,
): SchemaChange[] {
  const { pairs, removed, added } = matched(before, after, names);
  return [
    ...pairs.flatMap(([old, now]) => [
      ...(isRenamed || bindingText(old, names.moved) !== bindingText(now)
        ? [renamedOperation(old, now, isRenamed ? 'requests' : 'nothing')]
        : []),
      ...diffOperation(old, now, names),
    ]),
    ...removed.map((operation) => {
      const general = after.find((other) => isForBaseType(operation, other, names));
      return general === undefined ? removedOperation(operation) : movedToBase(operation, general);
    }),
    ...added.map(addedOperation),
  ];
}

type Pair = readonly [EdmOperation, EdmOperation];

interface Matched {
  readonly pairs: readonly Pair[];
  readonly removed: readonly EdmOperation[];
  readonly added: readonly EdmOperation[];
}

/** Overloads with the same binding: first those with the same parameters, then those with the most in common. */
function matched(before: readonly EdmOperation[], after: readonly EdmOperation[], names: Names): Matched {
  const pairs: Pair[] = [];
  const [removed, added] = [[...before], [...after]];
  const pair = (old: EdmOperation, now: EdmOperation): void => {
    removed.splice(removed.indexOf(old), 1);
    added.splice(added.indexOf(now), 1);
    pairs.push([old, now]);
  };
  for (const old of before) {
    const same = added.find((now) => signature(now) === signature(old, names) && now.isBound === old.isBound);
    if (same !== undefined) pair(old, same);
  }
  for (;;) {
    const likeliest = likeliestPair(removed, added, names);
    if (likeliest === undefined) return { pairs, removed, added };
    pair(...likeliest);
  }
}

function likeliestPair(
  before: readonly EdmOperation[],
  after: readonly EdmOperation[],
  names: Names,
): Pair | undefined {
  let best: Pair | undefined;
  let most = -1;
  for (const old of before) {
    const known = new Set(old.parameters.map((parameter) => parameter.name));
    for (const now of after) {
      if (bindingText(now) !== bindingText(old, names)) continue;
      const common = now.parameters.filter(({ name }) => known.has(name)).length;
      if (common > most) [most, best] = [common, [old, now]];
    }
  }
  return best;
}

/** The type that an operation is bound to; empty for an unbound one. */
function bindingText({ isBound, parameters }: EdmOperation, names?: Names['moved']): string {
  const [parameter] = parameters;
  return isBound && parameter !== undefined ? typeText(parameter.type, names) : '';
}

function signature(
  { isBound, parameters }: Pick<EdmOperation, 'isBound' | 'parameters'>,
  names?: Names,
): string {
  // the name of a binding parameter never goes over the wire
  return parameters
    .map(({ name, type }, index) => `${isBound && index === 0 ? '' : name}:${typeText(type, names)}`)
    .join(',');
}

/** Whether what was called on a type can be called as before, since a base type has the operation. */
function isForBaseType(old: EdmOperation, now: EdmOperation, names: Names): boolean {
  const [from, to] = [old.parameters[0]?.type, now.parameters[0]?.type];
  if (!old.isBound || !now.isBound || from === undefined || to === undefined) return false;
  const rest = ({ parameters, returnType }: EdmOperation, own?: Names) =>
    wholeText({ isBound: false, parameters: parameters.slice(1), returnType }, own);
  return (
    from.collection === to.collection &&
    derivesFrom(from.type, to.type, names) &&
    rest(old, names) === rest(now)
  );
}

function derivesFrom(type: EdmType, base: EdmType, names: Names): boolean {
  for (let one: EdmType | undefined = type; one !== undefined; ) {
    if (names(one.qualifiedName) === base.qualifiedName) return true;
    one = one.kind === 'EntityType' || one.kind === 'ComplexType' ? one.baseType : undefined;
  }
  return false;
}

/** Renamed itself, or bound to a type that is. */
function renamedOperation(before: EdmOperation, after: EdmOperation, breaks: Breaks): SchemaChange {
  const [path, newPath] = [operationPath(before), operationPath(after)];
  return {
    rule: 'element-renamed',
    element: before.kind,
    path,
    newPath,
    ...(breaks === 'nothing'
      ? { old: path, new: newPath }
      : { old: before.qualifiedName, new: after.qualifiedName }),
    breaks,
    message: `${path} seems to be ${newPath} now.`,
  };
}

function movedToBase(operation: EdmOperation, general: EdmOperation): SchemaChange {
  const path = operationPath(operation);
  return {
    rule: 'moved-to-base',
    element: operation.kind,
    path,
    newPath: operationPath(general),
    breaks: 'nothing',
    message: `${path} is bound to the base type now: calls of it go there.`,
  };
}

function removedOperation(operation: EdmOperation): SchemaChange {
  const path = operationPath(operation);
  return {
    rule: 'element-removed',
    element: operation.kind,
    path,
    breaks: 'requests',
    message: `${path} is gone: calls of it fail.`,
  };
}

function addedOperation(operation: EdmOperation): SchemaChange {
  const path = operationPath(operation);
  return {
    rule: 'element-added',
    element: operation.kind,
    path,
    breaks: 'nothing',
    message: `${path} is new.`,
  };
}
