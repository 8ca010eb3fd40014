// OData CSDL 4.01, sections 12.2 "Action Overloads" and 12.4 "Function Overloads": what overloads have in common, and what not.

import type { CsdlObject } from '../csdl-document.ts';
import { elementsOf, isCsdlObject } from '../csdl-document.ts';
import { typeExpression } from '../model/model-source.ts';
import type { CheckContext, Checked } from './check-context.ts';

/** Functions of one name, bound to one type or unbound, return one type and differ by the types of their parameters. */
export function checkOverloads(context: CheckContext): void {
  const returned = new Map<string, string>();
  const taken = new Set<string>();
  const kinds = new Map<string, string>();
  for (const operation of context.elements) {
    const { object, path, qualifiedName } = operation;
    if (object.$Kind !== 'Action' && object.$Kind !== 'Function') continue;
    const kind = kinds.get(qualifiedName) ?? object.$Kind;
    kinds.set(qualifiedName, kind);
    if (kind !== object.$Kind)
      context.report(
        'warning',
        'shared-name',
        path,
        `${qualifiedName} is the name of actions and of functions.`,
      );
    if (object.$Kind === 'Function') checkFunction(context, operation, returned, taken);
  }
}

function checkFunction(
  context: CheckContext,
  operation: Checked,
  returned: Map<string, string>,
  taken: Set<string>,
): void {
  const { object, path, qualifiedName } = operation;
  const types = elementsOf(object.$Parameter).map((parameter) => typeText(operation, parameter));
  const group = `${qualifiedName} ${object.$IsBound === true ? types[0] : ''}`;
  const result = isCsdlObject(object.$ReturnType) ? typeText(operation, object.$ReturnType) : '';
  const expected = returned.get(group) ?? result;
  returned.set(group, expected);
  if (expected !== result) {
    const message = `This overload returns ${result}, another one ${expected}: all must return the same type.`;
    context.report('warning', 'overload-return-type', path, message);
  }
  const signature = `${group}(${types.join(',')})`;
  if (taken.has(signature)) {
    const message = `Another overload has parameters of the same types, ${types.join(', ') || 'none'}: overloads must differ in them.`;
    context.report('warning', 'overload-parameter-types', path, message);
  }
  taken.add(signature);
}

function typeText({ schema }: Checked, object: CsdlObject): string {
  return typeExpression(schema.expandAlias, object);
}
