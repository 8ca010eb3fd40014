// OData Protocol 4.01, sections 10.7 "Collection of Projected Entities" and 10.9 "Collection of Expanded Entities": {select-list}.
import type { ExpandItem, QueryOptions, Select } from '../../query/query.ts';

/** OData versions whose select lists differ: 4.0 leaves out expanded properties that have no list of their own. */
export type ODataVersion = '4.0' | '4.01';

const listsByOptions: Readonly<Record<ODataVersion, WeakMap<QueryOptions, string>>> = {
  '4.0': new WeakMap(),
  '4.01': new WeakMap(),
};

/**
 * `(Name,Address/City,Orders(Amount))`, or the empty string where everything is selected and nothing expanded.
 * What $apply yields is listed by `apply-select-list.ts`.
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

export function selectedItems(select: Select): readonly string[] {
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

export function expandedItem(item: ExpandItem, version: ODataVersion): readonly string[] {
  // expanded references, counts and streams are not represented in the context URL
  if (item.navigationProperty === undefined || item.form !== 'entities') return [];
  const nested = selectList(item.options, version);
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
