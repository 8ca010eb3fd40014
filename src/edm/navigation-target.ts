// OData CSDL 4.01, section 13.4 "Navigation Property Binding": where the targets of a navigation property live.
import {
  type EdmEntitySet,
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  type EdmNavigationSource,
  isSameOrDerived,
} from './edm-model.ts';

/** Where a path of containment starts, and the names followed since (properties, casts, containment navigation properties). */
export interface NavigationOrigin {
  readonly navigationSource: EdmNavigationSource;
  readonly path: readonly string[];
}

export type NavigationTarget =
  | { readonly kind: 'navigationSource'; readonly navigationSource: EdmNavigationSource }
  /** A binding whose target goes through a singleton into containment: `policies/appManagementPolicies`. */
  | {
      readonly kind: 'path';
      readonly navigationSource: EdmNavigationSource;
      readonly path: readonly string[];
    }
  /** Contained in the source, because the model says so or because no binding and no single entity set fits the type. */
  | { readonly kind: 'contained' };

/**
 * Finds the target of a navigation property. `origin` is undefined where the model does not tell where the source lives.
 * Without a binding the one entity set of the property's type is taken, else the one whose type is the nearest base type.
 */
export function navigationTarget(
  model: EdmModel,
  origin: NavigationOrigin | undefined,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): NavigationTarget {
  if (navigationProperty.containsTarget) return { kind: 'contained' };
  const bound = origin && findBinding(origin, path, navigationProperty);
  const target = bound !== undefined ? resolveTargetPath(model, bound) : undefined;
  if (target !== undefined) return target;
  const entitySet = entitySetOfType(model, navigationProperty.entityType);
  return entitySet === undefined
    ? { kind: 'contained' }
    : { kind: 'navigationSource', navigationSource: entitySet };
}

/** The one entity set for entities of a type: of exactly this type, else of its nearest base type; undefined where that is ambiguous. */
export function entitySetOfType(model: EdmModel, type: EdmEntityType): EdmEntitySet | undefined {
  const sets = entitySets(model);
  for (let t: EdmEntityType | undefined = type; t !== undefined; t = t.baseType) {
    const ofType = sets.filter((set) => set.entityType === t);
    if (ofType.length > 0) return ofType.length === 1 ? ofType[0] : undefined;
  }
  return undefined;
}

const setsByModel = new WeakMap<EdmModel, readonly EdmEntitySet[]>();

/** The entity sets of the container, in document order. */
export function entitySets(model: EdmModel): readonly EdmEntitySet[] {
  let sets = setsByModel.get(model);
  if (sets === undefined) {
    sets = [...(model.entityContainer?.children.values() ?? [])].filter(
      (child) => child.kind === 'EntitySet',
    );
    setsByModel.set(model, sets);
  }
  return sets;
}

function findBinding(
  origin: NavigationOrigin,
  path: readonly string[],
  navigationProperty: EdmNavigationProperty,
): string | undefined {
  const wanted = [...names([...origin.path, ...path]), navigationProperty.name].join('/');
  let found: string | undefined;
  for (const [bindingPath, target] of origin.navigationSource.navigationPropertyBindings) {
    const steps = bindingPath.split('/');
    if (names(steps).join('/') !== wanted) continue;
    const cast = steps.at(-2);
    if (cast === navigationProperty.declaringType.qualifiedName) return target;
    if (found === undefined || cast?.includes('.') !== true) found = target;
  }
  return found;
}

/** The steps of a path without casts and ordinals. */
function names(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !step.includes('.') && !/^-?\d+$/.test(step));
}

/** `Countries`, `Namespace.Container/Countries` or `MainSupplier/Products`. */
function resolveTargetPath(model: EdmModel, target: string): NavigationTarget | undefined {
  const steps = target.split('/');
  if (steps[0]?.includes('.')) steps.shift();
  const root = model.entityContainer?.children.get(steps[0] ?? '');
  if (root === undefined || (root.kind !== 'EntitySet' && root.kind !== 'Singleton')) return undefined;
  if (steps.length === 1) return { kind: 'navigationSource', navigationSource: root };
  return { kind: 'path', navigationSource: root, path: steps.slice(1) };
}

/** Whether entities that live in one entity set are shown in another one as well: their types are related by inheritance. */
export function showsEntitiesOf(entitySet: EdmEntitySet, home: EdmEntitySet, type: EdmEntityType): boolean {
  if (entitySet === home) return true;
  if (entitySet.entityType === home.entityType) return false;
  return isSameOrDerived(type, entitySet.entityType);
}
