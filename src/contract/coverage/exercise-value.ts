// OData JSON Format 4.01, section 4.5 "Control Information" and 7 "Structural Property": the elements that a value uses.
import type { EdmEnumType, EdmModel, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';

/**
 * Adds types, properties and enumeration members of a JSON value, and of all below.
 * @param model where a value may name a derived type
 */
export function collectValue(value: unknown, type: EdmType, elements: Set<string>, model?: EdmModel): void {
  if (Array.isArray(value)) {
    for (const item of value) collectValue(item, type, elements, model);
  } else if (type.kind === 'EnumType') collectMembers(value, type, elements);
  else if (isStructuredType(type)) collectObject(value, type, elements, model);
}

/** Several members of a flags type stand with commas between them. */
function collectMembers(value: unknown, type: EdmEnumType, elements: Set<string>): void {
  if (typeof value !== 'string') return;
  for (const name of value.split(',').map((part) => part.trim()))
    if (type.members.has(name)) elements.add(`${type.qualifiedName}/${name}`);
}

function collectObject(
  value: unknown,
  declared: EdmType,
  elements: Set<string>,
  model: EdmModel | undefined,
): void {
  if (typeof value !== 'object' || value === null) return;
  const object = value as Readonly<Record<string, unknown>>;
  const named = object['@odata.type'] ?? object['@type'];
  const found = typeof named === 'string' ? model?.findStructuredType(named.replace(/^.*#/, '')) : undefined;
  const type = found ?? declared;
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return;
  elements.add(type.qualifiedName);
  for (const [name, member] of Object.entries(object)) {
    const property = type.properties.get(name);
    const navigation = type.navigationProperties.get(name.replace(/@.*$/, ''));
    const used = property ?? navigation;
    if (used === undefined) continue;
    elements.add(`${used.declaringType.qualifiedName}/${used.name}`);
    if (property !== undefined) collectValue(member, property.type.type, elements, model);
    else if (navigation !== undefined && !name.includes('@'))
      collectValue(member, navigation.entityType, elements, model);
  }
}
