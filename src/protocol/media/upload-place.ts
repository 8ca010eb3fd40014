// Microsoft Graph, "driveItem resource type", section "Instance attributes": where an uploaded content goes, and what of a name that is taken.
import { type EdmEntityType, isSameOrDerived } from '../../edm/edm-model.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { emptyPayload } from '../../json/read/payload.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import { type ConflictBehavior, freeName, nameIsTaken } from '../../service/conflict-behavior.ts';
import type { UploadNaming } from '../../service/upload-session.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Exchange, notFound } from '../exchange/exchange.ts';
import { createInTarget } from '../modification/create-entity.ts';
import type { Modification } from '../modification/modification.ts';
import { collectionTarget, entityAtPath, prefixOf } from '../resource/resource-target.ts';

/** What an upload is meant for: an entity, or a collection with the values of the new one in it. */
export interface UploadPlace {
  readonly path: ResourcePath;
  readonly values: StructuredValue;
}

/** What is known of an upload before its content has come. */
export interface UploadAim {
  readonly path: ResourcePath;
  readonly type: EdmEntityType;
  readonly naming: UploadNaming | undefined;
  readonly conflict: ConflictBehavior;
}

/** The path's entity; where the last name of an addressed path is free, the collection and the name there. */
export async function uploadPlace(
  exchange: Exchange,
  reader: StoreReader,
  aim: UploadAim,
): Promise<UploadPlace> {
  const { path, conflict } = aim;
  if (path.result?.collection === true) {
    if ((await collectionTarget(reader, path)) === undefined) throw notFound(exchange);
    return { path, values: createRecord() };
  }
  const key = namedSegment(path, aim);
  const exists = (await entityAtPath(reader, path)) !== undefined;
  if (exists && (key === undefined || conflict === 'replace')) return { path, values: createRecord() };
  if (key === undefined) throw notFound(exchange);
  const values = namesOf(key);
  const collection = prefixOf(path, path.segments.length - 1);
  if (!exists) {
    await requireStart(exchange, reader, aim);
    return { path: collection, values };
  }
  const { naming } = aim;
  if (conflict === 'fail' || naming === undefined) throw nameIsTaken(Object.values(values).join(' '));
  const name = String(values[naming.property]);
  values[naming.property] = freeName(name, await takenNames(reader, collection, naming));
  return { path: collection, values };
}

type NamedSegment = ResourceSegment & { readonly kind: 'key' };

/** The segment that names an entity by another property than its key. */
function namedSegment({ segments }: ResourcePath, { type }: UploadAim): NamedSegment | undefined {
  const key = segments.at(-1);
  return key?.kind === 'key' && key.alternate && isSameOrDerived(key.entityType, type) ? key : undefined;
}

function namesOf({ key }: NamedSegment): StructuredValue {
  const values = createRecord();
  for (const [name, expression] of key) if (expression.kind === 'literal') values[name] = expression.value;
  return values;
}

/** What the names start from is there; folders that they go through are made. */
async function requireStart(exchange: Exchange, reader: StoreReader, aim: UploadAim): Promise<void> {
  let { path } = aim;
  if (aim.naming?.folder !== undefined)
    while (namedSegment(path, aim) !== undefined) path = prefixOf(path, path.segments.length - 2);
  else path = prefixOf(path, path.segments.length - 2);
  if ((await entityAtPath(reader, path)) === undefined) throw notFound(exchange);
}

/** Creates the folders of an addressed path that are not there yet. */
export async function createFolders(
  modification: Modification,
  { path }: UploadPlace,
  { naming, type }: UploadAim,
): Promise<void> {
  const folder = naming?.folder === undefined ? undefined : type.properties.get(naming.folder);
  if (folder === undefined) return;
  const { transaction } = modification;
  for (let length = 1; length < path.segments.length; length++) {
    const segment = path.segments[length - 1];
    if (segment?.kind !== 'key' || !segment.alternate) continue;
    if ((await entityAtPath(transaction, path, length)) !== undefined) continue;
    const target = await collectionTarget(transaction, prefixOf(path, length - 1));
    if (target === undefined) continue;
    const values = Object.assign(namesOf(segment), { [folder.name]: createRecord() });
    await createInTarget(modification, target, { ...emptyPayload(segment.entityType), values });
  }
}

async function takenNames(
  reader: StoreReader,
  collection: ResourcePath,
  { property }: UploadNaming,
): Promise<ReadonlySet<unknown>> {
  const result = await reader.read({ path: collection, options: {} });
  const items = result?.kind === 'collection' ? result.items : [];
  return new Set(items.map((item) => (item.kind === 'entity' ? item.entity.values[property] : undefined)));
}
