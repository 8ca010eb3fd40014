// OData CSDL 4.01, section 12 "Action and Function": overloads are matched by what they are bound to and what they take.
import type { EdmOperation, EdmParameter } from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { optionalTexts } from './diff-facts.ts';
import { diffNamed } from './diff-named.ts';
import { diffTypeReferences } from './diff-type-references.ts';
import type { SchemaChange } from './schema-change.ts';
import { operationPath, typeText } from './type-text.ts';

/** All overloads of one name in two models. */
export function diffOverloads(
  before: readonly EdmOperation[],
  after: readonly EdmOperation[],
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const bindings = new Set([...before, ...after].map(bindingText));
  for (const binding of bindings) {
    const old = before.filter((operation) => bindingText(operation) === binding);
    const now = after.filter((operation) => bindingText(operation) === binding);
    changes.push(...diffSameBinding(old, now));
  }
  return changes;
}

function bindingText(operation: EdmOperation): string {
  const parameter = operation.isBound ? operation.parameters[0] : undefined;
  return parameter === undefined ? '' : typeText(parameter.type);
}

function diffSameBinding(before: readonly EdmOperation[], after: readonly EdmOperation[]): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const restOld: EdmOperation[] = [];
  const restNow = [...after];
  for (const old of before) {
    const index = restNow.findIndex((now) => signature(now) === signature(old));
    if (index < 0) restOld.push(old);
    else changes.push(...diffOperations(old, restNow.splice(index, 1)[0] as EdmOperation));
  }
  // what is left over differs in its parameters: the overload with the most parameters in common is the same one, changed
  while (restOld.length > 0 && restNow.length > 0) {
    const [old, now] = likeliestPair(restOld, restNow);
    restOld.splice(restOld.indexOf(old), 1);
    restNow.splice(restNow.indexOf(now), 1);
    changes.push(...diffOperations(old, now));
  }
  return [...changes, ...restOld.map(removedOperation), ...restNow.map(addedOperation)];
}

function signature(operation: EdmOperation): string {
  return operation.parameters.map((parameter) => `${parameter.name}:${typeText(parameter.type)}`).join(',');
}

function likeliestPair(
  before: readonly EdmOperation[],
  after: readonly EdmOperation[],
): [EdmOperation, EdmOperation] {
  let best: [EdmOperation, EdmOperation] = [before[0] as EdmOperation, after[0] as EdmOperation];
  let most = -1;
  for (const old of before) {
    const names = new Set(old.parameters.map((parameter) => parameter.name));
    for (const now of after) {
      const common = now.parameters.filter((parameter) => names.has(parameter.name)).length;
      if (common > most) [most, best] = [common, [old, now]];
    }
  }
  return best;
}

export function removedOperation(operation: EdmOperation): SchemaChange {
  const path = operationPath(operation);
  return {
    rule: 'element-removed',
    element: operation.kind,
    path,
    breaks: 'requests',
    message: `${path} is gone: calls of it fail.`,
  };
}

export function addedOperation(operation: EdmOperation): SchemaChange {
  const path = operationPath(operation);
  return {
    rule: 'element-added',
    element: operation.kind,
    path,
    breaks: 'nothing',
    message: `${path} is new.`,
  };
}

