// OData Protocol 4.01, section 11.4.1.5 "Returning Results from Data Modification Requests"; Capabilities vocabulary, term ModificationQueryOptions.
import type { EdmAnnotations } from '../../edm/edm-model.ts';
import { Capabilities } from '../../edm/vocabularies.ts';
import { asRecord, type CapabilityRecord } from '../../query/capabilities/capability-scope.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { QueryOptions, ResolvedRequest } from '../../query/query.ts';
import { restrictionsAt } from '../exchange/capabilities.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { resourceKind } from '../resource/resource-kind.ts';

const members: Readonly<Partial<Record<keyof QueryOptions, string>>> = {
  expand: 'ExpandSupported',
  select: 'SelectSupported',
  compute: 'ComputeSupported',
  filter: 'FilterSupported',
  search: 'SearchSupported',
  orderby: 'SortSupported',
};

/**
 * A modification whose query options the service cannot apply is done, and answered without a representation: it "MUST NOT
 * fail the request solely due to the presence of these query options".
 */
export function withSupportedOptions(
  exchange: Exchange,
  resolved: ResolvedRequest,
): [Exchange, ResolvedRequest] {
  const { service, preferences } = exchange;
  if (service.options.capabilities === 'ignore' || !isModification(exchange, resolved.path))
    return [exchange, resolved];
  const support = supportAt(exchange, resolved.path);
  const names = Object.keys(resolved.options) as (keyof QueryOptions)[];
  const unsupported = names.filter((name) => {
    const member = members[name];
    return support !== undefined && member !== undefined && support[member] !== true;
  });
  if (unsupported.length === 0) return [exchange, resolved];
  const minimal: Exchange = {
    ...exchange,
    preferences: {
      ...preferences,
      return: 'minimal',
      apply: (name) => {
        if (name !== 'return' || preferences.return === 'minimal') preferences.apply(name);
      },
    },
  };
  const options = Object.fromEntries(Object.entries(resolved.options).filter(([name]) => name === 'index'));
  return [minimal, { ...resolved, options }];
}

function isModification({ method }: Exchange, path: ResourcePath): boolean {
  return (method === 'POST' || method === 'PATCH' || method === 'PUT') && resourceKind(path) !== 'query';
}

/** What the resource, the operation or the whole service says; undefined where nothing does. */
function supportAt({ service, method }: Exchange, path: ResourcePath): CapabilityRecord | undefined {
  const container = service.definition.model.entityContainer?.annotations;
  const last = path.segments.at(-1);
  const own =
    last?.kind === 'action'
      ? (termOf(last.overloads[0]?.annotations) ?? termOf(last.import?.annotations))
      : restrictionsAt(path, method === 'POST' ? 'Insert' : 'Update').QueryOptions;
  const value = own ?? termOf(container);
  return value === undefined || value === null ? undefined : asRecord(value);
}

function termOf(annotations: EdmAnnotations | undefined) {
  return annotations?.get(Capabilities.ModificationQueryOptions);
}
