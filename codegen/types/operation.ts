// OData CSDL 4.01, section 12 "Action and Function": parameters and results, overloads as a union.
import type { EdmOperation, EdmParameter } from '../../src/edm/edm-model.ts';
import { type Module, typeText } from './module.ts';
import { memberName } from './names.ts';

/** Text of the type that describes one operation with all its overloads. */
export function operationText(overloads: readonly EdmOperation[], module: Module): string {
  const texts = overloads.map((overload) => overloadText(overload, module));
  return [...new Set(texts)].sort().join(' | ');
}

function overloadText(operation: EdmOperation, module: Module): string {
  const [binding, parameters] = operation.isBound
    ? [operation.parameters[0], operation.parameters.slice(1)]
    : [undefined, operation.parameters];
  const members = [
    ...(binding ? [`binding: ${typeText({ ...binding.type, nullable: false }, module, 'read')}`] : []),
    `parameters: ${parametersText(parameters, module)}`,
    `result: ${operation.returnType ? typeText(operation.returnType, module, 'read') : 'void'}`,
  ];
  return `{ ${members.join('; ')} }`;
}

function parametersText(parameters: readonly EdmParameter[], module: Module): string {
  if (parameters.length === 0) return 'Record<never, never>';
  const members = parameters.map((parameter) => {
    const optional = parameter.optional ? '?' : '';
    return `${memberName(parameter.name)}${optional}: ${typeText(parameter.type, module, 'create')}`;
  });
  return `{ ${members.join('; ')} }`;
}
