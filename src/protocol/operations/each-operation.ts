// OData Protocol 4.01, section 11.5.2 "Applying an Action to Members of a Collection"; URL Conventions, section 4.13 "Addressing Each Member of a Collection".
import type { Entity } from '../../edm/entity.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { QueryResult } from '../../query/result.ts';
import type { Binding } from '../../service/handlers.ts';
import type { StoreReader } from '../../store/store.ts';
import { type Exchange, jsonFormatOf, notFound } from '../exchange/exchange.ts';
import { noContent } from '../exchange/respond.ts';
import { changeEach, continuesOnError } from '../modification/continue-on-error.ts';
import { acceptableFormat } from '../modification/create-entity.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { answerEach, type FailedMember } from './answer-each.ts';
import { readerOf, startBehind } from './exchange-reader.ts';
import { invokeOperation, readOnly } from './invoke-operation.ts';
import { parameterValues } from './operation-parameters.ts';
import { bindingOf, operationResult } from './operation-result.ts';
import { readActionCall } from './read-action-call.ts';

/** GET …/$each/ns.Function(), and of a path that goes on from there. */
export async function requestOnEach(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const last = path.segments.at(-1);
  if (last?.kind === 'value')
    throw new ODataError(
      400,
      'InvalidUrl',
      'The raw values of several members have no common representation.',
    );
  const format = jsonFormatOf(exchange, resolved);
  const reader = readerOf(exchange);
  const results: QueryResult[] = [];
  for (const member of await membersOf(exchange, reader, path)) {
    const result = await followFrom(exchange, reader, path, member);
    if (result !== undefined) results.push(result);
  }
  return answerEach(exchange, resolved, last?.result, results, format);
}

/** POST …/$each/ns.Action: on all members, or on none; or as far as it goes, where the client wants that. */
export async function invokeActionOnEach(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { path } = resolved;
  const index = path.segments.length - 1;
  const segment = path.segments[index];
  if (segment?.kind !== 'action') throw new ODataError(400, 'BadRequest', 'The URL names no action.');
  const reader = readerOf(exchange);
  await membersOf(exchange, reader, path);
  const { action, parameters } = await readActionCall(exchange, reader, segment.overloads);
  // only entities can be told apart in an answer
  const areEntities = path.segments[eachIn(path)]?.result?.type.kind === 'EntityType';
  const outcomes = await changeEach(
    exchange,
    areEntities && continuesOnError(exchange),
    (from) => membersOf(exchange, from, path),
    async ({ transaction }, member) => {
      const binding = await bindingFrom(exchange, transaction, prefixOf(path, index), member);
      return invokeOperation(exchange, transaction, { operation: action, binding, parameters });
    },
  );
  const { preferences } = exchange;
  const { returnType } = action;
  if (returnType !== undefined || preferences.return === 'minimal') preferences.apply('return');
  const isSilent = returnType === undefined || preferences.return === 'minimal';
  const { model } = exchange.service.definition;
  const results = outcomes.flatMap((outcome): readonly (QueryResult | FailedMember)[] => {
    if ('error' in outcome)
      return [{ kind: 'failed', member: outcome.member as Entity, error: outcome.error }];
    return isSilent ? [] : [operationResult(model, returnType, outcome.value)];
  });
  if (isSilent && results.length === 0) return noContent(exchange);
  return answerEach(exchange, resolved, returnType, results, acceptableFormat(exchange, resolved));
}

function eachIn({ segments }: ResourcePath): number {
  return segments.findIndex(({ kind }) => kind === 'each');
}

/** The members that `…/$each` stands for. */
async function membersOf(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
): Promise<readonly Binding[]> {
  const result = await reader.read({ path: prefixOf(path, eachIn(path)), options: {} });
  if (result?.kind !== 'collection') throw notFound(exchange);
  return result.items.map(bindingOf);
}

/** What an action at the end of the path is bound to: the member, or what functions before the action lead to from it. */
async function bindingFrom(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
  member: Binding,
): Promise<Binding> {
  if (path.segments.at(-1)?.kind === 'each') return member;
  const bound = await followFrom(exchange, reader, path, member);
  if (bound === undefined || bound.kind === 'null') throw notFound(exchange);
  return bindingOf(bound);
}

/** What the path behind `$each` leads to from one member; undefined where that is nothing. */
async function followFrom(
  exchange: Exchange,
  reader: StoreReader,
  path: ResourcePath,
  member: Binding,
): Promise<QueryResult | undefined> {
  const index = eachIn(path) + 1;
  const segment = path.segments[index];
  if (segment?.kind !== 'function' || path.segments.at(-1)?.kind === 'each')
    throw new ODataError(400, 'InvalidUrl', 'No operation follows $each.');
  const parameters = await parameterValues(reader, segment.parameters);
  const call = { operation: segment.function, binding: member, parameters };
  const given = await invokeOperation(exchange, readOnly(reader), call);
  const start = startBehind(exchange, path, index, given);
  if (start.segment === path.segments.length - 1) return start.result;
  return reader.read({ path, options: {} }, { start });
}
