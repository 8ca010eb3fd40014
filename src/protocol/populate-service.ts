// OData CSDL 4.01, sections 13.2 "Entity Set" and 13.3 "Singleton": made-up entities for what is empty in a service.
import { type PopulateOptions, populate } from '../data/populate.ts';
import {
  type EdmEntityType,
  type EdmNavigationProperty,
  type EdmNavigationSource,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import type { ODataService } from '../service/odata-service.ts';
import { type ImpliedRelations, transitiveStep } from '../store/implied-relations.ts';
import { loadData } from './load-data.ts';

/** Fills the entity sets that hold nothing, and the singletons that nobody has written yet. */
export async function populateEmptySets(service: ODataService, options: PopulateOptions): Promise<void> {
  const { definition, profile } = service;
  const sources = [...(definition.model.entityContainer?.children.values() ?? [])].filter(
    (child): child is EdmNavigationSource => child.kind === 'EntitySet' || child.kind === 'Singleton',
  );
  const unknown = options.sets?.find((name) => !sources.some((source) => source.name === name));
  if (unknown !== undefined) throw new TypeError(`The model has no entity set or singleton ${unknown}.`);
  const empty: string[] = [];
  for (const source of sources)
    if (options.sets?.includes(source.name) !== false && (await isEmpty(service, source)))
      empty.push(source.name);
  const { model } = definition;
  const among = model.findEntityType(profile.impliedRelations?.among ?? '');
  const data = await populate(model, { ...options, sets: empty }, (property, source) =>
    isMaintained(profile.impliedRelations, among, property, source),
  );
  await loadData(service, data);
}

async function isEmpty(service: ODataService, source: EdmNavigationSource): Promise<boolean> {
  const query = service.resolve(source.name);
  // a singleton that stands for an entity of a set is filled with the set
  if (source.kind === 'Singleton' && query.path.segments[0]?.kind !== 'singleton') return false;
  const result = await service.store.read(query, { pageSize: 1 });
  if (source.kind === 'EntitySet') return result?.kind === 'collection' && result.items.length === 0;
  // one that is not nullable is there from the start, as its first revision
  return result?.kind !== 'entity' || (!source.nullable && result.entity.revision === 1);
}

/** What follows from other links, and of two that are kept in step the one that leads back. */
function isMaintained(
  relations: ImpliedRelations | undefined,
  among: EdmEntityType | undefined,
  property: EdmNavigationProperty,
  source: EdmEntityType,
): boolean {
  if (relations === undefined || among === undefined || !isSameOrDerived(source, among)) return false;
  const leadsBack = relations.partners.some(([, back]) => back === property.name);
  return leadsBack || transitiveStep(relations, property, source) !== undefined;
}
