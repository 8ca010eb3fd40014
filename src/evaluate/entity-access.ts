// OData Protocol 4.01, section 11.2 "Requesting Data": how evaluation reaches entities, whatever holds them in memory.
import type {
  EdmEntitySet,
  EdmFunction,
  EdmNavigationProperty,
  EdmSingleton,
  EdmType,
} from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';

/**
 * One consistent state of a store's entities, read synchronously. Nothing that it gives is changed afterwards.
 */
export interface EntityAccess {
  /** The entities that the set shows, in a stable order (a store gives them by key). An array is read fastest. */
  entities(entitySet: EdmEntitySet): Iterable<Entity>;
  /** The entity with this key; values by the names (or aliases) of the key, in the form of the key properties' types. */
  find(entitySet: EdmEntitySet, key: StructuredValue): Entity | undefined;
  /**
   * Index look-up: the entities of the set whose property has exactly this value (not null), in any order.
   * `undefined`: there is no index on the property, and evaluation reads the whole set.
   */
  findBy?(entitySet: EdmEntitySet, path: readonly string[], value: EdmValue): readonly Entity[] | undefined;
  /** The singleton; undefined where it is null. */
  singleton(singleton: EdmSingleton): Entity | undefined;
  /**
   * Targets of a navigation property, in a stable order; at most one for a single-valued property.
   * `path`: names of the complex properties between the entity and the navigation property; an item of a collection
   * of complex values is named by its ordinal (`['Addresses', '0']`).
   */
  related(
    entity: Entity,
    path: readonly string[],
    navigationProperty: EdmNavigationProperty,
  ): readonly Entity[];
  /**
   * The result of a function of the model; without this method, functions answer 501. `undefined`: it is not known yet.
   * Evaluation then goes on with null, calls nothing with what follows from that, and what it yields is worth nothing: it
   * is to be repeated when the results are known.
   */
  callFunction?(call: FunctionCall): FunctionResult | undefined;
  /**
   * The result of a custom aggregate (by its name) or custom aggregation method (by its qualified name), whose meaning the model
   * does not tell; `undefined`: it is not known here, which answers 501. `values`: entities, values of instances that are none,
   * or values that are not null.
   */
  aggregate?(name: string, values: readonly (EdmValue | Entity)[]): EdmValue | undefined;
}

export interface FunctionCall {
  readonly function: EdmFunction;
  /** What the function is bound to; undefined for an unbound function. */
  readonly binding: FunctionResult | undefined;
  /** Parameter values by name, without the binding parameter. */
  readonly parameters: StructuredValue;
  /**
   * Of a set transformation: the type of the instances that it yields. They have the members that the function gives them
   * and no others; related instances are among these.
   */
  readonly transformedType?: EdmType | undefined;
}

/** Entities where the type is an entity type, values where it is not. */
export type FunctionResult = EdmValue | Entity | readonly Entity[];