function diffOperations(before: EdmOperation, after: EdmOperation): SchemaChange[] {
  const path = operationPath(before);
  const changes: SchemaChange[] = [];
  if (before.entitySetPath !== after.entitySetPath) {
    changes.push({
      rule: 'entity-set-path-changed',
      element: before.kind,
      path,
      attribute: 'EntitySetPath',
      ...optionalTexts(before.entitySetPath, after.entitySetPath),
      breaks: 'nothing',
      message: `EntitySetPath of ${path} was ${before.entitySetPath ?? 'none'} and is ${after.entitySetPath ?? 'none'}.`,
    });
  }
  if (before.kind === 'Function' && after.kind === 'Function' && before.isComposable !== after.isComposable) {
    changes.push({
      rule: 'composable-changed',
      element: 'Function',
      path,
      attribute: 'IsComposable',
      old: String(before.isComposable),
      new: String(after.isComposable),
      breaks: after.isComposable ? 'nothing' : 'requests',
      message: `${path} ${after.isComposable ? 'is composable now' : 'is not composable any more: longer paths fail'}.`,
    });
  }
  return [
    ...changes,
    ...diffReturnTypes(path, before, after),
    ...diffParameters(path, before, after),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}

function diffReturnTypes(path: string, before: EdmOperation, after: EdmOperation): SchemaChange[] {
  const old = before.returnType;
  const now = after.returnType;
  if (old !== undefined && now !== undefined) {
    return diffTypeReferences(
      { element: 'ReturnType', path: `${path}/$ReturnType`, direction: 'response' },
      old,
      now,
    );
  }
  if (old === undefined && now === undefined) return [];
  return [
    {
      rule: now === undefined ? 'element-removed' : 'element-added',
      element: 'ReturnType',
      path: `${path}/$ReturnType`,
      ...optionalTexts(old && typeText(old), now && typeText(now)),
      breaks: now === undefined ? 'responses' : 'nothing',
      message:
        now === undefined ? `${path} has no result any more.` : `${path} has a result now: ${typeText(now)}.`,
    },
  ];
}

function diffParameters(path: string, before: EdmOperation, after: EdmOperation): SchemaChange[] {
  const byName = (operation: EdmOperation) =>
    new Map(operation.parameters.map((parameter) => [parameter.name, parameter]));
  const changes = diffNamed(byName(before), byName(after), {
    pathOf: (name) => `${path}/${name}`,
    elementOf: () => 'Parameter',
    likeness: (from, to) => (isSamePlace(before, after, from, to) ? 1 : 0),
    kept: diffParameter,
    // the name of a binding parameter never goes over the wire
    renameBreaks: (parameter) =>
      before.isBound && before.parameters[0] === parameter ? 'nothing' : 'requests',
    removed: (_, { name }) => ({
      breaks: 'requests',
      message: `Parameter ${name} of ${path} is gone: calls with it fail.`,
    }),
    added: (_, { name, optional, type }) => {
      const safe = optional || (after.kind === 'Action' && type.nullable);
      return {
        new: typeText(type),
        breaks: safe ? 'nothing' : 'requests',
        message: `${path} takes ${name} now${safe ? ', which may be left out' : ': calls without it fail'}.`,
      };
    },
  });
  return [...changes, ...diffOrder(path, before, after)];
}

function isSamePlace(
  before: EdmOperation,
  after: EdmOperation,
  from: EdmParameter,
  to: EdmParameter,
): boolean {
  return (
    before.parameters.indexOf(from) === after.parameters.indexOf(to) &&
    typeText(from.type) === typeText(to.type)
  );
}

function diffParameter(path: string, before: EdmParameter, after: EdmParameter): SchemaChange[] {
  const changes = diffTypeReferences(
    { element: 'Parameter', path, direction: 'request' },
    before.type,
    after.type,
  );
  if (before.optional !== after.optional) {
    changes.push({
      rule: 'optional-changed',
      element: 'Parameter',
      path,
      attribute: 'OptionalParameter',
      old: String(before.optional),
      new: String(after.optional),
      breaks: after.optional ? 'nothing' : 'requests',
      message: `${path} is ${after.optional ? 'optional' : 'required'} now.`,
    });
  }
  return [...changes, ...diffAnnotations(path, before.annotations, after.annotations)];
}

/** Parameters go by name, so that another order is felt by generated clients with positional arguments only. */
function diffOrder(path: string, before: EdmOperation, after: EdmOperation): SchemaChange[] {
  const common = (operation: EdmOperation, other: EdmOperation) =>
    operation.parameters
      .map(({ name }) => name)
      .filter((name) => other.parameters.some((p) => p.name === name))
      .join(',');
  const [old, now] = [common(before, after), common(after, before)];
  if (old === now) return [];
  return [
    {
      rule: 'parameter-order-changed',
      element: before.kind,
      path,
      old,
      new: now,
      breaks: 'nothing',
      message: `The parameters of ${path} stand in another order.`,
    },
  ];
}
