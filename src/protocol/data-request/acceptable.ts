// OData Protocol 4.01, section 9.3.6 "Response Code 406 Not Acceptable": before anything is changed.
import type { ResolvedRequest } from '../../query/query.ts';
import { type Exchange, jsonFormatOf } from '../exchange/exchange.ts';
import { contentTypeOf } from '../exchange/read-body.ts';
import { resourceKind } from '../resource/resource-kind.ts';

/** 406 for a change that is to be answered with a representation that the client does not take. */
export function checkAcceptable(exchange: Exchange, resolved: ResolvedRequest): void {
  if (isTaken(exchange, resolved) && isRepresented(exchange, resolved)) jsonFormatOf(exchange, resolved);
}

/** Whether the body is of a type that is taken there: another one is told first. */
function isTaken(exchange: Exchange, { path: { result } }: ResolvedRequest): boolean {
  const sent = contentTypeOf(exchange)?.type;
  return (
    sent === undefined ||
    sent === 'application/json' ||
    (result?.type.kind === 'EntityType' && result.type.hasStream)
  );
}

function isRepresented({ method, preferences }: Exchange, { path }: ResolvedRequest): boolean {
  const wanted = preferences.return;
  switch (resourceKind(path)) {
    case 'collection':
      return method === 'POST' ? wanted !== 'minimal' : wanted === 'representation';
    case 'entity':
    case 'property':
    case 'members':
      return wanted === 'representation';
    case 'action':
      return path.result !== undefined && wanted !== 'minimal';
    default:
      return false;
  }
}
