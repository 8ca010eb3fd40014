// OData Data Aggregation Extension 4.0, section 3.1.1 "Type, Structure and Context URL": related instances in results of $apply.
import type { EdmEntityType, EdmStructuredType } from '../../edm/edm-model.ts';
import { entitySetOfType } from '../../edm/navigation-target.ts';
import { type Shape, wholeShape } from '../../query/apply/shape.ts';
import type { ExpandItem, QueryOptions } from '../../query/query.ts';
import type {
  CollectionResult,
  EntityResult,
  ExpandedResult,
  ItemResult,
  NullResult,
} from '../../query/result.ts';
import { typeText } from '../context-url.ts';
import { applySelectList } from './select-list.ts';
import type { WriteState } from './serialize-context.ts';
import { quote } from './write-primitive.ts';
import { nestedOptions } from './write-shape.ts';

/** Writes one related instance, or a number of them; `expected`: its type, as the client can tell; `head`: members before the others. */
export type RelatedWriter = (
  related: Exclude<ExpandedResult, CollectionResult | NullResult>,
  options: QueryOptions,
  expected: EdmEntityType | undefined,
  state: WriteState,
  head: string,
) => string;

/**
 * What $apply put beside the declared members: by groupby, join, nest and addnested. All of it is written, unless $expand
 * names what is. `written`: what is written already.
 */
export function appliedMembers(
  members: NonNullable<EntityResult['expanded']>,
  owner: EdmStructuredType,
  written: ReadonlySet<string>,
  options: QueryOptions,
  state: WriteState,
  write: RelatedWriter,
): string[] {
  const { shape, expand, select } = options;
  // what is related to an operation's result is there unless the client says what it wants; what $apply made has a shape
  const isAsked = expand !== undefined || (select !== undefined && shape === undefined);
  return [...members].flatMap(([name, related]) => {
    const item = expand?.find((candidate) => candidate.dynamic === name);
    const isLeftOut = isAsked && item === undefined;
    if (written.has(name) || isLeftOut || name.includes('/')) return [];
    const dynamic = shape?.dynamic.get(name);
    const nested = optionsIn(dynamic?.shape ?? shape?.declared?.get(name), item, expand !== undefined);
    if (dynamic?.type?.kind !== 'EntityType')
      return [`${quote(name)}:${relatedText(related, nested, declaredType(owner, name), state, write)}`];
    return [dynamicMember(name, related, dynamic.type, nested, state, write)];
  });
}

function declaredType(owner: EdmStructuredType, name: string): EdmEntityType | undefined {
  return owner.navigationProperties.get(name)?.entityType;
}

const optionsByShape = new WeakMap<Shape | ExpandItem, QueryOptions>();

/** The options of related instances of a shape: always the same object, since writers are remembered by it. */
function optionsIn(
  shape: Shape | undefined,
  item: ExpandItem | undefined,
  isExplicit: boolean,
): QueryOptions {
  const key = item ?? shape ?? wholeShape;
  let options = optionsByShape.get(key);
  if (options === undefined) {
    const given = item === undefined ? {} : nestedOptions(item);
    options = { ...(shape && { shape }), ...(isExplicit && { expand: [] }), ...given };
    optionsByShape.set(key, options);
  }
  return options;
}

/** "The dynamic property carries as control information the context URL" of what was transformed. */
function dynamicMember(
  name: string,
  related: ExpandedResult,
  type: EdmEntityType,
  options: QueryOptions,
  state: WriteState,
  write: RelatedWriter,
): string {
  const { metadata, prefix } = state.notation;
  const key = `${quote(name)}:`;
  if (metadata === 'none') return key + relatedText(related, options, type, state, write);
  const context = quote(`${state.context.serviceRoot}$metadata${fragmentOf(related, type, options, state)}`);
  return related.kind === 'collection'
    ? `${quote(`${name}${prefix}context`)}:${context},${key}${relatedText(related, options, type, state, write)}`
    : key + relatedText(related, options, type, state, write, `"${prefix}context":${context}`);
}

function fragmentOf(
  related: ExpandedResult,
  type: EdmEntityType,
  options: QueryOptions,
  state: WriteState,
): string {
  const isCollection = related.kind === 'collection';
  const items: readonly ItemResult[] = isCollection
    ? related.items
    : related.kind === 'entity' || related.kind === 'instance'
      ? [related]
      : [];
  const list = applySelectList(options, type, state.notation.version, items);
  const entitySet = entitySetOfType(state.context.model, type);
  if (entitySet === undefined)
    return `#${typeText({ type, collection: isCollection, nullable: true })}${list}`;
  const cast = entitySet.entityType === type ? '' : `/${type.qualifiedName}`;
  return `#${entitySet.name}${cast}${list}${isCollection ? '' : '/$entity'}`;
}

function relatedText(
  related: ExpandedResult,
  options: QueryOptions,
  expected: EdmEntityType | undefined,
  state: WriteState,
  write: RelatedWriter,
  head = '',
): string {
  if (related.kind === 'null') return 'null';
  if (related.kind !== 'collection') return write(related, options, expected, state, head);
  const items = related.items.map((item) =>
    item.kind === 'value' ? 'null' : relatedText(item, options, expected, state, write),
  );
  return `[${items.join(',')}]`;
}
