// OData URL Conventions 4.01, section 5.1.4 "System Query Option $select": the union of what its items identify.

import type { EdmProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import type { QueryOptions, Select, SelectedOperation, SelectedProperty } from '../query.ts';

/** Grows while the items are read: several may go through the same complex property. */
export interface SelectBuilder {
  all: boolean;
  readonly properties: Map<string, SelectedBuilder>;
  readonly navigationProperties: Set<string>;
  readonly operations: SelectedOperation[];
}

export interface SelectedBuilder {
  readonly property: EdmProperty | undefined;
  readonly cast: EdmStructuredType | undefined;
  /** An item ends here: whatever others select below, all of the value is selected. */
  whole: boolean;
  below: SelectBuilder | undefined;
  options: QueryOptions | undefined;
}

export function createBuilder(): SelectBuilder {
  return { all: false, properties: new Map(), navigationProperties: new Set(), operations: [] };
}

/** What has been selected, when all items are read. */
export function build(builder: SelectBuilder): Select {
  const properties = new Map<string, SelectedProperty>();
  for (const [name, { property, cast, whole, below, options }] of builder.properties) {
    const isWhole = whole || (options !== undefined && options.select === undefined);
    const select = isWhole ? undefined : unionOf(below && build(below), options?.select);
    properties.set(name, {
      property,
      cast,
      select: below === undefined ? undefined : select,
      options: options && withSelect(options, select),
    });
  }
  const { all, navigationProperties, operations } = builder;
  return { all, properties, navigationProperties, operations };
}

function withSelect({ select: _, ...options }: QueryOptions, select: Select | undefined): QueryOptions {
  return select === undefined ? options : { ...options, select };
}

/** "The total set … is equal to the union of the set of those identified by each select item." */
function unionOf(a: Select | undefined, b: Select | undefined): Select | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const properties = new Map(a.properties);
  for (const [name, selected] of b.properties) {
    const other = properties.get(name);
    properties.set(name, other === undefined ? selected : unionOfSelected(other, selected));
  }
  return {
    all: a.all || b.all,
    properties,
    navigationProperties: new Set([...a.navigationProperties, ...b.navigationProperties]),
    operations: [...a.operations, ...b.operations],
  };
}

function unionOfSelected(a: SelectedProperty, b: SelectedProperty): SelectedProperty {
  const parts = ({ select, options }: SelectedProperty): Select | undefined => select ?? options?.select;
  const select = parts(a) && parts(b) && unionOf(parts(a), parts(b));
  const options = a.options ?? b.options;
  return { ...a, select, options: options && withSelect(options, select) };
}
