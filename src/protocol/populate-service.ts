// OData CSDL 4.01, sections 13.2 "Entity Set" and 13.3 "Singleton": made-up entities for what is empty in a service.
import { type PopulateOptions, populate } from '../data/populate.ts';
import type { EdmNavigationSource } from '../edm/edm-model.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import type { ODataService } from '../service/odata-service.ts';
import { loadData } from './load-data.ts';
import { isMaintained } from './resource/maintained-links.ts';

/** Fills the entity sets that hold nothing, and the singletons that nobody has written yet. */
export async function populateEmptySets(service: ODataService, options: PopulateOptions): Promise<void> {
  const { model } = service.definition;
  const sources = [...(model.entityContainer?.children.values() ?? [])].filter(
    (child): child is EdmNavigationSource => child.kind === 'EntitySet' || child.kind === 'Singleton',
  );
  const unknown = options.sets?.find((name) => !sources.some((source) => source.name === name));
  if (unknown !== undefined) {
    const near = didYouMean(
      unknown,
      sources.map(({ name }) => name),
    );
    throw new TypeError(`populate.sets: the model has no entity set or singleton ${unknown}.${near}`);
  }
  const empty: string[] = [];
  for (const source of sources)
    if (options.sets?.includes(source.name) !== false && (await isEmpty(service, source)))
      empty.push(source.name);
  const data = await populate(model, { ...options, sets: empty }, (property, source) =>
    isMaintained(service, property, source),
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
