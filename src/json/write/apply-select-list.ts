// OData Data Aggregation Extension 4.0, section 3.1.1 "Type, Structure and Context URL": the {select-list} of an $apply result.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import type { Shape, ShapedType } from '../../query/apply/shape.ts';
import type { ExpandItem, QueryOptions } from '../../query/query.ts';
import type { ItemResult } from '../../query/result.ts';
import { expandedItem, type ODataVersion, selectedItems } from './select-list.ts';

/**
 * `(Customer(Country),Total)`: the members that all instances have, after $select and $expand.
 * `items` are looked at since instances of a concatenation may differ; without items the resolved shape is trusted.
 */
export function applySelectList(
  options: QueryOptions,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
): string {
  const { shape, select, expand } = options;
  const expanded = (expand ?? []).flatMap((item) => namedItem(item, shape, version));
  const selected =
    select !== undefined && !select.all
      ? [...selectedItems(select), ...relatedItems(shape, type, version, expand === undefined)]
      : shape === undefined
        ? []
        : shapeItems(shape, type, version, items, expand === undefined);
  const list = [...new Set([...selected, ...expanded])];
  if (list.length > 0) return `(${list.join(',')})`;
  const keepsAll = shape?.declared === undefined && items.every(({ kind }) => kind !== 'instance');
  const isWhole = select === undefined && keepsAll;
  return isWhole ? '' : '(@Org.OData.Core.V1.AnyStructure)';
}

/** What $expand names of a result of $apply: members that $apply made, too, and references to those that are grouped by. */
function namedItem(item: ExpandItem, shape: Shape | undefined, version: ODataVersion): readonly string[] {
  const { dynamic, navigationProperty, form } = item;
  if (dynamic !== undefined) return [dynamic + nestedList([], version)];
  const isGroupedBy =
    navigationProperty !== undefined && shape?.declared?.has(navigationProperty.name) === true;
  return isGroupedBy && form !== 'entities'
    ? [navigationProperty.name + nestedList([], version)]
    : expandedItem(item, version);
}

/** What is expanded by default is there whatever $select says. */
function relatedItems(
  shape: Shape | undefined,
  type: EdmStructuredType,
  version: ODataVersion,
  expands: boolean,
): readonly string[] {
  if (shape === undefined || !expands) return [];
  const declared = [...(shape.declared ?? [])].filter(([name]) => type.navigationProperties.has(name));
  const dynamic = [...shape.dynamic].filter(([, member]) => member.type?.kind === 'EntityType');
  return shapeItems({ declared: new Map(declared), dynamic: new Map(dynamic) }, type, version, [], true);
}

/** `expands`: related instances are there by default, since no $expand says which are. */
function shapeItems(
  { declared, dynamic }: Shape,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
  expands: boolean,
): readonly string[] {
  const inAll = (name: string): boolean => items.every((item) => hasMember(item, name));
  const list: string[] = [];
  const made = [...dynamic].filter(([, member]) => expands || member.type?.kind !== 'EntityType');
  const isWhole = declared === undefined && items.every(({ kind }) => kind !== 'instance');
  if (isWhole && made.some(([, member]) => member.type?.kind !== 'EntityType')) list.push('*');
  if (!isWhole)
    for (const name of declared?.keys() ?? type.properties.keys())
      if (inAll(name) && (expands || !type.navigationProperties.has(name)))
        list.push(...declaredItems(name, declared?.get(name), type, version));
  for (const [name, member] of made) if (inAll(name)) list.push(dynamicItem(name, member, version));
  return list;
}

function hasMember(item: ItemResult, name: string): boolean {
  if (item.kind === 'value') return false;
  const values = item.kind === 'entity' ? item.entity.values : item.values;
  const computed = item.kind === 'entity' ? item.computed : undefined;
  return values[name] !== undefined || computed?.[name] !== undefined || item.expanded?.has(name) === true;
}

/** A navigation property has a list of its own in parentheses, the parts of a complex property are paths. */
function declaredItems(
  name: string,
  shape: Shape | undefined,
  type: EdmStructuredType,
  version: ODataVersion,
): readonly string[] {
  const navigationProperty = type.navigationProperties.get(name);
  if (navigationProperty !== undefined) {
    const inner =
      shape === undefined ? [] : shapeItems(shape, navigationProperty.entityType, version, [], true);
    return [name + nestedList(inner, version)];
  }
  const property = type.properties.get(name)?.type.type;
  if (shape === undefined || property?.kind !== 'ComplexType') return [name];
  return shapeItems(shape, property, version, [], true).map((path) => `${name}/${path}`);
}

function dynamicItem(name: string, { type, shape }: ShapedType, version: ODataVersion): string {
  // related instances have a context URL of their own, which says what they have
  if (type?.kind === 'EntityType') return name + nestedList([], version);
  if (type?.kind !== 'ComplexType' || shape === undefined) return name;
  const inner = shapeItems(shape, type, version, [], true);
  return inner.length === 0 ? name : name + nestedList(inner, version);
}

/** 4.0 writes no empty parentheses. */
function nestedList(items: readonly string[], version: ODataVersion): string {
  return items.length === 0 && version === '4.0' ? '' : `(${items.join(',')})`;
}
