// OData Protocol 4.01, section 9.3.4 "Response Code 404 Not Found": what is not there is told before what is wrong with the question.
import { ODataError } from '../error/odata-error.ts';
import { FunctionCallError } from '../query/path/function-call-error.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { MaybePromise } from '../store/maybe-promise.ts';
import { parsePath } from '../uri/parse.ts';
import { UriSyntaxError } from '../uri/uri-syntax-error.ts';
import { type Exchange, methodNotAllowed, notFound } from './exchange/exchange.ts';
import { readerOf } from './operations/exchange-reader.ts';
import { entityAtPath } from './resource/resource-target.ts';

/** Parses and resolves the URL. Parameters that fit no operation of an entity are 404, not 400, where there is no such entity. */
export function resolveRequest(exchange: Exchange): MaybePromise<ResolvedRequest> {
  const { service, relativeUrl } = exchange;
  const refused = service.profile.resolve.emptySegments !== true;
  if (refused && relativeUrl.startsWith('/')) throw emptySegment();
  try {
    return service.resolve(relativeUrl, exchange.references);
  } catch (error) {
    if (refused && hasEmptySegment(relativeUrl)) throw emptySegment();
    if (error instanceof UriSyntaxError && isNoName(relativeUrl, error)) throw notFound(exchange);
    if (error instanceof ODataError) return refuse(exchange, error);
    throw error;
  }
}

async function refuse(exchange: Exchange, error: ODataError): Promise<never> {
  if (error.status === 400 && (await isBelowMissingEntity(exchange))) throw notFound(exchange);
  if (error instanceof FunctionCallError && !isAsked(exchange)) throw methodNotAllowed(exchange, readMethods);
  throw error;
}

const readMethods = ['GET', 'HEAD'];

/** Whether the method is one that a function may have, or asks for those. */
function isAsked({ method }: Exchange): boolean {
  return method === 'OPTIONS' || readMethods.includes(method);
}

/** Whether the URL can't be read since its first segment is none that a service could have: `$nosuch`, `favicon.ico`. */
function isNoName(relativeUrl: string, { offset, code, expected }: UriSyntaxError): boolean {
  const [path = ''] = relativeUrl.split('?', 1);
  const [first = ''] = path.split(/[/(]/, 1);
  if (code !== 'InvalidUrl' || expected[0] === 'percent-encoded UTF-8') return false;
  return offset <= first.length && offset < path.length;
}

/** Slashes in quoted keys and parameters separate nothing. */
function hasEmptySegment(relativeUrl: string): boolean {
  const [path = ''] = relativeUrl.split('?', 1);
  return /\/(?:\/|$)/.test(path.replaceAll(/'[^']*'/g, "''"));
}

const emptySegment = (): ODataError => new ODataError(404, 'NotFound', 'The path has an empty segment.');

async function isBelowMissingEntity(exchange: Exchange): Promise<boolean> {
  const { service, relativeUrl } = exchange;
  const [path = ''] = relativeUrl.split('?', 1);
  try {
    const last = parsePath(path).at(-1);
    if (last === undefined || last.at < 2) return false;
    const parent = service.resolve(path.slice(0, last.at - 1)).path;
    const isEntity = parent.result?.collection === false && parent.result.type.kind === 'EntityType';
    return isEntity && (await entityAtPath(readerOf(exchange), parent)) === undefined;
  } catch (error) {
    if (error instanceof ODataError) return false;
    throw error;
  }
}
