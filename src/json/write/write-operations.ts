// OData JSON Format 4.01, sections 16 "Bound Function" and 17 "Bound Action": advertised operations.
import type { EdmOperation, EdmType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { Core } from '../../edm/vocabularies.ts';
import type { Select, SelectedOperation } from '../../query/query.ts';
import type { CollectionResult } from '../../query/result.ts';
import { editPath, sourcePath } from '../entity-url.ts';
import { encodeSegment } from '../literal.ts';
import { placePath } from '../place-path.ts';
import { advertisedName } from './advertised-name.ts';
import type { WriteState } from './serialize-context.ts';
import { quote } from './write-primitive.ts';

/** `"#ns.Approve":{},…`: the operations that are bound to such an entity: those that are selected, with full metadata all. */
export function advertisedOperations(select: Select | undefined, entity: Entity, state: WriteState): string {
  const { keyAsSegment = false, serviceRoot } = state.context;
  const base = (): string => `${serviceRoot}${editPath(entity, { keyAsSegment })}`;
  const bound = state.context.model.boundOperations(entity.type, false);
  const operations = select?.operations.filter(({ operation }) => bound.includes(operation));
  const full = state.notation.metadata === 'full' ? bound.map((operation) => ({ operation })) : [];
  return advertisements(operations ?? full, base, state);
}

/**
 * With full metadata, the operations that are bound to the collection itself. They are no members of its items: $select says
 * nothing of them.
 */
export function advertisedCollectionOperations(
  result: CollectionResult,
  type: EdmType,
  state: WriteState,
): string {
  if (state.notation.metadata !== 'full') return '';
  const base = collectionUrl(result, state);
  if (base === undefined) return '';
  const operations = state.context.model.boundOperations(type, true).map((operation) => ({ operation }));
  return advertisements(operations, () => base, state);
}

/** The URL of a set, or of a collection in an entity; undefined for what only the request's URL tells. */
function collectionUrl({ origin }: CollectionResult, { context }: WriteState): string | undefined {
  const { serviceRoot, keyAsSegment = false, model, query } = context;
  const segments = query.path.segments.filter(({ kind }) => kind !== 'cast');
  const last = segments.at(-1);
  const casts = query.path.segments.flatMap((segment) => (segment.kind === 'cast' ? [segment.type] : []));
  const cast = casts.at(-1);
  const suffix = cast === undefined ? '' : `/${encodeSegment(cast.qualifiedName)}`;
  if (last?.kind === 'entitySet') return `${serviceRoot}${sourcePath(last.entitySet)}${suffix}`;
  if (origin === undefined || (last?.kind !== 'navigation' && last?.kind !== 'property')) return undefined;
  const place = placePath(model, origin.entity, origin.path);
  return `${serviceRoot}${editPath(origin.entity, { keyAsSegment })}/${place}`;
}

function advertisements(
  operations: readonly SelectedOperation[],
  base: () => string,
  state: WriteState,
): string {
  const { metadata, version } = state.notation;
  if (metadata === 'none' || operations.length === 0) return '';
  const byName = new Map<string, SelectedOperation>();
  for (const selected of operations) {
    const name = advertisedName(selected.operation, selected.parameters);
    if (!byName.has(name)) byName.set(name, selected);
  }
  const members = [...byName].flatMap(([name, { operation, parameters }]) => {
    const isAvailable = operation.annotations.get(Core.OperationAvailable) !== false;
    // what is not available can be said in 4.01 alone
    if (!isAvailable) return version === '4.0' ? [] : [`${quote(`#${name}`)}:null`];
    const told = metadata === 'full' ? titleAndTarget(operation, parameters, base()) : '';
    return [`${quote(`#${name}`)}:{${told}}`];
  });
  return members.join(',');
}

/** "Clients MUST be able to invoke the function or the specific overload by passing the parameter values via query options for parameter aliases". */
function titleAndTarget(
  { name, qualifiedName, annotations }: EdmOperation,
  parameters: readonly string[] | undefined,
  base: string,
): string {
  const description = annotations.get(Core.Description);
  const title = typeof description === 'string' ? description : name;
  const aliases = parameters?.map((parameter) => `${encodeSegment(parameter)}=@${encodeSegment(parameter)}`);
  const call = aliases === undefined ? '' : `(${aliases.join(',')})`;
  return `"title":${quote(title)},"target":${quote(`${base}/${encodeSegment(qualifiedName)}${call}`)}`;
}
