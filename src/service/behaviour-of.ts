// OData Protocol 4.01, section 11.5 "Operations": what an operation does, by its handler or by the service's profile.
import type { EdmOperation } from '../edm/edm-model.ts';
import { handlerFor, type OperationHandler, type OperationHandlers } from './handlers.ts';

/** What a bound operation does where it has no handler, as it follows from what the service holds. */
export interface OperationRule {
  /** Qualified name of the operation. */
  readonly operation: string;
  /** Qualified name of the type that it is bound to, or that the collection it is bound to has. */
  readonly boundTo: string;
  readonly handler: OperationHandler;
}

/** What of a service says how its operations behave. */
interface Behaviours {
  readonly handlers: OperationHandlers;
  readonly profile: { readonly operations: readonly OperationRule[] };
}

/** Undefined for an operation that is answered by default. */
export function behaviourOf(
  { handlers, profile }: Behaviours,
  operation: EdmOperation,
): OperationHandler | undefined {
  return handlerFor(handlers, operation) ?? ruleFor(profile.operations, operation)?.handler;
}

function ruleFor(
  rules: readonly OperationRule[],
  { qualifiedName, isBound, parameters: [binding] }: EdmOperation,
): OperationRule | undefined {
  if (!isBound || binding === undefined) return undefined;
  const bound = binding.type.type.qualifiedName;
  return rules.find(({ operation, boundTo }) => operation === qualifiedName && boundTo === bound);
}
