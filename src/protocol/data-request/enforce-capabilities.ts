// OASIS Capabilities vocabulary; OData Protocol 4.01, section 9.3.1 "Response Code 501 Not Implemented".
import type { EdmAnnotations, EdmTypeReference } from '../../edm/edm-model.ts';
import { primitiveType } from '../../edm/primitive-types.ts';
import { Capabilities } from '../../edm/vocabularies.ts';
import { ODataError } from '../../error/odata-error.ts';
import { asRecord, type CapabilityRecord } from '../../query/capabilities/capability-scope.ts';
import { checkCapabilities } from '../../query/capabilities/check-capabilities.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { valueCheckOf } from '../../service/validation-terms.ts';
import { type Change, lacks, readRestrictionsAt, restrictionsAt } from '../exchange/capabilities.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { contentTypeOf } from '../exchange/read-body.ts';

/** Refuses what the model rules out in a request, unless the service's options say otherwise. */
export function enforceCapabilities(exchange: Exchange, resolved: ResolvedRequest): void {
  const { service, method } = exchange;
  if (service.options.capabilities === 'ignore') return;
  const reading = method === 'GET' || method === 'HEAD';
  checkServiceSupport(exchange, resolved.path.segments);
  checkCapabilities(resolved, reading, service.profile.unenforcedCapabilities.queries);
  checkCustomParameters(exchange, resolved);
}

/** Tagging terms of the container that are false: parts of the protocol that the service does not have. */
const supportOf: Readonly<Record<string, readonly string[]>> = {
  crossjoin: ['CrossJoinSupported'],
  query: ['QuerySegmentSupported'],
  batch: ['BatchSupported', 'BatchSupport/Supported'],
};

function checkServiceSupport({ service }: Exchange, segments: readonly { readonly kind: string }[]): void {
  for (const { kind } of segments)
    for (const name of supportOf[kind] ?? []) {
      const [term = '', member] = name.split('/');
      if (lacks(service, term, member))
        throw new ODataError(501, 'CapabilityRestricted', `This is not supported (Capabilities.${name}).`);
    }
}

/** The same for $batch, whose URL is not resolved; BatchSupport may tell its formats. */
export function enforceBatchSupport(exchange: Exchange): void {
  const { options, definition } = exchange.service;
  if (options.capabilities === 'ignore') return;
  checkServiceSupport(exchange, [{ kind: 'batch' }]);
  const support = definition.model.entityContainer?.annotations.get(Capabilities.BatchSupport);
  const { SupportedFormats: formats } = asRecord(support);
  const type = contentTypeOf(exchange)?.type;
  if (!Array.isArray(formats) || formats.length === 0 || type === undefined) return;
  if (formats.some((format) => String(format).split(';', 1)[0]?.trim().toLowerCase() === type)) return;
  throw new ODataError(
    415,
    'UnsupportedMediaType',
    `Batches are sent as ${formats.join(' or ')} (Capabilities.BatchSupport/SupportedFormats).`,
    { target: 'Content-Type', headers: { Accept: formats.join(', ') } },
  );
}

const changeOf: Readonly<Record<string, Change>> = {
  GET: 'Read',
  HEAD: 'Read',
  POST: 'Insert',
  PATCH: 'Update',
  PUT: 'Update',
  DELETE: 'Delete',
};

/** CustomHeaders and CustomQueryOptions: those that are required must be there, and their values be as annotated. */
function checkCustomParameters(exchange: Exchange, { path, custom }: ResolvedRequest): void {
  const { request, method } = exchange;
  const restrictions = restrictionsOf(exchange, path, method);
  for (const parameter of parametersIn(restrictions, 'CustomHeaders'))
    checkParameter(exchange, parameter, 'InvalidHeader', 'header', request.headers.get(parameter.name));
  for (const parameter of parametersIn(restrictions, 'CustomQueryOptions'))
    checkParameter(exchange, parameter, 'InvalidQueryOption', 'query option', custom.get(parameter.name));
}

/** The records that may name parameters of the request, with the paths that they have in the vocabulary. */
function restrictionsOf(
  { service }: Exchange,
  path: ResourcePath,
  method: string,
): readonly (readonly [string, CapabilityRecord])[] {
  const container = service.definition.model.entityContainer?.annotations;
  const common: readonly [string, CapabilityRecord] = [
    '',
    {
      CustomHeaders: container?.get(Capabilities.CustomHeaders) ?? null,
      CustomQueryOptions: container?.get(Capabilities.CustomQueryOptions) ?? null,
    },
  ];
  const last = path.segments.at(-1);
  if (last?.kind === 'action' || last?.kind === 'function') {
    const annotated = last.kind === 'function' ? last.function : last.overloads[0];
    const value = annotated?.annotations.get(Capabilities.OperationRestrictions);
    return [['OperationRestrictions', asRecord(value)], common];
  }
  const change = changeOf[method];
  if (change === undefined) return [common];
  const own = change === 'Read' ? readRestrictionsAt(path) : restrictionsAt(path, change);
  return [[`${change}Restrictions`, own], common];
}

interface CustomParameter {
  readonly name: string;
  readonly required: boolean;
  readonly restriction: string;
  /** The record that describes it, which annotations may restrict. */
  readonly record: CapabilityRecord;
}

function parametersIn(
  restrictions: readonly (readonly [string, CapabilityRecord])[],
  member: 'CustomHeaders' | 'CustomQueryOptions',
): readonly CustomParameter[] {
  return restrictions.flatMap(([term, record]) => {
    const list = record[member];
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[]).map(asRecord).flatMap((parameter) => {
      const { Name: name, Required: required } = parameter;
      const restriction = `${term}/${member}`.replace(/^\//, '');
      if (typeof name !== 'string') return [];
      return [{ name, required: required === true, restriction, record: parameter }];
    });
  });
}

const textReference: EdmTypeReference = { type: primitiveType('String'), collection: false, nullable: false };

function checkParameter(
  { service }: Exchange,
  { name, required, restriction, record }: CustomParameter,
  code: 'InvalidHeader' | 'InvalidQueryOption',
  what: string,
  value: string | null | undefined,
): void {
  const refuse = (message: string): ODataError =>
    new ODataError(400, code, `${message} (Capabilities.${restriction}).`, { target: name });
  if (value === null || value === undefined) {
    if (required) throw refuse(`The ${what} ${name} is required here`);
    return;
  }
  const annotations: EdmAnnotations = {
    get: (term) => record[`@${term}`],
    entries: new Map(),
    nested: new Map(),
  };
  const check = valueCheckOf(service.definition.model, textReference, annotations);
  const [finding] = check?.check(value, name) ?? [];
  if (finding !== undefined) throw refuse(finding.message);
}
