// OData Protocol 4.01, section 11.4 "Data Modification": a request's changes happen all or not at all, and leave the data whole.
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import type { PatternGuard } from '../../evaluate/functions/pattern-guard.ts';
import type { NavigationPayload } from '../../json/read/payload.ts';
import { createModelPatternGuard } from '../../service/validation-terms.ts';
import { andThen, type MaybePromise } from '../../store/maybe-promise.ts';
import type { EntityChange, StoreTransaction } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { journalChange } from '../exchange/request-record.ts';
import { readOf } from '../operations/exchange-reader.ts';
import { alternateKeyFindings } from '../resource/alternate-keys.ts';
import { changeFindings } from './check-changes.ts';
import { reportViolations } from './read-payload.ts';
import { constraintFindings } from './referential-constraints.ts';

/** Changes of one request that the journal notes. */
const noteLimit = 1_000;

/** A navigation property in a payload, with the complex properties before it. */
export interface PayloadNavigation {
  readonly path: readonly string[];
  readonly navigationProperty: EdmNavigationProperty;
  readonly payload: NavigationPayload;
}

/** Changes of one request in progress. */
export interface Modification {
  readonly exchange: Exchange;
  readonly transaction: StoreTransaction;
  /** Entities that this request created. */
  readonly created: ReadonlySet<EntityIdentity>;
  /** What the request calls entities, by Core.ContentID. */
  readonly contentIds: Map<EntityIdentity, string>;
  /** Data are loaded: computed properties have what the data say. */
  readonly seeding: boolean;
  /** Takes what new entities refer to, where that may be created later; without it, it must be there. */
  readonly postpone?: (entity: Entity, item: PayloadNavigation) => void;
}

/** What is wrong with entities. */
export type Findings = ReadonlyMap<EntityIdentity, readonly ODataErrorDetail[]>;

/**
 * Runs the changes of a request in a transaction of its own, or in that of the change set that it belongs to.
 * `seeded`: data are loaded; it is told what is wrong with them, and what it throws undoes them.
 */
export function modify<T>(
  exchange: Exchange,
  work: (modification: Modification) => Promise<T>,
  seeded?: (findings: Findings) => void,
): Promise<T> {
  const seeding = seeded !== undefined;
  const run = async (transaction: StoreTransaction): Promise<T> => {
    const before = new Map<EntityIdentity, number>();
    if (exchange.transaction !== undefined)
      for (const identity of transaction.touched())
        before.set(identity, (await transaction.get(identity))?.revision ?? 0);
    const created = new Set<EntityIdentity>();
    const noting: StoreTransaction = {
      ...transaction,
      read: readOf(exchange, transaction),
      create: (target, type, values, relatedKey) =>
        andThen(transaction.create(target, type, values, relatedKey), (entity) => {
          created.add(entity.identity);
          return entity;
        }),
    };
    const contentIds = new Map<EntityIdentity, string>();
    const result = await work({ exchange, transaction: noting, created, contentIds, seeding });
    await finishChanges({ exchange, transaction, created }, before, seeded);
    return result;
  };
  return noteChanges(exchange, run);
}

/** Runs it, unless it is cancelled before it is done, and notes for the journal what it changed once that is sure. */
async function noteChanges<T>(
  { record, service, transaction, cancellation }: Exchange,
  run: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  let changes: readonly EntityChange[] = [];
  const noting = async (within: StoreTransaction): Promise<T> => {
    cancellation?.signal.throwIfAborted();
    if (record === undefined && cancellation === undefined) return run(within);
    const earlier = transaction === undefined ? 0 : within.changes().length;
    const result = await run(within);
    changes = within.changes().slice(earlier);
    if (transaction === undefined) cancellation?.apply(changes.length > 0);
    return result;
  };
  const result = await (transaction === undefined ? service.store.transaction(noting) : noting(transaction));
  record?.changes.push(...changes.slice(0, noteLimit).map(journalChange));
  return result;
}

/** Computed values follow, and referential constraints hold, in all that this request has changed. */
async function finishChanges(
  { exchange, transaction, created }: Pick<Modification, 'exchange' | 'transaction' | 'created'>,
  before: ReadonlyMap<EntityIdentity, number>,
  seeded: ((findings: Findings) => void) | undefined,
): Promise<void> {
  const findings = new Map<EntityIdentity, readonly ODataErrorDetail[]>();
  const guard = createModelPatternGuard();
  for (const identity of transaction.touched()) {
    const entity = await transaction.get(identity);
    if (entity === undefined || before.get(identity) === entity.revision) continue;
    if (!created.has(identity) && seeded === undefined) await updateComputed(exchange, transaction, entity);
    const unmet = await constraintFindings(transaction, exchange.service.definition.model, entity);
    if (seeded === undefined) refuse(400, unmet);
    const old = await exchange.service.store.get(identity);
    if (seeded === undefined) refuse(409, await alternateKeyFindings(exchange, transaction, entity, old));
    const broken = await rulesBroken(exchange, transaction, entity, old, guard);
    if (unmet.length + broken.length > 0) findings.set(identity, [...unmet, ...broken]);
  }
  if (seeded !== undefined) seeded(findings);
  else reportViolations(exchange, [...findings.values()].flat());
}

/** Whatever the service's validation is: what refers to nothing, or is one of two, would not be found again. */
function refuse(status: 400 | 409, [first]: readonly ODataErrorDetail[]): void {
  if (first !== undefined)
    throw new ODataError(status, first.code, first.message, { target: first.target ?? '' });
}

/** The Validation annotations hold in what is not as it was before the request. */
function rulesBroken(
  { service }: Exchange,
  transaction: StoreTransaction,
  entity: Entity,
  before: Entity | undefined,
  guard: PatternGuard,
): MaybePromise<readonly ODataErrorDetail[]> {
  return changeFindings(transaction, service.definition.model, entity, before, guard);
}

async function updateComputed(
  exchange: Exchange,
  transaction: StoreTransaction,
  entity: Entity,
): Promise<void> {
  const { computedValues, now } = exchange.service.options;
  if (computedValues === undefined) return;
  let values: StructuredValue | undefined;
  for (const property of entity.type.properties.values()) {
    const source = computedValues[`${property.declaringType.qualifiedName}/${property.name}`];
    if (source !== 'revision' && source !== 'modifiedAt') continue;
    values ??= Object.assign(createRecord(), entity.values);
    values[property.name] =
      source === 'revision' ? Number(values[property.name] ?? 0) + 1 : now().toISOString();
  }
  if (values !== undefined) await transaction.replace(entity.identity, values);
}
