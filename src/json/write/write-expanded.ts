// OData JSON Format 4.01, section 8.3 "Expanded Navigation Property".
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { ExpandItem } from '../../query/query.ts';
import type { ExpandedResult, ItemResult } from '../../query/result.ts';
import { expandedFragment } from '../context-url.ts';
import { sourceOf } from '../entity-url.ts';
import type { ExpandedIn, ExpandedText, WriteState } from './serialize-context.ts';
import { countText, writeEntity, writeInstance, writeReference } from './write-entity.ts';
import { quote } from './write-primitive.ts';
import { nestedOptions } from './write-shape.ts';

/** `expected`: the type of the navigation property; `within`: where it is. */
export function writeExpanded(
  result: ExpandedResult,
  item: ExpandItem,
  expected: EdmEntityType,
  within: ExpandedIn | undefined,
  state: WriteState,
): ExpandedText {
  if (result.kind === 'count') return { ...nothing, count: countText(result.count, state) };
  const context = expandedContext(item, within, state);
  const inner = state.typeAlone ? { ...state, typeAlone: false } : state;
  if (result.kind !== 'collection') {
    const head = context === undefined ? '' : `"${state.notation.prefix}context":${context}`;
    return { ...nothing, value: expandedItem(result, item, expected, inner, head) };
  }
  const nextLink = state.context.nextLink?.(result, within && { ...within, item });
  return {
    context,
    count: result.count === undefined ? undefined : countText(result.count, state),
    value: `[${result.items.map((element) => expandedItem(element, item, expected, inner, '')).join(',')}]`,
    nextLink: nextLink === undefined ? undefined : quote(nextLink),
  };
}

const nothing: ExpandedText = { context: undefined, count: undefined, value: undefined, nextLink: undefined };

/**
 * Section 3.1.1: with full metadata always, with minimal where the client can't tell the set: the model neither binds
 * the navigation property nor says that it contains its targets.
 */
function expandedContext(
  item: ExpandItem,
  within: ExpandedIn | undefined,
  state: WriteState,
): string | undefined {
  const { metadata, version } = state.notation;
  const { source, navigationProperty, form } = item;
  if (metadata === 'none' || form !== 'entities' || navigationProperty === undefined) return undefined;
  const told = source !== undefined && (source.kind !== 'contained' || navigationProperty.containsTarget);
  if (metadata === 'minimal' && told && !state.typeAlone) return undefined;
  return quote(`${state.context.serviceRoot}$metadata${expandedFragment(item, within, version)}`);
}

function expandedItem(
  result: ItemResult | { readonly kind: 'null' },
  item: ExpandItem,
  expected: EdmEntityType,
  state: WriteState,
  head: string,
): string {
  if (result.kind === 'null' || result.kind === 'value') return 'null';
  if (result.kind === 'instance') return writeInstance(result, nestedOptions(item), state);
  if (item.form === '$ref' || result.reference) return writeReference(result.entity, state, head);
  return writeEntity(result, nestedOptions(item), expected, state, head, sourceOf(item.source));
}
