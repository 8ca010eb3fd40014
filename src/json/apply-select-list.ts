// OData Data Aggregation Extension 4.0, section 3.1.1 "Type, Structure and Context URL": the {select-list} of an $apply result.
import type { EdmStructuredType } from '../edm/edm-model.ts';
import type { QueryOptions } from '../query/query.ts';
import type { ItemResult } from '../query/result.ts';
import type { Shape, ShapedType } from '../query/shape.ts';
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
  const { shape, select } = options;
  const expanded = (options.expand ?? []).flatMap((item) =>
    item.dynamic === undefined ? expandedItem(item, version) : [],
  );
  const selected =
    select !== undefined && !select.all
      ? selectedItems(select)
      : shape === undefined
        ? []
        : shapeItems(shape, type, version, items);
  const list = [...new Set([...selected, ...expanded])];
  if (list.length > 0) return `(${list.join(',')})`;
  const isWhole = shape === undefined && select === undefined;
  return isWhole ? '' : '(@Org.OData.Core.V1.AnyStructure)';
}

function shapeItems(
  { declared, dynamic }: Shape,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
): readonly string[] {
  const inAll = (name: string): boolean => items.every((item) => hasMember(item, name));
  const list: string[] = [];
  if (declared === undefined && items.every(({ kind }) => kind !== 'instance')) list.push('*');
  else
    for (const name of declared?.keys() ?? type.properties.keys())
      if (inAll(name)) list.push(...declaredItems(name, declared?.get(name), type, version));
  for (const [name, member] of dynamic) if (inAll(name)) list.push(dynamicItem(name, member, version));
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
    const inner = shape === undefined ? [] : shapeItems(shape, navigationProperty.entityType, version, []);
    return [name + nestedList(inner, version)];
  }
  const property = type.properties.get(name)?.type.type;
  if (shape === undefined || property?.kind !== 'ComplexType') return [name];
  return shapeItems(shape, property, version, []).map((path) => `${name}/${path}`);
}

function dynamicItem(name: string, { type, shape }: ShapedType, version: ODataVersion): string {
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return name;
  const inner = shape === undefined ? [] : shapeItems(shape, type, version, []);
  if (type.kind === 'ComplexType' && inner.length === 0) return name;
  return name + nestedList(inner, version);
}

/** 4.0 writes no empty parentheses. */
function nestedList(items: readonly string[], version: ODataVersion): string {
  return items.length === 0 && version === '4.0' ? '' : `(${items.join(',')})`;
}
