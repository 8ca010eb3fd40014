// OData Protocol 4.01, section 11.5 "Operations": handlers typed by the generated type `Service`.
import { type Entity, isEntity } from '../edm/entity.ts';
import { createRecord, isCollectionValue, type StructuredValue } from '../edm/value.ts';
import type { Binding, OperationContext, OperationHandler, OperationHandlers } from './handlers.ts';
import { payloadEntity, payloadValue } from './payload-value.ts';

/** What generated code says of a service; only the members that tell of operations and sets. */
export interface ServiceShape {
  readonly entitySets: object;
  readonly actions: object;
  readonly functions: object;
  readonly boundActions: object;
  readonly boundFunctions: object;
}

/** An entity of the store, for its methods, with its properties in the form of the generated types. */
export type TypedEntity<T> = Entity & { readonly data: T };

type BoundNames<Group> = { [Type in keyof Group]: keyof Group[Type] }[keyof Group];
type BoundTo<Group, Name> = {
  [Type in keyof Group]: Name extends keyof Group[Type] ? Group[Type][Name] : never;
}[keyof Group];

/** Qualified names of all operations. */
export type OperationName<S extends ServiceShape> = Extract<
  keyof S['actions'] | keyof S['functions'] | BoundNames<S['boundActions']> | BoundNames<S['boundFunctions']>,
  string
>;

type Overloads<S extends ServiceShape, Name> =
  | (Name extends keyof S['actions'] ? S['actions'][Name] : never)
  | (Name extends keyof S['functions'] ? S['functions'][Name] : never)
  | BoundTo<S['boundActions'], Name>
  | BoundTo<S['boundFunctions'], Name>;

type Parameters<Overload> = Overload extends { readonly parameters: infer P } ? P : never;
type Result<Overload> = Overload extends { readonly result: infer R } ? R : never;
type Bound<T> = T extends readonly (infer Item)[]
  ? readonly Bound<Item>[]
  : T extends object
    ? TypedEntity<T>
    : T;
type BoundOf<Overload> = Overload extends { readonly binding: infer B } ? Bound<B> : undefined;

/** A value of the return type, or entities of the store; the items of a collection may come one after the other. */
type Given<R> =
  | R
  | (NonNullable<R> extends readonly (infer Item)[] ? AsyncIterable<Item | Entity> : never)
  | (NonNullable<R> extends readonly object[]
      ? readonly Entity[]
      : NonNullable<R> extends object
        ? Entity
        : never);

export interface TypedContext<S extends ServiceShape, B> extends OperationContext {
  /** What the operation is bound to: entities of the store, with their properties in `data`. */
  readonly binding: B;
  /** Entities of a set, with query options as in a URL: `read('People', '$filter=Age gt 5')`. */
  read<Set extends keyof S['entitySets'] & string>(
    entitySet: Set,
    options?: string,
  ): Promise<readonly TypedEntity<S['entitySets'][Set] extends { readonly entity: infer T } ? T : never>[]>;
}

export type TypedHandler<S extends ServiceShape, Name> = (
  parameters: Parameters<Overloads<S, Name>>,
  context: TypedContext<S, BoundOf<Overloads<S, Name>>>,
) => Given<Result<Overloads<S, Name>>> | Promise<Given<Result<Overloads<S, Name>>>>;

/** By qualified name; for one overload by `Namespace.Name(parameter,parameter)`. */
export type TypedHandlers<S extends ServiceShape> = {
  readonly [Name in OperationName<S>]?: TypedHandler<S, Name>;
} & {
  readonly [Name in OperationName<S> as `${Name}(${string})`]?: TypedHandler<S, Name>;
};

/**
 * Handlers whose parameters, binding and results have the types of the generated `Service`:
 * `export default defineHandlers<Service>({ 'ns.Rate': ({ stars }, { binding }) => … })`.
 * Parameters come as they stand in bodies: Int64 and Decimal as numbers or text, not as bigint.
 */
export function defineHandlers<S extends ServiceShape>(handlers: TypedHandlers<S>): OperationHandlers {
  const untyped = Object.entries(handlers as Readonly<Record<string, TypedHandler<S, string>>>);
  return Object.fromEntries(untyped.map(([name, handler]) => [name, plainHandler(handler as never)]));
}

function plainHandler(
  handler: (parameters: StructuredValue, context: unknown) => ReturnType<OperationHandler>,
): OperationHandler {
  return (parameters, context) => {
    const values = createRecord();
    for (const [name, value] of Object.entries(parameters)) values[name] = payloadValue(value);
    return handler(values, {
      ...context,
      binding: typedBinding(context.binding),
      read: async (entitySet: string, options = '') =>
        (await context.entities(options === '' ? entitySet : `${entitySet}?${options}`)).map(withData),
    });
  };
}

function typedBinding(binding: Binding): unknown {
  if (isEntity(binding)) return withData(binding);
  if (Array.isArray(binding) && binding.every(isEntity)) return binding.map(withData);
  const value = binding as Exclude<Binding, Entity | readonly Entity[]>;
  if (value === undefined || value === null || typeof value !== 'object' || isCollectionValue(value))
    return value === undefined ? undefined : payloadValue(value);
  return { data: payloadValue(value) };
}

function withData(entity: Entity): TypedEntity<unknown> {
  return { ...entity, data: payloadEntity(entity) };
}
