// Data for a service to start with: created like deep inserts, but with keys and computed values as the data say.

import { DataError, type DataItem, type DataProblem, type DataText, readData } from '../data/read-data.ts';
import type { EdmEntityType, EdmNavigationSource } from '../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../edm/entity.ts';
import { keyDepth } from '../edm/related-key.ts';
import { createRecord } from '../edm/value.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import { ODataError } from '../error/odata-error.ts';
import { deserializeEntity } from '../json/read/deserialize.ts';
import type { EntityPayload } from '../json/read/payload.ts';
import { valuesForCreate } from '../service/entity-values.ts';
import type { ODataService } from '../service/odata-service.ts';
import { openExchange } from './exchange/exchange.ts';
import { storePayloadStreams } from './media/payload-streams.ts';
import { createDeep, payloadNavigation, relateNew, relateNowOrLater } from './modification/create-deep.ts';
import { type Findings, type Modification, modify } from './modification/modification.ts';

/** Texts by the name of the entity set or singleton whose entities they hold. */
export type DataSet = ReadonlyMap<string, DataText>;

interface Row {
  readonly source: EdmNavigationSource;
  readonly payload: EntityPayload;
  readonly item: DataItem;
}

/**
 * Loads all of the data or nothing, and makes it the state that the service's reset goes back to, unless that is to stay.
 * @throws DataError with every problem, each with its file and line
 */
export async function loadData(service: ODataService, data: DataSet, keepSeed = true): Promise<void> {
  const rows = await readRows(service, data);
  const exchange = openExchange(service, new Request(`http://localhost${service.path}/`), {});
  const loaded: (readonly [Row, Entity])[] = [];
  let created: ReadonlySet<EntityIdentity> = new Set();
  const load = async (seeding: Modification): Promise<void> => {
    created = seeding.created;
    // what rows refer to may stand in a later row
    const postponed: (() => Promise<void>)[] = [];
    for (const row of rows) {
      const postpone: NonNullable<Modification['postpone']> = (entity, item) =>
        postponed.push(() => atRow(row, () => relateNew(seeding, entity, item)));
      loaded.push([row, await atRow(row, () => createRow({ ...seeding, postpone }, row))]);
    }
    for (const relate of postponed) await relate();
  };
  await modify(exchange, load, (findings) => refuseFindings(findings, loaded, created));
  if (keepSeed) service.keepSeed();
}

/**
 * Makes the data all that the service holds, or leaves it as it is; what its reset goes back to stays.
 * @throws DataError as loadData does
 */
export async function replaceData(service: ODataService, data: DataSet): Promise<void> {
  const made = service.fork();
  await made.empty();
  await loadData(made, data, false);
  await service.store.restore(made.store.snapshot());
}

/** Says of everything that is wrong with entities in which row they stand. */
function refuseFindings(
  findings: Findings,
  loaded: readonly (readonly [Row, Entity])[],
  created: ReadonlySet<EntityIdentity>,
): void {
  if (findings.size === 0) return;
  const rows = new Map(loaded.map(([row, { identity }]) => [identity, row]));
  const problems: DataProblem[] = [];
  let last: Row | undefined;
  // what a row holds is created after its own entity, in order
  for (const identity of new Set([...created, ...rows.keys()])) {
    const own = rows.get(identity);
    last = own ?? last;
    for (const { message, target = '' } of findings.get(identity) ?? [])
      if (last !== undefined)
        problems.push({ place: last.item.placeOf(own === undefined ? '' : target), message });
  }
  throw new DataError(problems);
}

async function readRows(service: ODataService, data: DataSet): Promise<readonly Row[]> {
  const { model } = service.definition;
  const validator = await service.validator();
  const context = {
    model,
    mode: 'value',
    requiredOnCreate: service.profile.requiredOnCreate,
    validator,
  } as const;
  const problems: DataProblem[] = [];
  const rows: Row[] = [];
  for (const [name, text] of data) {
    const source = model.entityContainer?.children.get(name);
    if (source?.kind !== 'EntitySet' && source?.kind !== 'Singleton') {
      const place = { file: text.file, line: 1, column: 1 };
      const near = didYouMean(name, model.entityContainer?.children.keys() ?? []);
      problems.push({ place, message: `The service has no entity set or singleton ${name}.${near}` });
      continue;
    }
    for (const item of await readItems(service, source, text, problems)) {
      const { payload, violations } = readItem(item, source.entityType, context, problems);
      for (const { message, target } of violations)
        problems.push({ place: item.placeOf(target ?? ''), message });
      if (payload !== undefined) rows.push({ source, payload, item });
    }
  }
  if (problems.length > 0) throw new DataError(problems);
  // what has a part of another's key comes first
  return rows.toSorted((a, b) => keyDepth(a.payload.type) - keyDepth(b.payload.type));
}

/** CSV tells no types: its reader, which few services need, takes them from the model. */
async function readItems(
  { definition: { model } }: ODataService,
  { entityType }: EdmNavigationSource,
  text: DataText,
  problems: DataProblem[],
): Promise<readonly DataItem[]> {
  try {
    if (!/\.csv$/i.test(text.file)) return readData(text, entityType);
    const { readCsv } = await import('../data/read-csv.ts');
    return readCsv(text, entityType, model);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}

function readItem(
  item: DataItem,
  type: EdmEntityType,
  context: Parameters<typeof deserializeEntity>[2],
  problems: DataProblem[],
): Partial<ReturnType<typeof deserializeEntity>> & Pick<ReturnType<typeof deserializeEntity>, 'violations'> {
  try {
    return deserializeEntity(item.json, type, context);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    problems.push({ place: item.placeOf(''), message: error.message });
    return { violations: [] };
  }
}

/** Says of a refusal which row it is about. */
async function atRow<T>({ item }: Row, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    throw new DataError([{ place: item.placeOf(error.target ?? ''), message: error.message }]);
  }
}

async function createRow(modification: Modification, { source, payload }: Row): Promise<Entity> {
  return source.kind === 'EntitySet'
    ? await createDeep(modification, { kind: 'entitySet', entitySet: source }, payload)
    : await replaceSingleton(modification, source.name, payload);
}

/** A singleton is there from the start: it gets the data's values. */
async function replaceSingleton(
  modification: Modification,
  name: string,
  payload: EntityPayload,
): Promise<Entity> {
  const { transaction, exchange } = modification;
  const { service } = exchange;
  const result = await transaction.read(service.resolve(name));
  const values = valuesForCreate(service, payload.type, payload.values, true);
  const singleton = service.definition.model.entityContainer?.children.get(name);
  if (singleton?.kind !== 'Singleton')
    throw new ODataError(400, 'NotFound', `There is no singleton ${name}.`);
  const entity =
    result?.kind === 'entity'
      ? await transaction.replace(
          result.entity.identity,
          Object.assign(createRecord(), result.entity.values, values),
          payload.type,
        )
      : await transaction.create({ kind: 'singleton', singleton }, payload.type, values);
  for (const item of payloadNavigation(payload)) await relateNowOrLater(modification, entity, item);
  await storePayloadStreams(modification, entity, payload);
  return entity;
}
