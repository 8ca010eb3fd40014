// OData Protocol 4.01, sections 10.7 "Collection of Projected Entities" and 10.9 "Collection of Expanded Entities": {select-list}.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import type { Shape } from '../../query/apply/shape.ts';
import type { Transformation } from '../../query/apply/transformation.ts';
import type { ExpandItem, QueryOptions, Select, SelectedOperation } from '../../query/query.ts';
import type { ItemResult } from '../../query/result.ts';
import { advertisedName } from './advertised-name.ts';
import { hasMember, itemsAt, nestedList, type ODataVersion, relatedItems, shapeItems } from './shape-list.ts';

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

function selectListItems(options: QueryOptions, version: ODataVersion, cast?: Cast): readonly string[] {
  const computed = (options.compute ?? []).map(({ name }) => name);
  const all = computed.length === 0 ? [] : ['*', ...computed];
  const selected = options.select === undefined ? all : selectedItems(options.select, cast);
  const expanded = (options.expand ?? []).flatMap((item) => expandedItem(item, version, cast));
  return [...new Set([...selected, ...expanded])];
}

/** A cast behind an expanded navigation property: members that only the type has which it leads to are prefixed with it. */
interface Cast {
  readonly from: EdmStructuredType;
  readonly to: EdmStructuredType;
}

function prefixOf(cast: Cast | undefined, name: string): string {
  if (cast === undefined || cast.from.properties.has(name) || cast.from.navigationProperties.has(name))
    return '';
  const isDeclared = cast.to.properties.has(name) || cast.to.navigationProperties.has(name);
  return isDeclared ? `${cast.to.qualifiedName}/` : '';
}

function selectedItems(select: Select, cast?: Cast): readonly string[] {
  const items: string[] = select.all ? ['*'] : [];
  for (const [key, selected] of select.properties) {
    const name = selected.property?.name ?? key;
    const prefix = selected.cast === undefined ? prefixOf(cast, name) : `${selected.cast.qualifiedName}/`;
    const path = prefix + name;
    const parts = selected.select ?? selected.options?.select;
    const nested = parts === undefined ? [] : selectedItems(parts);
    // a complex property selected as a whole is its name, one selected in parts a path for each part
    if (nested.length === 0 || nested[0] === '*') items.push(path);
    else items.push(...nested.map((item) => `${path}/${item}`));
  }
  for (const name of select.navigationProperties) items.push(prefixOf(cast, name) + name);
  items.push(...select.operations.map(operationItem));
  return items;
}

/** "Function names suffixed with parentheses represent a specific overload". */
function operationItem({ operation, parameters, cast }: SelectedOperation): string {
  const name = advertisedName(operation, parameters);
  return cast === undefined ? name : `${cast.qualifiedName}/${name}`;
}

function expandedItem(item: ExpandItem, version: ODataVersion, within?: Cast): readonly string[] {
  // expanded references, counts and streams are not represented in the context URL
  if (item.navigationProperty === undefined || item.form !== 'entities') return [];
  const { apply, shape } = item.options;
  const nested =
    apply === undefined
      ? listWithin(item, version)
      : shape === undefined || isUniform(apply)
        ? applySelectList(item.options, item.cast ?? item.navigationProperty.entityType, version, [])
        : anyStructure;
  if (nested === '' && version === '4.0') return [];
  const steps = item.path.map((step) =>
    step.kind === 'cast' ? step.type.qualifiedName : step.property.name,
  );
  const levels = item.options.levels;
  const recursive = levels === 'max' || (levels !== undefined && levels > 1) ? '+' : '';
  const path = [...steps, item.navigationProperty.name];
  return [`${prefixOf(within, path[0] ?? '')}${path.join('/')}${recursive}${nested === '' ? '()' : nested}`];
}

/** What is selected and expanded behind a navigation property. */
function listWithin({ options, cast, navigationProperty }: ExpandItem, version: ODataVersion): string {
  if (cast === undefined || navigationProperty === undefined) return selectList(options, version);
  const items = selectListItems(options, version, { from: navigationProperty.entityType, to: cast });
  return items.length === 0 ? '' : `(${items.join(',')})`;
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
    .flatMap((item) => namedItem(item, shape, version, items));
  const selected =
    select !== undefined && !select.all
      ? selectedBeside(select, relatedItems(shape, type, version, items, expand === undefined), items)
      : shape === undefined
        ? []
        : shapeItems(shape, type, version, items, expand === undefined);
  const list = [...new Set([...selected, ...expanded])];
  if (list.length > 0) return `(${list.join(',')})`;
  const keepsAll = shape?.declared === undefined && items.every(({ kind }) => kind !== 'instance');
  const isWhole = select === undefined && keepsAll;
  return isWhole ? '' : anyStructure;
}

/** What $select names and all instances have, beside what is expanded by default. */
function selectedBeside(
  select: Select,
  related: readonly string[],
  items: readonly ItemResult[],
): readonly string[] {
  const isRelated = (name: string): boolean => related.some((one) => one.startsWith(`${name}(`));
  const inAll = (name: string): boolean => items.every((item) => hasMember(item, name));
  const haveLinks = items.every(({ kind }) => kind === 'entity');
  const selected: Select = {
    ...select,
    properties: new Map(
      [...select.properties].filter(([key, { property }]) => !isRelated(key) && inAll(property?.name ?? key)),
    ),
    navigationProperties: new Set(
      [...select.navigationProperties].filter((name) => haveLinks && !isRelated(name)),
    ),
  };
  return [...selectedItems(selected), ...related];
}

/** What $expand names of a result of $apply: members that $apply made, too, and references to those that are grouped by. */
function namedItem(
  item: ExpandItem,
  shape: Shape | undefined,
  version: ODataVersion,
  items: readonly ItemResult[],
): readonly string[] {
  const { dynamic, navigationProperty, form, options } = item;
  if (dynamic !== undefined) return [dynamic + nestedList([], version)];
  if (navigationProperty === undefined || shape?.declared?.has(navigationProperty.name) !== true)
    return expandedItem(item, version);
  const { name, entityType } = navigationProperty;
  if (form !== 'entities') return [name + nestedList([], version)];
  const grouped = shape.declared.get(name);
  if (grouped === undefined || options.apply !== undefined) return expandedItem(item, version);
  const within = applySelectList({ ...options, shape: grouped }, entityType, version, itemsAt(items, name));
  return [name + (within === '' ? nestedList([], version) : within)];
}
