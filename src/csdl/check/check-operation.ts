// OData CSDL 4.01, section 12 "Action and Function".

import type { CsdlObject } from '../csdl-document.ts';
import { elementsOf, isCsdlObject } from '../csdl-document.ts';
import { expandName, typeExpression } from '../model/model-source.ts';
import type { CheckContext, Checked } from './check-context.ts';
import { findStructured, followPath, typeNameOf } from './check-context.ts';
import { checkOverloads } from './check-overloads.ts';
import { checkFacets } from './check-property.ts';
import { allTypes, checkTypeName } from './check-type-reference.ts';

export function checkOperations(context: CheckContext): void {
  const signatures = new Set<string>();
  for (const element of context.elements) {
    const { $Kind: kind } = element.object;
    if (kind === 'Action' || kind === 'Function') checkOperation(context, element, signatures);
  }
  checkOverloads(context);
}

function checkOperation(context: CheckContext, operation: Checked, signatures: Set<string>): void {
  const { object, path } = operation;
  const parameters = elementsOf(object.$Parameter);
  const names = new Set<string>();
  for (const [index, parameter] of parameters.entries()) {
    const at = [...path, '$Parameter', index];
    const name = String(parameter.$Name);
    if (names.has(name))
      context.report('error', 'duplicate-name', at, `The parameter ${name} is there twice.`);
    names.add(name);
    checkTyped(context, operation, parameter, at);
  }
  if (object.$IsBound === true && parameters.length === 0)
    context.report(
      'error',
      'missing-binding-parameter',
      path,
      'The operation is bound, but has no parameter.',
    );
  checkOptionalParameters(context, operation, parameters);
  if (isCsdlObject(object.$ReturnType))
    checkTyped(context, operation, object.$ReturnType, [...path, '$ReturnType']);
  else if (object.$Kind === 'Function')
    context.report('error', 'missing-return-type', path, 'The function has no return type.');
  checkEntitySetPath(context, operation, parameters[0]);
  const signature = signatureOf(operation, parameters);
  if (signatures.has(signature)) {
    const message = `An overload of this signature is there already: ${signature}.`;
    context.report('warning', 'duplicate-overload', path, message);
  }
  signatures.add(signature);
}

/** Core.OptionalParameter: "Optional parameters MUST be the last parameters". */
function checkOptionalParameters(
  context: CheckContext,
  { path, schema }: Checked,
  parameters: readonly CsdlObject[],
): void {
  const isOptional = (parameter: CsdlObject): boolean =>
    Object.keys(parameter).some(
      (member) =>
        /^@[^#]*$/.test(member) &&
        expandName(schema.expandAlias, member.slice(1)) === 'Org.OData.Core.V1.OptionalParameter',
    );
  const first = parameters.findIndex(isOptional);
  const late =
    first < 0 ? -1 : parameters.findIndex((parameter, index) => index > first && !isOptional(parameter));
  if (late < 0) return;
  const message = `The parameter ${String(parameters[late]?.$Name)} must be given, but follows an optional one; put it before.`;
  context.report('warning', 'parameter-order', [...path, '$Parameter', late], message);
}

/** Section 12.6 "Entity Set Path": it starts with the binding parameter, and goes on along properties of its type. */
function checkEntitySetPath(
  context: CheckContext,
  { object, schema, path }: Checked,
  binding: CsdlObject | undefined,
): void {
  const { $EntitySetPath: entitySetPath } = object;
  if (typeof entitySetPath !== 'string') return;
  const [first, ...rest] = entitySetPath.split('/');
  const type = binding && findStructured(context, typeNameOf({ object: binding, schema }));
  const isKnown =
    object.$IsBound === true &&
    first === binding?.$Name &&
    (rest.length === 0 ||
      (type !== undefined && followPath(context, type, rest.join('/'), schema).unknown === undefined));
  if (!isKnown) {
    const message = `The entity set path ${entitySetPath} leads nowhere from the binding parameter.`;
    context.report('warning', 'unknown-entity-set-path', path, message);
  }
}

function checkTyped(
  context: CheckContext,
  { schema }: Checked,
  object: CsdlObject,
  path: readonly (string | number)[],
): void {
  if (checkTypeName(context, { object, schema }, path, allTypes))
    checkFacets(context, object, typeNameOf({ object, schema }), path);
}

/** What tells overloads apart: for actions the binding type; for functions it and the names of the other parameters. */
function signatureOf({ object, qualifiedName, schema }: Checked, parameters: readonly CsdlObject[]): string {
  const isBound = object.$IsBound === true;
  const binding = isBound && parameters[0] ? typeExpression(schema.expandAlias, parameters[0]) : '';
  const others = parameters.slice(isBound ? 1 : 0).map(({ $Name: name }) => String(name));
  const named = object.$Kind === 'Function' ? others.sort() : [];
  return `${String(object.$Kind)} ${qualifiedName}(${[isBound ? binding : 'unbound', ...named].join(', ')})`;
}
