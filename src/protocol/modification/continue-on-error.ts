// OData Protocol 4.01, section 8.2.8.3 "Preference continue-on-error": changes that stand alone, so that what fails is told and the rest is done.
import { type Entity, isEntity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import type { ODataError } from '../../error/odata-error.ts';
import { type Failure, modificationException } from '../../json/write/write-failed-change.ts';
import type { EntityResult } from '../../query/result.ts';
import type { StoreReader } from '../../store/store.ts';
import { checkPreconditions, entityTag } from '../exchange/etag.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { thrownError } from '../exchange/respond.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type Modification, modify } from './modification.ts';

/** Whether the preference is honoured: in a change set all is done or nothing. */
export function continuesOnError({ preferences, transaction }: Exchange): boolean {
  if (!preferences.continueOnError || transaction !== undefined) return false;
  preferences.apply('continue-on-error');
  return true;
}

export type Attempt<T> = { readonly value: T } | { readonly error: ODataError };

/** Makes one of several changes: gives what it gives, or why it was not made. */
export type MakeChange = <T>(work: (modification: Modification) => Promise<T>) => Promise<Attempt<T>>;

/**
 * Runs several changes: all of them in one transaction, where the first that fails undoes them all; or, with `goesOn`, each
 * in its own. What ends the whole request is thrown.
 */
export function makeChanges<T>(
  exchange: Exchange,
  goesOn: boolean,
  run: (reader: StoreReader, make: MakeChange) => Promise<T>,
): Promise<T> {
  if (goesOn) return run(readerOf(exchange), (work) => attempt(exchange, work));
  return modify(exchange, (modification) =>
    run(modification.transaction, async (work) => ({ value: await work(modification) })),
  );
}

async function attempt<T>(
  exchange: Exchange,
  work: (modification: Modification) => Promise<T>,
): Promise<Attempt<T>> {
  try {
    return { value: await modify(exchange, work) };
  } catch (error) {
    exchange.cancellation?.signal.throwIfAborted();
    return { error: thrownError(exchange.service, exchange.request, error) };
  }
}

/** What became of one member of a collection. */
export type Outcome<M, T> = Attempt<T> & { readonly member: M };

/**
 * The work on each member of a collection. Entities are given as the work on others has left them; those that went with
 * others are members no more.
 */
export function changeEach<M, T>(
  exchange: Exchange,
  goesOn: boolean,
  membersIn: (reader: StoreReader) => Promise<readonly M[]>,
  work: (modification: Modification, member: M) => Promise<T>,
): Promise<readonly Outcome<M, T>[]> {
  return makeChanges(exchange, goesOn, async (reader, make) => {
    const outcomes: Outcome<M, T>[] = [];
    for (const member of await membersIn(reader)) {
      const made = await make(async (modification) => {
        const current = await currentMember(modification, member);
        if (current === undefined) return undefined;
        // within one transaction the client's condition is on the state before it
        checkMember(exchange, goesOn ? current : member);
        return { value: await work(modification, current) };
      });
      if ('error' in made) outcomes.push({ member, error: made.error });
      else if (made.value !== undefined) outcomes.push({ member, ...made.value });
    }
    return outcomes;
  });
}

function checkMember(exchange: Exchange, member: unknown): void {
  if (isEntity(member)) checkPreconditions(exchange, entityTag(exchange.service, member));
}

/** As it is now; undefined where an entity is not there any more. */
async function currentMember<M>({ transaction }: Modification, member: M): Promise<M | undefined> {
  return isEntity(member) ? ((await transaction.get(member.identity)) as M | undefined) : member;
}

/** An error as the annotation tells it. */
export function failureOf(
  operation: Failure['operation'],
  { status: responseCode, code, message, target }: ODataError,
): Failure {
  return { operation, exception: { responseCode, code, message, target } };
}

/** An entity, annotated with the change of it that was not made. The annotation is no part of its state. */
export function withException(result: EntityResult, failure: Failure): EntityResult {
  const annotation = { [`@${Core.DataModificationException}`]: modificationException(failure) };
  const entity: Entity = { ...result.entity, values: recordOf(annotation, result.entity.values) };
  return { ...result, entity };
}
