// OData CSDL 4.01, section 8.4 "Partner": pairs of navigation properties that a service keeps in step without its model saying so.
import {
  type EdmEntityType,
  type EdmNavigationProperty,
  isOfType,
  isSameOrDerived,
} from '../edm/edm-model.ts';

/** Where the declared type of an end has no way back, since its derived types have it, CSDL can't name the partner. */
export interface ImpliedRelations {
  /** Qualified name of the entity type that both ends derive from. */
  readonly among: string;
  /** Names of navigation properties that lead back and forth. */
  readonly partners: readonly (readonly [string, string])[];
  /** Read-only navigation properties, with the one whose targets, and the targets of these, they lead to. */
  readonly transitive: readonly (readonly [string, string])[];
}

/** The way back from a target, as far as its type has one. */
export function impliedPartner(
  relations: ImpliedRelations | undefined,
  { name }: EdmNavigationProperty,
  source: EdmEntityType,
  target: EdmEntityType,
): EdmNavigationProperty | undefined {
  if (relations === undefined || !isOfType(source, relations.among) || !isOfType(target, relations.among))
    return undefined;
  for (const pair of relations.partners) {
    const at = pair.indexOf(name);
    const partner = at < 0 ? undefined : target.navigationProperties.get(pair[1 - at] as string);
    if (partner !== undefined && isSameOrDerived(source, partner.entityType)) return partner;
  }
  return undefined;
}

/** The name of the navigation property that a transitive one follows; undefined where it is none. */
export function transitiveStep(
  relations: ImpliedRelations | undefined,
  { name }: EdmNavigationProperty,
  source: EdmEntityType,
): string | undefined {
  if (relations === undefined) return undefined;
  const found = relations.transitive.find(([transitive]) => transitive === name);
  return found !== undefined && isOfType(source, relations.among) ? found[1] : undefined;
}
