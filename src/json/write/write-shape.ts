// OData Protocol 4.01, section 11.2.5.1 "System Query Option $select" and 11.2.5.2 "$expand": which members of an instance are written.
import {
  type EdmNavigationProperty,
  type EdmProperty,
  type EdmStructuredType,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import type {
  ComputeItem,
  ExpandItem,
  ExpandStep,
  QueryOptions,
  Select,
  SelectedProperty,
} from '../../query/query.ts';

/** What is selected and expanded of one structured value; paths of expand items are relative to it. */
export interface Shape {
  readonly select: Select | undefined;
  readonly expand: readonly ExpandItem[];
  readonly compute: readonly ComputeItem[];
}

export const wholeShape: Shape = { select: undefined, expand: [], compute: [] };

export function shapeOf(options: QueryOptions): Shape {
  return { select: options.select, expand: options.expand ?? [], compute: options.compute ?? [] };
}

export const isWhole = (options: QueryOptions): boolean =>
  options.select === undefined && options.expand === undefined && options.compute === undefined;

/** How a property of the type is selected; undefined where it is not. */
export function selectionOf(
  shape: Shape,
  type: EdmStructuredType,
  name: string,
): SelectedProperty | 'whole' | undefined {
  if (shape.select === undefined) return 'whole';
  const selected = shape.select.properties.get(name) ?? castSelection(shape.select, type, name);
  if (selected === undefined) return shape.select.all ? 'whole' : undefined;
  const { cast } = selected;
  return cast === undefined || isSameOrDerived(type, cast) ? selected : undefined;
}

/** `ns.Manager/Budget` may be kept under a key of its own beside a `Budget` of another type. */
function castSelection(select: Select, type: EdmStructuredType, name: string): SelectedProperty | undefined {
  for (const selected of select.properties.values())
    if (
      selected.cast !== undefined &&
      selected.property?.name === name &&
      isSameOrDerived(type, selected.cast)
    )
      return selected;
  return undefined;
}

/** What is selected of a complex value for the sake of what is expanded in it alone. */
const nothingSelected: SelectedProperty = {
  property: undefined,
  cast: undefined,
  options: undefined,
  select: { all: false, properties: new Map(), navigationProperties: new Set(), operations: [] },
};

/** How a property is written: "expanded navigation properties MUST be returned, even if they are not specified" in $select. */
export function writtenAs(
  shape: Shape,
  type: EdmStructuredType,
  name: string,
): SelectedProperty | 'whole' | undefined {
  const holdsExpanded = shape.expand.some((item) => {
    const [first] = withoutCasts(item.path);
    return first?.kind === 'property' && first.property.name === name;
  });
  return selectionOf(shape, type, name) ?? (holdsExpanded ? nothingSelected : undefined);
}

/** The shape of a complex property's value. */
export function complexShape(shape: Shape, name: string, selected: SelectedProperty | 'whole'): Shape {
  const nested = selected === 'whole' ? undefined : selected;
  const expand = shape.expand.flatMap((item) => {
    const path = withoutCasts(item.path);
    return path[0]?.kind === 'property' && path[0].property.name === name
      ? [{ ...item, path: path.slice(1) }]
      : [];
  });
  const compute = nested?.options?.compute ?? [];
  const select = nested?.select ?? nested?.options?.select;
  if (select === undefined && expand.length === 0 && compute.length === 0) return wholeShape;
  return { select, expand, compute };
}

/** Items of the shape that expand a navigation property of this very type. */
export function expandsOf(shape: Shape, type: EdmStructuredType): ReadonlyMap<string, ExpandItem> {
  const items = new Map<string, ExpandItem>();
  for (const item of shape.expand) {
    const fits = item.path.every((step) => step.kind === 'cast' && isSameOrDerived(type, step.type));
    if (fits && item.navigationProperty !== undefined) items.set(item.navigationProperty.name, item);
  }
  return items;
}

/** `$expand=Photo`, `$expand=$value`: the content is written inline. */
export function isStreamExpanded(shape: Shape, stream: EdmProperty | '$value'): boolean {
  return shape.expand.some((item) => item.stream === stream && withoutCasts(item.path).length === 0);
}

const withoutCasts = (path: readonly ExpandStep[]): readonly ExpandStep[] =>
  path.filter((step) => step.kind === 'property');

/** Whether a link to what the navigation property leads to belongs to the shape: `*` stands for structural properties alone. */
export function isLinkSelected({ select }: Shape, navigationProperty: EdmNavigationProperty): boolean {
  return select === undefined || select.navigationProperties.has(navigationProperty.name);
}

const recursiveOptions = new WeakMap<ExpandItem, QueryOptions>();

/** Options of an expanded instance; `$levels` repeats the item below it. */
export function nestedOptions(item: ExpandItem): QueryOptions {
  const { levels } = item.options;
  if (levels === undefined || levels === 1) return item.options;
  let options = recursiveOptions.get(item);
  if (options === undefined) {
    options = { ...item.options, expand: [...(item.options.expand ?? []), item] };
    recursiveOptions.set(item, options);
  }
  return options;
}
