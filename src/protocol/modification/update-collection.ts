// OData Protocol 4.01, section 11.4.12 "Update a Collection of Entities".
import type { Failure } from '../../json/write/write-failed-change.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { type Applied, answerDelta } from '../delta/answer-delta.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { applyChange, memberOf, readDelta, type SentChange } from './apply-change.ts';
import { continuesOnError, makeChanges } from './continue-on-error.ts';
import { targetOf } from './create-entity.ts';
import { createFailedInserts } from './failed-inserts.ts';

/** PATCH of a collection with a delta: what is added, changed, removed. */
export async function updateCollection(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const goesOn = continuesOnError(exchange);
  const changes = await readDelta(exchange, resolved, goesOn);
  const applied = await makeChanges(exchange, goesOn, async (_, make) => {
    const all: Applied[] = [];
    const failedInserts = createFailedInserts(exchange);
    for (const change of changes) {
      const { item } = change;
      const made = await make((modification) => applyChange(modification, change));
      if ('value' in made) all.push(made.value);
      else {
        const operation = await operationOf(exchange, change);
        all.push({ kind: 'failed', item, operation, error: failedInserts.explain(item, made.error) });
        if (operation === 'insert') failedInserts.add(item);
      }
    }
    return all;
  });
  return answerDelta(exchange, resolved, applied);
}

/** What a change would have been: what has failed left everything as it was. */
async function operationOf(
  exchange: Exchange,
  { item, collection }: SentChange,
): Promise<Failure['operation']> {
  if (item.kind !== 'entity') return item.kind === 'link' ? 'link' : 'unlink';
  const reader = readerOf(exchange);
  const target = await targetOf(reader, collection);
  const { removed } = item.entity;
  if (removed !== undefined) return removed === 'deleted' || target.link === undefined ? 'delete' : 'unlink';
  const existing = await memberOf(exchange, reader, target, item.entity).catch(() => undefined);
  return existing === undefined ? 'insert' : 'update';
}
