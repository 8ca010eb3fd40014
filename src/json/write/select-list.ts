// OData Protocol 4.01, sections 10.7 "Collection of Projected Entities" and 10.9 "Collection of Expanded Entities": {select-list}.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import type { Shape } from '../../query/apply/shape.ts';
import type { Transformation } from '../../query/apply/transformation.ts';
import type { ExpandItem, QueryOptions, Select } from '../../query/query.ts';
import type { ItemResult } from '../../query/result.ts';
import { hasMember, nestedList, type ODataVersion, relatedItems, shapeItems } from './shape-list.ts';

export type { ODataVersion };

const listsByOptions: Readonly<Record<ODataVersion, WeakMap<QueryOptions, string>>> = {
  '4.0': new WeakMap(),
  '4.01': new WeakMap(),
};

/**
 * `(Name,Address/City,Orders(Amount))`, or the empty string where everything is selected and nothing expanded.
 * What $apply yields is listed by `applySelectList`.
 */
export function selectList(options: QueryOptions, version: ODataVersion): string {
  if (options.select === undefined && options.expand === undefined && options.compute === undefined)
    return '';
  let list = listsByOptions[version].get(options);
  if (list === undefined) {
    const items = selectListItems(options, version);
    list = items.length === 0 ? '' : `(${items.join(',')})`;
    listsByOptions[version].set(options, list);
  }
  return list;
}

function selectListItems(options: QueryOptions, version: ODataVersion): readonly string[] {
  const computed = (options.compute ?? []).map(({ name }) => name);
  const all = computed.length === 0 ? [] : ['*', ...computed];
  const selected = options.select === undefined ? all : selectedItems(options.select);
  const expanded = (options.expand ?? []).flatMap((item) => expandedItem(item, version));
  return [...new Set([...selected, ...expanded])];
}

function selectedItems(select: Select): readonly string[] {
  const items: string[] = select.all ? ['*'] : [];
  for (const [key, selected] of select.properties) {
    const name = selected.property?.name ?? key;
    const path = selected.cast === undefined ? name : `${selected.cast.qualifiedName}/${name}`;
    const parts = selected.select ?? selected.options?.select;
    const nested = parts === undefined ? [] : selectedItems(parts);
    // a complex property selected as a whole is its name, one selected in parts a path for each part
    if (nested.length === 0 || nested[0] === '*') items.push(path);
    else items.push(...nested.map((item) => `${path}/${item}`));
  }
  items.push(...select.navigationProperties);
  items.push(...select.operations.map((operation) => operation.qualifiedName));
  return items;
}

function expandedItem(item: ExpandItem, version: ODataVersion): readonly string[] {
  // expanded references, counts and streams are not represented in the context URL
  if (item.navigationProperty === undefined || item.form !== 'entities') return [];
  const { apply, shape } = item.options;
  const nested =
    apply === undefined
      ? selectList(item.options, version)
      : shape === undefined || isUniform(apply)
        ? applySelectList(item.options, item.cast ?? item.navigationProperty.entityType, version, [])
        : anyStructure;
  if (nested === '' && version === '4.0') return [];
  const steps = item.path.map((step) =>
    step.kind === 'cast' ? step.type.qualifiedName : step.property.name,
  );
  const levels = item.options.levels;
  const recursive = levels === 'max' || (levels !== undefined && levels > 1) ? '+' : '';
  return [
    `${[...steps, item.navigationProperty.name].join('/')}${recursive}${nested === '' ? '()' : nested}`,
  ];
}

/** Whether all instances that the transformations yield have the same structure. */
function isUniform(transformations: readonly Transformation[]): boolean {
  return transformations.every((transformation) => {
    if (transformation.kind === 'concat') return false;
    if (transformation.kind !== 'groupby') return true;
    return isUniform(transformation.then) && transformation.items.every(({ kind }) => kind !== 'rollup');
  });
}

const anyStructure = '(@Org.OData.Core.V1.AnyStructure)';

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
  const present = (name: string): boolean => items.every((item) => hasMember(item, name));
  const expanded = (expand ?? [])
    .filter(
      ({ path, navigationProperty }) =>
        path.length > 0 || navigationProperty === undefined || present(navigationProperty.name),
    )
    .flatMap((item) => namedItem(item, shape, version));
  const selected =
    select !== undefined && !select.all
      ? [
          ...selectedItems(ofAll(select, present)),
          ...relatedItems(shape, type, version, items, expand === undefined),
        ]
      : shape === undefined
        ? []
        : shapeItems(shape, type, version, items, expand === undefined);
  const list = [...new Set([...selected, ...expanded])];
  if (list.length > 0) return `(${list.join(',')})`;
  const keepsAll = shape?.declared === undefined && items.every(({ kind }) => kind !== 'instance');
  const isWhole = select === undefined && keepsAll;
  return isWhole ? '' : anyStructure;
}

/** Without what transformations have aggregated away from some instance. */
function ofAll(select: Select, present: (name: string) => boolean): Select {
  const properties = [...select.properties].filter(([key, { property }]) => present(property?.name ?? key));
  const navigationProperties = [...select.navigationProperties].filter(present);
  return { ...select, properties: new Map(properties), navigationProperties: new Set(navigationProperties) };
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
