// OData Protocol 4.01, sections 11.4.14 "Update Members of a Collection" and 11.4.15 "Delete Members of a Collection", of primitive and complex values.
import { type EdmValue, isStructuredValue, itemsOfValue, type StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { mergeValue } from '../../service/entity-values.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { type PropertyPath, propertyPath } from '../resource/property-path.ts';
import { prefixOf } from '../resource/resource-target.ts';
import { changeProperty, readValue } from './properties.ts';

/** PATCH …/$each: primitive values are replaced, complex values merged. */
export async function updateEachValue(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { collection, target, isMeant } = await membersMeant(exchange, resolved);
  const type = target.type && { ...target.type, collection: false };
  const sent = await readValue(exchange, { ...target, type, raw: false }, 'update');
  if (sent.navigation.size > 0 || sent.streams.size > 0)
    throw new ODataError(
      400,
      'InvalidPayload',
      'What is related to complex values is changed one value at a time.',
    );
  const successors = new Map<StructuredValue, StructuredValue>();
  return changeProperty(exchange, { ...resolved, path: collection }, target, {
    value: (current) =>
      itemsOfValue(current).map((item) => {
        if (!isMeant(item) || type === undefined) return item;
        const changed = mergeValue(exchange.service, type, item, sent.value);
        if (isStructuredValue(item) && isStructuredValue(changed)) successors.set(item, changed);
        return changed;
      }),
    successors,
  });
}

/** DELETE …/$each. */
export async function deleteEachValue(exchange: Exchange, resolved: ResolvedRequest): Promise<Response> {
  const { collection, target, isMeant } = await membersMeant(exchange, resolved);
  return changeProperty(exchange, { ...resolved, path: collection }, target, {
    value: (current) => itemsOfValue(current).filter((item) => !isMeant(item)),
    silent: true,
  });
}

interface MembersMeant {
  /** Path of the whole collection. */
  readonly collection: ResourcePath;
  readonly target: PropertyPath;
  readonly isMeant: (item: EdmValue) => boolean;
}

/** A filter on the way to `$each` tells by value: equal values are all meant, or none of them. */
async function membersMeant(exchange: Exchange, { path }: ResolvedRequest): Promise<MembersMeant> {
  const length = path.segments.findIndex(({ kind }) => kind === 'filter' || kind === 'each');
  const collection = prefixOf(path, length);
  const target = propertyPath(collection);
  if (path.segments[length]?.kind === 'each') return { collection, target, isMeant: () => true };
  const filtered = prefixOf(path, path.segments.length - 1);
  const result = await readerOf(exchange).read({ path: filtered, options: {} });
  const meant = new Set(
    result?.kind === 'collection'
      ? result.items.map((item) => (item.kind === 'value' ? item.value : null))
      : [],
  );
  return { collection, target, isMeant: (item) => meant.has(item) };
}
