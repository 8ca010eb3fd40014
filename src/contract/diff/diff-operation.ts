// OData CSDL 4.01, section 12 "Action and Function": one overload in two models.
import type { EdmOperation, EdmParameter } from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { optionalTexts } from './diff-facts.ts';
import { diffNamed } from './diff-named.ts';
import { diffTypeReferences } from './diff-type-references.ts';
import type { Names } from './names.ts';
import type { SchemaChange } from './schema-change.ts';
import { operationPath, typeText } from './type-text.ts';

/** What differs between two versions of one overload. */
export function diffOperation(before: EdmOperation, after: EdmOperation, names: Names): SchemaChange[] {
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
    ...diffReturnTypes(path, before, after, names),
    ...diffParameters(path, before, after, names),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}

function diffReturnTypes(
  path: string,
  before: EdmOperation,
  after: EdmOperation,
  names: Names,
): SchemaChange[] {
  const old = before.returnType;
  const now = after.returnType;
  const ownPath = `${path}/$ReturnType`;
  if (old !== undefined && now !== undefined) {
    return [
      ...diffTypeReferences({ element: 'ReturnType', path: ownPath, direction: 'response' }, old, now, names),
      ...diffAnnotations(ownPath, before.returnTypeAnnotations, after.returnTypeAnnotations),
    ];
  }
  if (old === undefined && now === undefined) return [];
  return [
    {
      rule: now === undefined ? 'element-removed' : 'element-added',
      element: 'ReturnType',
      path: ownPath,
      ...optionalTexts(old && typeText(old), now && typeText(now)),
      breaks: now === undefined ? 'responses' : 'nothing',
      message:
        now === undefined ? `${path} has no result any more.` : `${path} has a result now: ${typeText(now)}.`,
    },
  ];
}

function diffParameters(
  path: string,
  before: EdmOperation,
  after: EdmOperation,
  names: Names,
): SchemaChange[] {
  const byName = (operation: EdmOperation) =>
    new Map(ownParameters(operation).map((parameter) => [parameter.name, parameter]));
  const changes = diffNamed(byName(before), byName(after), {
    pathOf: (name) => `${path}/${name}`,
    elementOf: () => 'Parameter',
    likeness: (from, to) => (isSamePlace([before, from], [after, to], names) ? 1 : 0),
    kept: (parameter, from, to) => diffParameter(parameter, from, to, names),
    renameBreaks: () => 'requests',
    removed: (_, { name }) => ({
      breaks: 'requests',
      message: `Parameter ${name} of ${path} is gone: calls with it fail.`,
    }),
    added: (_, parameter) => {
      const mayBeLeftOut = parameter.optional || (after.kind === 'Action' && parameter.type.nullable);
      const isLast = isAfterKnown(parameter, before, after);
      const why = !mayBeLeftOut
        ? ': calls without it fail'
        : isLast
          ? ', which may be left out'
          : ' before parameters that were there: arguments by position go to other parameters';
      return {
        new: typeText(parameter.type),
        breaks: mayBeLeftOut && isLast ? 'nothing' : 'requests',
        message: `${path} takes ${parameter.name} now${why}.`,
      };
    },
  });
  return [...diffBindingParameter(path, before, after, names), ...changes, ...diffOrder(path, before, after)];
}

/** Without the binding parameter. */
function ownParameters({ isBound, parameters }: EdmOperation): readonly EdmParameter[] {
  return parameters.slice(isBound ? 1 : 0);
}

/** The first parameter, under whatever name: it never goes over the wire. */
function diffBindingParameter(
  path: string,
  before: EdmOperation,
  after: EdmOperation,
  names: Names,
): SchemaChange[] {
  const [old] = before.isBound ? before.parameters : [];
  const [now] = after.isBound ? after.parameters : [];
  if (old === undefined || now === undefined) return [];
  const own = `${path}/${old.name}`;
  // that the type has another name is told with the operation's path
  const silent = Object.assign((name: string) => names(name), { moved: names });
  const changes = diffParameter(own, old, now, silent);
  if (old.name === now.name) return changes;
  const renamed: SchemaChange = {
    rule: 'element-renamed',
    element: 'Parameter',
    path: own,
    newPath: `${path}/${now.name}`,
    old: old.name,
    new: now.name,
    breaks: 'nothing',
    message: `The binding parameter ${old.name} of ${path} is ${now.name} now.`,
  };
  return [renamed, ...changes];
}

/** "after existing parameters" */
function isAfterKnown(parameter: EdmParameter, before: EdmOperation, after: EdmOperation): boolean {
  const known = new Set(before.parameters.map(({ name }) => name));
  return after.parameters
    .slice(after.parameters.indexOf(parameter) + 1)
    .every(({ name }) => !known.has(name));
}

type Placed = readonly [EdmOperation, EdmParameter];

function isSamePlace([before, from]: Placed, [after, to]: Placed, names: Names): boolean {
  return (
    before.parameters.indexOf(from) === after.parameters.indexOf(to) &&
    typeText(from.type, names) === typeText(to.type)
  );
}

function diffParameter(
  path: string,
  before: EdmParameter,
  after: EdmParameter,
  names: Names,
): SchemaChange[] {
  const changes = diffTypeReferences(
    { element: 'Parameter', path, direction: 'request' },
    before.type,
    after.type,
    names,
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

/** "reordering action or function parameters" is among the breaking changes that the protocol names: arguments go by position in generated clients. */
function diffOrder(path: string, before: EdmOperation, after: EdmOperation): SchemaChange[] {
  const common = (operation: EdmOperation, other: EdmOperation) =>
    ownParameters(operation)
      .map(({ name }) => name)
      .filter((name) => ownParameters(other).some((parameter) => parameter.name === name))
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
      breaks: 'requests',
      message: `The parameters of ${path} stand in another order.`,
    },
  ];
}
