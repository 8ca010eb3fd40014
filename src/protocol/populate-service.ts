// OData CSDL 4.01, section 13.2 "Entity Set": made-up entities for the sets of a service that are empty.
import { type PopulateOptions, populate } from '../data/populate.ts';
import { entitySets } from '../edm/navigation-target.ts';
import type { ODataService } from '../service/odata-service.ts';
import { loadData } from './load-data.ts';

export async function populateEmptySets(service: ODataService, options: PopulateOptions): Promise<void> {
  const { model } = service.definition;
  const empty: string[] = [];
  for (const { name } of entitySets(model)) {
    if (options.sets?.includes(name) === false) continue;
    const result = await service.store.read(service.resolve(name), { pageSize: 1 });
    if (result?.kind === 'collection' && result.items.length === 0) empty.push(name);
  }
  const unknown = options.sets?.find((name) => !entitySets(model).some((set) => set.name === name));
  if (unknown !== undefined) throw new TypeError(`The model has no entity set ${unknown}.`);
  await loadData(service, await populate(model, { ...options, sets: empty }));
}
