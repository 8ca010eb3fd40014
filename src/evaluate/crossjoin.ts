// OData URL Conventions 4.01, section 4.15 "Addressing the Cross Join of Entity Sets" and 4.16 "Addressing All Entities in a Service".
import type { EdmEntitySet } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { createRecord } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';
import { createDerivedInstance, type Instance, type Related } from './instance.ts';
import type { Evaluation } from './scope.ts';

/** Most combinations that a cross join is evaluated over. */
const mostCombinations = 1_000_000;

/** Every combination of one entity of each set, the last set's varying fastest; the sets' names are the members. */
export function crossjoinRows(
  entitySets: readonly EdmEntitySet[],
  { access }: Evaluation,
): readonly Instance[] {
  const columns = entitySets.map((entitySet) => ({
    name: entitySet.name,
    entities: [...access.entities(entitySet)],
  }));
  const total = columns.reduce((product, { entities }) => product * entities.length, 1);
  if (total > mostCombinations) {
    throw new ODataError(
      400,
      'TooComplex',
      `The cross join has ${total} combinations; this service evaluates ${mostCombinations} at most.`,
    );
  }
  let rows: Map<string, Related>[] = [new Map()];
  for (const { name, entities } of columns) {
    rows = rows.flatMap((row) => entities.map((entity) => new Map(row).set(name, entity)));
  }
  return rows.map((related) => createDerivedInstance({ values: createRecord(), related }));
}

/** The entities of all entity sets and singletons, each of them once. */
export function allEntities({ access, model }: Evaluation): readonly Entity[] {
  const entities = new Set<Entity>();
  for (const child of model.entityContainer?.children.values() ?? []) {
    if (child.kind === 'EntitySet') for (const entity of access.entities(child)) entities.add(entity);
    if (child.kind === 'Singleton') {
      const entity = access.singleton(child);
      if (entity !== undefined) entities.add(entity);
    }
  }
  return [...entities];
}
