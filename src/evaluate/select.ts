// OData Protocol 4.01, section 11.2.5.1 "System Query Option $select": options nested in it shape values.
import type { EdmType } from '../edm/edm-model.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import type { Select, SelectedProperty } from '../query/query.ts';
import type { CollectionResult, ValueResult } from '../query/result.ts';
import { evaluateCollection } from './collection.ts';
import { entityOf, type Operand } from './instance.ts';
import { createItemShaper } from './item.ts';
import { isInstance, isOfType, membersOf, rememberOrigins } from './member.ts';
import { nestedScope, type Scope } from './scope.ts';

export type SelectedResults = ReadonlyMap<string, CollectionResult | ValueResult>;
export type SelectShaper = (row: Operand) => SelectedResults | undefined;

/** Gives what nested options shape, by path; undefined where $select has none. What is written is the serializer's. */
export function createSelectShaper(
  select: Select | undefined,
  type: EdmType | undefined,
  scope: Scope,
): SelectShaper | undefined {
  const shaped = shapedProperties(select, []);
  if (shaped.length === 0) return undefined;
  return (row) => {
    const selected = new Map<string, CollectionResult | ValueResult>();
    for (const { path, property } of shaped) {
      const declared = type?.kind === 'ComplexType' ? type : undefined;
      if (property.cast !== undefined && !isOfType(row, property.cast, declared, scope.evaluation.model))
        continue;
      const value = path.reduce<EdmValue>(
        (owner, name) => membersOf(owner as Operand)?.[name] ?? null,
        row as EdmValue,
      );
      const entity = isInstance(row) ? entityOf(row) : undefined;
      if (entity !== undefined) rememberOrigins(scope.evaluation.origins, value, entity, path);
      const at = path.join('/');
      if (isCollectionValue(value)) selected.set(at, shapeCollection(value, property, scope));
      else if (isStructuredValue(value)) {
        const shaped = shapeStructured(value, property, scope);
        selected.set(at, shaped);
        for (const [below, result] of shaped.selected ?? []) selected.set(`${at}/${below}`, result);
      }
    }
    return selected;
  };
}

interface ShapedProperty {
  readonly path: readonly string[];
  readonly property: SelectedProperty;
}

function shapedProperties(select: Select | undefined, path: readonly string[]): readonly ShapedProperty[] {
  if (select === undefined) return [];
  return [...select.properties].flatMap(([name, property]) => {
    const here = [...path, name];
    if (property.options !== undefined) return [{ path: here, property }];
    return property.property?.type.collection === true ? [] : shapedProperties(property.select, here);
  });
}

function shapeStructured(
  value: EdmValue,
  { property, options = {} }: SelectedProperty,
  scope: Scope,
): ValueResult {
  const within = nestedScope(scope);
  within.current = value as Operand;
  return createItemShaper(options, property?.type.type, within, false)(value as Operand) as ValueResult;
}

function shapeCollection(
  value: readonly EdmValue[],
  { property, options }: SelectedProperty,
  scope: Scope,
): CollectionResult {
  return evaluateCollection({ read: () => value, type: property?.type.type }, options ?? {}, {
    scope,
    outermost: false,
    pageSize: undefined,
  });
}
