// OData URL Conventions 4.01, section 5.1.1.15 "Path Expressions": members of instances and complex values.
import { type EdmModel, type EdmStructuredType, isSameOrDerived } from '../edm/edm-model.ts';
import { type Entity, isEntity } from '../edm/entity.ts';
import { type EdmValue, isCollectionValue, isStructuredValue, type StructuredValue } from '../edm/value.ts';
import type { EntityAccess } from './entity-access.ts';
import { type Instance, isDerived, type Operand } from './instance.ts';

/** Whether an operand of unknown type is an instance rather than a value. */
export function isInstance(operand: Operand): operand is Instance {
  if (operand === null || typeof operand !== 'object' || Array.isArray(operand)) return false;
  return isDerived(operand as Instance) || isEntity(operand);
}

/** The structured value that holds the members of an operand; undefined where it has none. */
export function membersOf(operand: Operand): StructuredValue | undefined {
  if (isInstance(operand)) return operand.values;
  return isStructuredValue(operand as EdmValue) ? (operand as StructuredValue) : undefined;
}

/** The member of an instance or complex value; null where there is none. Collections give the members of their items. */
export function memberOf(operand: Operand, name: string): Operand {
  if (operand === null || typeof operand !== 'object') return null;
  if (Array.isArray(operand))
    return (operand as readonly Operand[]).flatMap((item) => flat(memberOf(item, name)));
  if (isInstance(operand)) {
    const related = isDerived(operand) ? operand.related.get(name) : undefined;
    return related ?? operand.values[name] ?? null;
  }
  return (operand as StructuredValue)[name] ?? null;
}

/** Whether an operand has a member, be it null: transformations leave out what they aggregate away. */
export function ownsMember(owner: Operand, name: string): boolean {
  const members = membersOf(owner);
  if (members !== undefined && name in members) return true;
  if (!isInstance(owner)) return false;
  if ('related' in owner && owner.related.has(name)) return true;
  return owner.type !== undefined && 'identity' in owner && owner.type.navigationProperties.has(name);
}

/** Null adds nothing to a collection, a collection its items. */
export function flat(operand: Operand): readonly Operand[] {
  if (operand === null) return [];
  return Array.isArray(operand) ? (operand as readonly Operand[]) : [operand];
}

/** The type that a structured operand has: an instance's own, a complex value's `@type`, else the declared one. */
export function typeOfOperand(
  operand: Operand,
  declared: EdmStructuredType | undefined,
  model: EdmModel,
): EdmStructuredType | undefined {
  if (isInstance(operand)) return operand.type ?? declared;
  const named = isStructuredValue(operand as EdmValue) ? (operand as StructuredValue)['@type'] : undefined;
  return typeof named === 'string'
    ? (model.findStructuredType(named.replace(/^#/, '')) ?? declared)
    : declared;
}

export function isOfType(
  operand: Operand,
  target: EdmStructuredType,
  declared: EdmStructuredType | undefined,
  model: EdmModel,
): boolean {
  const type = typeOfOperand(operand, declared, model);
  return type !== undefined && isSameOrDerived(type, target);
}

/** Remembers where the items of a collection of complex values live, so that their navigation properties can be followed. */
export function rememberOrigins(
  origins: WeakMap<object, { entity: Entity; path: readonly string[] }>,
  items: Operand,
  entity: Entity,
  path: readonly string[],
): void {
  if (!isCollectionValue(items as EdmValue)) return;
  (items as readonly EdmValue[]).forEach((item, ordinal) => {
    if (isStructuredValue(item)) origins.set(item, { entity, path: [...path, String(ordinal)] });
  });
}

/** Targets of a navigation property of an instance: those that the query decided, else those of the entity. */
export function relatedInstances(
  access: EntityAccess,
  instance: Instance,
  path: readonly string[],
  navigationProperty: Parameters<EntityAccess['related']>[2],
): readonly Instance[] {
  const entity = isDerived(instance) ? instance.entity : instance;
  if (isDerived(instance)) {
    const decided = instance.related.get([...path, navigationProperty.name].join('/'));
    if (decided !== undefined) return flat(decided) as readonly Instance[];
  }
  return entity === undefined ? [] : access.related(entity, path, navigationProperty);
}
