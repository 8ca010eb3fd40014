// OData CSDL 4.01, section 12 "Action and Function": handlers that are given, or that a module exports, for operations of the model.
import { resolve } from 'node:path';
import type { EdmModel } from '../edm/edm-model.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import { importDefault } from './import-module.ts';

/**
 * @param given the handlers, or the file of a module whose default export they are
 * @throws TypeError that names each handler that is none, or whose operation the model does not have; ModuleError
 */
export async function openHandlers(
  given: OperationHandlers | string | undefined,
  model: EdmModel,
): Promise<OperationHandlers> {
  const isFile = typeof given === 'string';
  const handlers: unknown = isFile ? await importDefault(resolve(given)) : (given ?? {});
  const where = isFile ? given : 'handlers';
  if (typeof handlers !== 'object' || handlers === null)
    throw new TypeError(`${where}: the default export must be an object with a function for each operation.`);
  const problems = Object.entries(handlers).flatMap(([name, handler]) => problemOf(name, handler, model));
  if (problems.length > 0) throw new TypeError(problems.map((problem) => `${where}: ${problem}`).join('\n'));
  return handlers as OperationHandlers;
}

/** Handlers are named by qualified name, or for one overload by `Namespace.Name(parameter,parameter)`. */
function problemOf(name: string, handler: unknown, model: EdmModel): readonly string[] {
  if (name === 'default' && typeof handler === 'object')
    return ['they are what the module exports as default, not the module.'];
  if (typeof handler !== 'function') return [`${name} must be a function.`];
  const [qualifiedName = ''] = name.split('(');
  const overloads = [...model.findActions(qualifiedName), ...model.findFunctions(qualifiedName)];
  if (overloads.length === 0)
    return [
      `the model has no operation ${qualifiedName}.${didYouMean(qualifiedName, operationNames(model))}`,
    ];
  if (name === qualifiedName) return [];
  const names = overloads.map(({ isBound, parameters }) => {
    const told = isBound ? parameters.slice(1) : parameters;
    return `${qualifiedName}(${told.map((parameter) => parameter.name).join(',')})`;
  });
  return names.includes(name) ? [] : [`the model has no overload ${name}; there is ${names.join(' and ')}.`];
}

function operationNames(model: EdmModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const element of model.elements())
    if (element.kind === 'Action' || element.kind === 'Function') names.add(element.qualifiedName);
  return names;
}
