// OData Data Aggregation Extension 4.0, section 3.1.1 "Type, Structure and Context URL": what all instances of a result of $apply have.
import { type EdmStructuredType, isSameOrDerived } from '../../edm/edm-model.ts';
import { isStructuredValue, itemsOfValue } from '../../edm/value.ts';
import { type Shape, type ShapedType, wholeShape } from '../../query/apply/shape.ts';
import type { ItemResult } from '../../query/result.ts';

/** OData versions whose select lists differ: 4.0 leaves out expanded properties that have no list of their own. */
export type ODataVersion = '4.0' | '4.01';

/** What is expanded by default is there whatever $select says. */
export function relatedItems(
  shape: Shape | undefined,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
  expands: boolean,
): readonly string[] {
  if (shape === undefined || !expands) return [];
  const names = shape.declared?.keys() ?? relatedNames(type, items);
  const declared = [...names]
    .filter((name) => type.navigationProperties.has(name))
    .map((name) => [name, shape.declared?.get(name)] as const);
  const dynamic = [...shape.dynamic].filter(([, member]) => member.type?.kind === 'EntityType');
  return shapeItems({ declared: new Map(declared), dynamic: new Map(dynamic) }, type, version, items, true);
}

/** `expands`: related instances are there by default, since no $expand says which are. */
export function shapeItems(
  shape: Shape,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
  expands: boolean,
): readonly string[] {
  const { declared, dynamic } = shape;
  const inAll = (name: string): boolean => items.every((item) => hasMember(item, name));
  const list: string[] = [];
  const made = [...dynamic].filter(([, member]) => expands || member.type?.kind !== 'EntityType');
  const isWhole = declared === undefined && items.every(({ kind }) => kind !== 'instance');
  if (isWhole && made.some(([, member]) => member.type?.kind !== 'EntityType')) list.push('*');
  const names = isWhole ? [] : (declared?.keys() ?? type.properties.keys());
  for (const name of new Set([...names, ...(declared === undefined ? relatedNames(type, items) : [])])) {
    const isDeclared = type.properties.has(name) || type.navigationProperties.has(name);
    if (!isDeclared) list.push(...membersOfDerivedTypes(name, declared?.get(name), type, version, items));
    else if (inAll(name) && (expands || !type.navigationProperties.has(name)))
      list.push(...declaredItems(name, declared?.get(name), type, version, items));
  }
  for (const [name, inner] of shape.within ?? [])
    if (expands && type.properties.has(name) && inAll(name))
      list.push(...declaredItems(name, { ...inner, declared: new Map() }, type, version, items));
  for (const [name, member] of made)
    if (inAll(name)) list.push(dynamicItem(name, member, version, itemsAt(items, name)));
  return list;
}

/** `ns.Derived/Name` for each derived type that declares the member, where all instances that may be of it have it. */
function membersOfDerivedTypes(
  name: string,
  shape: Shape | undefined,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
): readonly string[] {
  const typeOf = (item: ItemResult): EdmStructuredType | undefined =>
    item.kind === 'entity' ? item.entity.type : item.kind === 'instance' ? item.type : undefined;
  const declaring = new Set(items.map((item) => declaringType(typeOf(item), name)));
  return [...declaring].flatMap((derived) => {
    if (derived === undefined) return [];
    const mayBe = items.filter((item) => {
      const own = typeOf(item) ?? type;
      return isSameOrDerived(own, derived) || isSameOrDerived(derived, own);
    });
    if (!mayBe.every((item) => hasMember(item, name))) return [];
    const members = declaredItems(name, shape, derived, version, mayBe);
    return members.map((member) => `${derived.qualifiedName}/${member}`);
  });
}

/** The least derived of a type and its base types that has the member. */
function declaringType(type: EdmStructuredType | undefined, name: string): EdmStructuredType | undefined {
  let declaring: EdmStructuredType | undefined;
  for (let t = type; t?.properties.has(name) || t?.navigationProperties.has(name); t = t?.baseType)
    declaring = t;
  return declaring;
}

/** Navigation properties that $apply expanded. */
function relatedNames(type: EdmStructuredType, items: readonly ItemResult[]): readonly string[] {
  const [first] = items;
  const names = first === undefined ? [] : [...(first.expanded?.keys() ?? [])];
  return names.filter((name) => type.navigationProperties.has(name));
}

/** Whether an instance has a member, be it null. */
export function hasMember(item: ItemResult, name: string): boolean {
  if (item.kind === 'value')
    return (
      (isStructuredValue(item.value) && item.value[name] !== undefined) || item.expanded?.has(name) === true
    );
  const values = item.kind === 'entity' ? item.entity.values : item.values;
  const computed = item.kind === 'entity' ? item.computed : undefined;
  return values[name] !== undefined || computed?.[name] !== undefined || item.expanded?.has(name) === true;
}

/** What the items have under a name, collections item by item; nothing where it is null. */
export function itemsAt(items: readonly ItemResult[], name: string): readonly ItemResult[] {
  return items.flatMap((item): readonly ItemResult[] => {
    const related = item.kind === 'value' ? undefined : item.expanded?.get(name);
    if (related?.kind === 'collection') return related.items;
    if (related !== undefined) return related.kind === 'null' || related.kind === 'count' ? [] : [related];
    const values =
      item.kind === 'entity' ? item.entity.values : item.kind === 'instance' ? item.values : item.value;
    const value = isStructuredValue(values) ? values[name] : undefined;
    const isCollection = Array.isArray(value);
    return itemsOfValue(value ?? null).map((one, ordinal) => {
      const expanded = expandedWithin(item.expanded, isCollection ? `${name}/${ordinal}/` : `${name}/`);
      return { kind: 'value', value: one, ...(expanded && { expanded }) };
    });
  });
}

/** What is expanded in the complex value at the path. */
function expandedWithin(expanded: ItemResult['expanded'], path: string): ItemResult['expanded'] {
  const inside = [...(expanded ?? [])].filter(([name]) => name.startsWith(path));
  return inside.length === 0
    ? undefined
    : new Map(inside.map(([name, related]) => [name.slice(path.length), related]));
}

/** A navigation property has a list of its own in parentheses, the parts of a complex property are paths. */
function declaredItems(
  name: string,
  shape: Shape | undefined,
  type: EdmStructuredType,
  version: ODataVersion,
  items: readonly ItemResult[],
): readonly string[] {
  const navigationProperty = type.navigationProperties.get(name);
  const below = itemsAt(items, name);
  if (navigationProperty !== undefined) {
    const inner = shape ?? (below.some(({ kind }) => kind === 'instance') ? wholeShape : undefined);
    const list =
      inner === undefined ? [] : shapeItems(inner, navigationProperty.entityType, version, below, true);
    return [name + nestedList(list, version)];
  }
  const property = type.properties.get(name)?.type.type;
  if (shape === undefined || property?.kind !== 'ComplexType') return [name];
  return shapeItems(shape, property, version, below, true).map((path) => `${name}/${path}`);
}

function dynamicItem(
  name: string,
  { type, shape }: ShapedType,
  version: ODataVersion,
  items: readonly ItemResult[],
): string {
  // related instances have a context URL of their own, which says what they have
  if (type?.kind === 'EntityType') return name + nestedList([], version);
  if (type?.kind !== 'ComplexType' || shape === undefined) return name;
  const inner = shapeItems(shape, type, version, items, true);
  return inner.length === 0 ? name : name + nestedList(inner, version);
}

/** 4.0 writes no empty parentheses. */
export function nestedList(items: readonly string[], version: ODataVersion): string {
  return items.length === 0 && version === '4.0' ? '' : `(${items.join(',')})`;
}
