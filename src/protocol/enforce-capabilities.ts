// OASIS Capabilities vocabulary; OData Protocol 4.01, section 9.3.1 "Response Code 501 Not Implemented".
import { ODataError } from '../error/odata-error.ts';
import { asRecord, type CapabilityRecord, capability, scopeOfPath } from '../query/capability-scope.ts';
import { checkCapabilities } from '../query/check-capabilities.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import type { Exchange } from './exchange.ts';

/** Refuses what the model rules out in a request, unless the service's options say otherwise. */
export function enforceCapabilities(exchange: Exchange, resolved: ResolvedRequest): void {
  const { service, method } = exchange;
  if (service.options.capabilities === 'ignore') return;
  const reading = method === 'GET' || method === 'HEAD';
  checkCapabilities(resolved, reading, service.profile.unenforcedCapabilities);
  checkCustomParameters(exchange, resolved);
}

const restrictionOf: Readonly<Record<string, string>> = {
  GET: 'ReadRestrictions',
  HEAD: 'ReadRestrictions',
  POST: 'InsertRestrictions',
  PATCH: 'UpdateRestrictions',
  PUT: 'UpdateRestrictions',
  DELETE: 'DeleteRestrictions',
};

/** CustomHeaders and CustomQueryOptions: those that are required must be there. */
function checkCustomParameters({ request, method }: Exchange, { path, custom }: ResolvedRequest): void {
  const restrictions = restrictionsOf(path, method);
  for (const { name, restriction } of requiredIn(restrictions, 'CustomHeaders'))
    if (!request.headers.has(name)) throw missing('InvalidHeader', `The header ${name}`, name, restriction);
  for (const { name, restriction } of requiredIn(restrictions, 'CustomQueryOptions'))
    if (!custom.has(name)) throw missing('InvalidQueryOption', `The query option ${name}`, name, restriction);
}

/** The records that may name parameters of the request, with the paths that they have in the vocabulary. */
function restrictionsOf(
  path: ResourcePath,
  method: string,
): readonly (readonly [string, CapabilityRecord])[] {
  const last = path.segments.at(-1);
  if (last?.kind === 'action' || last?.kind === 'function') {
    const annotated = last.kind === 'function' ? last.function : last.overloads[0];
    const value = annotated?.annotations.get('Org.OData.Capabilities.V1.OperationRestrictions');
    return [['OperationRestrictions', asRecord(value)]];
  }
  const term = restrictionOf[method];
  if (term === undefined) return [];
  const { scope } = scopeOfPath(path);
  const own = asRecord(capability(scope, term));
  const common: CapabilityRecord = {
    CustomHeaders: capability(scope, 'CustomHeaders') ?? null,
    CustomQueryOptions: capability(scope, 'CustomQueryOptions') ?? null,
  };
  const byKey = asRecord(own.ReadByKeyRestrictions);
  const isByKey = last?.kind === 'key' && Object.keys(byKey).length > 0;
  return [isByKey ? [`${term}/ReadByKeyRestrictions`, byKey] : [term, own], ['', common]];
}

function requiredIn(
  restrictions: readonly (readonly [string, CapabilityRecord])[],
  member: 'CustomHeaders' | 'CustomQueryOptions',
): readonly { readonly name: string; readonly restriction: string }[] {
  return restrictions.flatMap(([term, record]) => {
    const list = record[member];
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[])
      .map(asRecord)
      .filter(({ Required: required, Name: name }) => required === true && typeof name === 'string')
      .map(({ Name: name }) => ({ name: String(name), restriction: `${term}/${member}`.replace(/^\//, '') }));
  });
}

function missing(
  code: 'InvalidHeader' | 'InvalidQueryOption',
  what: string,
  target: string,
  restriction: string,
): ODataError {
  return new ODataError(400, code, `${what} is required here (Capabilities.${restriction}).`, { target });
}
