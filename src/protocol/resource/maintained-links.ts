// OData CSDL 4.01, section 8.4 "Partner": links that a service keeps by itself, so that data need not tell them.
import { type EdmEntityType, type EdmNavigationProperty, isSameOrDerived } from '../../edm/edm-model.ts';
import type { ODataService } from '../../service/odata-service.ts';
import { transitiveStep } from '../../store/implied-relations.ts';

/** What follows from other links, and of two that are kept in step the one that leads back. */
export function isMaintained(
  { definition: { model }, profile: { impliedRelations: relations } }: ODataService,
  property: EdmNavigationProperty,
  source: EdmEntityType,
): boolean {
  if (relations === undefined) return false;
  const among = model.findEntityType(relations.among);
  if (among === undefined || !isSameOrDerived(source, among)) return false;
  const leadsBack = relations.partners.some(([, back]) => back === property.name);
  return leadsBack || transitiveStep(relations, property, source) !== undefined;
}
