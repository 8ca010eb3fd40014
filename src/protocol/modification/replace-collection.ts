// OData Protocol 4.01, section 11.4.13 "Replace a Collection of Entities".
import type { EntityIdentity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { Failure } from '../../json/write/write-failed-change.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { noContent } from '../exchange/respond.ts';
import { writeResult } from '../exchange/write-result.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { applyChange, memberOf, readDelta, type SentChange } from './apply-change.ts';
import {
  continuesOnError,
  failureOf,
  type MakeChange,
  makeChanges,
  withException,
} from './continue-on-error.ts';
import { acceptableFormat, targetOf } from './create-entity.ts';
import { membersOf } from './members.ts';
import { detach } from './update-deep.ts';

/** PUT of a collection: it then has just these members. */
export async function replaceCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const goesOn = continuesOnError(exchange);
  const changes = await readDelta(exchange, resolved, goesOn);
  const isWhole = changes.every(
    ({ item }) => item.kind === 'entity' && item.entity.removed === undefined && item.entitySet === undefined,
  );
  if (!isWhole)
    throw new ODataError(400, 'InvalidPayload', 'A collection is replaced by its entities, not by changes.', {
      target: 'value',
    });
  const { isDone, failures } = await makeChanges(exchange, goesOn, (reader, make) =>
    replaceMembers(exchange, reader, make, resolved, changes),
  );
  const { preferences } = exchange;
  preferences.apply('return');
  if (isDone && preferences.return !== 'representation') return noContent(exchange);
  const reader = readerOf(exchange);
  const result = await reader.read(resolved);
  if (result === undefined) return noContent(exchange);
  const format = acceptableFormat(exchange, resolved);
  return writeResult(exchange, reader, resolved, withFailures(result, failures), { format });
}

interface Replaced {
  readonly isDone: boolean;
  /** What was not done to members that are there. */
  readonly failures: ReadonlyMap<EntityIdentity, Failure>;
}

async function replaceMembers(
  exchange: Exchange,
  reader: StoreReader,
  make: MakeChange,
  resolved: ResolvedRequest,
  changes: readonly SentChange[],
): Promise<Replaced> {
  const kept = new Set<EntityIdentity>();
  const failures = new Map<EntityIdentity, Failure>();
  let isDone = true;
  const target = await targetOf(reader, resolved);
  for (const change of changes) {
    const made = await make((modification) => applyChange(modification, change));
    if ('value' in made) {
      if (made.value.kind === 'entity') kept.add(made.value.entity.identity);
      continue;
    }
    isDone = false;
    const sent = (change.item as { readonly entity: EntityPayload }).entity;
    const existing = await memberOf(exchange, reader, target, sent).catch(() => undefined);
    if (existing === undefined) continue;
    kept.add(existing.identity);
    failures.set(existing.identity, failureOf('update', made.error));
  }
  const { link } = target;
  for (const member of await membersOf(reader, resolved)) {
    if (kept.has(member.identity)) continue;
    const made = await make(async ({ transaction }) => {
      if (link === undefined) await transaction.delete(member.identity);
      else await detach(transaction, link, member);
    });
    if (!('error' in made)) continue;
    isDone = false;
    failures.set(member.identity, failureOf(link === undefined ? 'delete' : 'unlink', made.error));
  }
  return { isDone, failures };
}

function withFailures(result: QueryResult, failures: Replaced['failures']): QueryResult {
  if (result.kind !== 'collection' || failures.size === 0) return result;
  const items = result.items.map((item) => {
    const failure = item.kind === 'entity' ? failures.get(item.entity.identity) : undefined;
    return failure === undefined || item.kind !== 'entity' ? item : withException(item, failure);
  });
  return { ...result, items };
}
