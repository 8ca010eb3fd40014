// OData URL Conventions 4.01, section 5.1 "System Query Options": which options a resource allows.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { QueryOption } from '../../uri/syntax-tree.ts';
import { type ResourcePath, type ResourceSegment, yieldsCollections } from '../path/resource-path.ts';

export type SystemOption = Exclude<QueryOption['kind'], 'alias' | 'custom'>;

const structured: readonly SystemOption[] = ['compute', 'expand', 'select'];
const collection: readonly SystemOption[] = ['filter', 'search', 'count', 'orderby', 'skip', 'top', 'apply'];
const tokens: readonly SystemOption[] = ['skiptoken', 'deltatoken', 'index'];
/** Options whose items are instances or values: not those of a collection of collections. */
const ofInstances: ReadonlySet<SystemOption> = new Set(['search', 'apply', ...tokens]);
const everywhere: readonly SystemOption[] = ['format', 'schemaversion'];

/** Options of a value of this type. */
function ofType(result: EdmTypeReference | undefined): readonly SystemOption[] {
  if (result === undefined) return [];
  const members =
    isStructuredType(result.type) ||
    ['Edm.EntityType', 'Edm.ComplexType'].includes(result.type.qualifiedName);
  return [...(members ? structured : []), ...(result.collection ? [...collection, ...tokens] : [])];
}

/** Segments that decide by themselves; all others allow what their result allows. */
const bySegment: Readonly<Partial<Record<ResourceSegment['kind'], readonly SystemOption[]>>> = {
  // the count is not affected by $top, $skip, $orderby, $select, $expand and $format, which clients may leave where they are
  count: [
    'compute',
    'filter',
    'search',
    'apply',
    'schemaversion',
    'top',
    'skip',
    'orderby',
    'select',
    'expand',
    'count',
    'format',
    'deltatoken',
  ],
  batch: ['schemaversion'],
  metadata: everywhere,
  value: everywhere,
};

/** Options that a request for the resource may have. */
export function allowedOptions(path: ResourcePath): ReadonlySet<SystemOption> {
  const last = path.segments.at(-1);
  if (last === undefined) return new Set(everywhere);
  if (last.kind === 'query') return allowedOptions({ ...path, segments: path.segments.slice(0, -1) });
  const fixed = bySegment[last.kind];
  // Protocol, section 11.2.10: "$filter MUST NOT be used in conjunction with both a /$count path segment and a /$filter path segment"
  const twice = last.kind === 'count' && path.segments.at(-2)?.kind === 'filter';
  if (fixed !== undefined) return new Set(twice ? fixed.filter((name) => name !== 'filter') : fixed);
  if (last.kind === 'ref') {
    const many = path.result?.collection ? [...collection, ...tokens] : [];
    return new Set([...everywhere, 'id', ...many.filter((name) => name !== 'apply')]);
  }
  const id: readonly SystemOption[] =
    last.kind === 'entity' || path.segments[0]?.kind === 'entity' ? ['id'] : [];
  const ofResult = ofType(path.result);
  const own = yieldsCollections(path) ? ofResult.filter((name) => !ofInstances.has(name)) : ofResult;
  return new Set([...everywhere, ...id, ...own]);
}

/** Options in parentheses after an item of $expand. */
export function allowedInExpand(
  form: 'entities' | '$ref' | '$count',
  many: boolean,
): ReadonlySet<SystemOption> {
  if (form === '$count') return new Set(['filter', 'search']);
  const ofCollection = many ? collection : [];
  if (form === '$ref') return new Set([...ofCollection.filter((name) => name !== 'apply'), 'levels']);
  return new Set([...structured, 'levels', ...ofCollection]);
}

/** Options in parentheses after an item of $select. */
export function allowedInSelect(result: EdmTypeReference): ReadonlySet<SystemOption> {
  return new Set(ofType(result).filter((name) => name !== 'expand' && !tokens.includes(name)));
}

export const allowedInCount: ReadonlySet<SystemOption> = new Set(['filter', 'search']);
