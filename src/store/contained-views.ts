// OData CSDL 4.01, section 8.3 "Containment Navigation Property": collections that show entities which others contain.
import { type EdmEntityType, type EdmNavigationProperty, isOfType } from '../edm/edm-model.ts';

/** A collection that shows, beside its own entities, those at the end of a path. */
export interface ContainedView {
  /** Qualified name of the entity type that has the collection. */
  readonly of: string;
  readonly navigationProperty: string;
  /** Navigation properties, one after the other; one with `*` is followed as often as it goes, and not at all. */
  readonly along: readonly string[];
}

/** Whether navigation properties, one after the other, go along the path of a view. */
export function isAlong(names: readonly string[], along: readonly string[]): boolean {
  const steps = along.map((step) => (step.endsWith('*') ? `(?:/${step.slice(0, -1)})*` : `/${step}`));
  return new RegExp(`^${steps.join('')}$`).test(names.map((name) => `/${name}`).join(''));
}

/** The path whose end a collection shows, too; undefined for most. */
export function viewOf(
  views: readonly ContainedView[],
  { name }: EdmNavigationProperty,
  type: EdmEntityType,
): readonly string[] | undefined {
  return views.find((view) => view.navigationProperty === name && isOfType(type, view.of))?.along;
}
