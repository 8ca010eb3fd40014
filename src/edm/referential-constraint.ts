// OData CSDL 4.01, section 8.5 "Referential Constraint": which values name the principal, and which only repeat its values.
import type { EdmNavigationProperty, EdmStructuredType } from './edm-model.ts';

type Constraint = EdmNavigationProperty['referentialConstraints'][number];

export interface SplitConstraints {
  /** Those that name the principal: by its key where that is among them. */
  readonly naming: readonly Constraint[];
  /** Dependent properties tied to others of the principal: the service keeps them, clients do not set them. */
  readonly repeating: readonly Constraint[];
}

const known = new WeakMap<EdmNavigationProperty, SplitConstraints>();

export function splitConstraints(navigationProperty: EdmNavigationProperty): SplitConstraints {
  let split = known.get(navigationProperty);
  if (split === undefined) {
    const { referentialConstraints: all, entityType } = navigationProperty;
    const key = new Set(entityType.key.map(({ path }) => path.join('/')));
    const naming = all.filter(({ referencedProperty }) => key.has(referencedProperty));
    const isNamed = key.size > 0 && naming.length === key.size;
    split = isNamed
      ? { naming, repeating: all.filter((constraint) => !naming.includes(constraint)) }
      : { naming: all, repeating: [] };
    known.set(navigationProperty, split);
  }
  return split;
}

/** The navigation properties of a type that have repeating constraints. */
export function repeatingNavigation({
  navigationProperties,
}: EdmStructuredType): readonly EdmNavigationProperty[] {
  return [...navigationProperties.values()].filter(
    (property) => splitConstraints(property).repeating.length > 0,
  );
}

/** Whether a property only repeats what the principal says. */
export function isRepeated(type: EdmStructuredType, name: string): boolean {
  return repeatingNavigation(type).some((property) =>
    splitConstraints(property).repeating.some((constraint) => constraint.property === name),
  );
}
