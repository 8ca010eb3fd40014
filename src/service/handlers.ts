// OData Protocol 4.01, section 11.5 "Operations": what actions and functions do is told by handlers.

import type { ServiceDefinition } from '../csdl/service-definition.ts';
import type { EdmOperation } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import type { StoreTransaction } from '../store/store.ts';

/** What a handler works with. */
export interface OperationContext {
  readonly definition: ServiceDefinition;
  readonly operation: EdmOperation;
  /** Reading, and in an action changing; what it changes is undone when the handler throws. */
  readonly store: StoreTransaction;
  readonly request: Request;
  /** Aborted when the client cancels the request: what the handler still does is in vain. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Brings the store back to its seed when the operation has succeeded, before its answer goes out. */
  resetAfterwards(): void;
  /** The entities that a URL relative to the service root yields: `entities("Products?$filter=Price gt 5")`. */
  entities(relativeUrl: string): Promise<readonly Entity[]>;
}

/** What an operation is bound to. */
export type Binding = Entity | readonly Entity[] | EdmValue | undefined;

/** A content, where the type of the result is Edm.Stream; a text may be given as such. */
export interface StreamResult {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * What a handler may give: values of the return type, entities of the store, or plain JavaScript values like them. A
 * structured value of a derived type, or where an abstract one is declared, names its type as `@type`; a primitive value
 * can do so where an abstract type is declared: `{ '@type': 'Date', value: '2024-02-29' }`. What a set transformation of $apply
 * gives has the members that it is given with and no others; related instances are among them, as in a body.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is one of an action without a result
export type OperationResult = Entity | readonly Entity[] | EdmValue | StreamResult | undefined | void;

/** Items of a collection that come one after the other: what `async function*` gives. */
export type OperationItems = AsyncIterable<Entity | EdmValue>;

/**
 * The behaviour of an operation. `parameters` holds what was sent, by name, in the forms of `EdmValue`; entities as
 * their values; an optional parameter that was left out has the default that the model states, else it is not there.
 * It may throw ODataError to refuse. A collection may be given item by item: those of a function that a path ends with are
 * sent as they come, unless the query options are about the whole; what is thrown then is an in-stream error.
 */
export type OperationHandler = (
  parameters: StructuredValue,
  context: OperationContext & { readonly binding: Binding },
) => OperationResult | OperationItems | Promise<OperationResult | OperationItems>;

/** By qualified name, or for one overload by `Namespace.Name(parameter,parameter)` (the binding parameter left out). */
export type OperationHandlers = Readonly<Record<string, OperationHandler>>;

export function handlerFor(
  handlers: OperationHandlers,
  operation: EdmOperation,
): OperationHandler | undefined {
  const parameters = operation.isBound ? operation.parameters.slice(1) : operation.parameters;
  const overload = `${operation.qualifiedName}(${parameters.map((parameter) => parameter.name).join(',')})`;
  if (Object.hasOwn(handlers, overload)) return handlers[overload];
  return Object.hasOwn(handlers, operation.qualifiedName) ? handlers[operation.qualifiedName] : undefined;
}
