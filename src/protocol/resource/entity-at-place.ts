// OData Protocol 4.01, section 11.4.2.2 "Create Related Entities When Creating an Entity": what a nested payload stands for, where its entities live.
import { type EdmNavigationProperty, isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { type EdmValue, recordOf, type StructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { type EntityPayload, isKeyReference, isReference } from '../../json/read/payload.ts';
import {
  type KnownMembers,
  type MissingMember,
  missingMembers,
  requiredText,
} from '../../json/read/read-required.ts';
import { isFixed } from '../../service/entity-values.ts';
import type { CreateTarget, StoreReader } from '../../store/store.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Modification } from '../modification/modification.ts';
import { reportViolations } from '../modification/read-payload.ts';
import { findReferenced, referencedEntity } from './entity-reference.ts';
import { impliedValues, type Through } from './implied-values.ts';
import { toldRelatedKey } from './related-key.ts';

/**
 * The entity at a place that has the key which a payload tells, or the way to it implies; undefined where there is none, or
 * no complete key.
 */
export async function entityWithKey(
  exchange: Exchange,
  reader: StoreReader,
  place: CreateTarget,
  payload: EntityPayload,
  through?: Through,
): Promise<Entity | undefined> {
  const { type } = payload;
  if (place.kind === 'singleton' || type.key.length === 0) return undefined;
  const values = recordOf(payload.values, through === undefined ? {} : impliedValues(through));
  const key = await toldRelatedKey(exchange, reader, payload, through);
  for (const { name, path } of type.key) key[name] ??= valueAt(values, path) ?? null;
  if (Object.values(key).includes(null)) return undefined;
  if (place.kind === 'entitySet') return reader.find(place.entitySet, key);
  const { parent: source, path, navigationProperty } = place;
  const members = await reader.related({ source, path, navigationProperty });
  return members.find(({ identity }) => hasSameKey(identity.key, key));
}

function hasSameKey(one: StructuredValue, other: StructuredValue): boolean {
  return Object.keys(other).every((name) => isSameKeyValue(one[name], other[name]));
}

/** GUIDs and the like may be written in either case. */
export function isSameKeyValue(a: EdmValue | undefined, b: EdmValue | undefined): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase());
}

/** "If any nested entities contain both id and key fields, they MUST identify the same entity." */
export function checkSameKey({ identity }: Entity, { id, type, values }: EntityPayload): void {
  const differs = type.key.some(({ name, path }) => {
    const sent = valueAt(values, path);
    return sent !== undefined && !isSameKeyValue(sent, identity.key[name]);
  });
  if (differs)
    throw new ODataError(400, 'InvalidReference', `${id} and the key beside it name different entities.`);
}

export function hasKey(payload: EntityPayload): boolean {
  const { key } = payload.type;
  return key.length > 0 && key.some(({ path }) => (payload.values[path[0] ?? ''] ?? null) !== null);
}

/** Whether a payload is nothing but the key of this entity. */
export function namesByKey(payload: EntityPayload, { identity }: Entity): boolean {
  const { type, values } = payload;
  return (
    isKeyReference(payload) &&
    type.key.every(({ name, path }) => isSameKeyValue(valueAt(values, path), identity.key[name]))
  );
}

/**
 * The existing entity that a payload nested in a new entity refers to, by its id or by nothing but its key; undefined
 * where it is to be created. Content of an entity that exists is refused.
 */
export async function referredEntity(
  modification: Modification,
  place: CreateTarget,
  through: EdmNavigationProperty,
  nested: EntityPayload,
  way?: Through,
): Promise<Entity | undefined> {
  const { exchange, transaction } = modification;
  if (isReference(nested)) return referencedEntity(exchange, transaction, nested.id, through.entityType);
  if (nested.id !== undefined && !modification.seeding) {
    const existing = await findReferenced(exchange, transaction, nested.id);
    if (existing === undefined) return undefined;
    throw new ODataError(
      400,
      'InvalidPayload',
      `${nested.id} exists: a new entity refers to it, but does not hold its content.`,
    );
  }
  if (!isKeyReference(nested)) return undefined;
  const existing = await entityWithKey(exchange, transaction, place, nested, way);
  if (existing === undefined) checkCreatable(modification, nested, through);
  else if (!isSameOrDerived(existing.type, nested.type))
    throw invalidReference(nested, `is a ${existing.type.qualifiedName}`);
  return existing;
}

/** Nothing but a key is a new entity only where nothing else is required. */
function checkCreatable(
  modification: Modification,
  nested: EntityPayload,
  through: EdmNavigationProperty,
): void {
  const missing = missingOnCreate(modification, nested, through);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw invalidReference(nested, `names none that exists, and a new one needs ${names}`);
}

/** What an entity lacks of which it was not known, as it was read, that it is to be created. */
function missingOnCreate(
  { exchange }: Modification,
  { type, values, navigation }: EntityPayload,
  through: EdmNavigationProperty | undefined,
  existing?: Entity,
): readonly MissingMember[] {
  const known: KnownMembers = {
    isSent: (name) => values[name] !== undefined,
    isRelated: (name) => navigation.has(name) || existing !== undefined,
    isExempt: (property) => existing !== undefined && isFixed(existing.type, property),
  };
  return missingMembers(type, known, through, exchange.service.profile.requiredOnCreate);
}

/** Reports what a new entity lacks, or one that takes the place of an existing one. */
export function requireMembersOf(
  modification: Modification,
  payload: EntityPayload,
  through: EdmNavigationProperty | undefined,
  existing?: Entity,
): void {
  const missing = missingOnCreate(modification, payload, through, existing);
  const violations = missing.map((member) => ({
    code: 'MissingProperty' as const,
    message: requiredText(member),
    target: member.name,
  }));
  reportViolations(modification.exchange, violations);
}

function invalidReference({ type, values }: EntityPayload, problem: string): ODataError {
  const key = type.key.map(({ name, path }) => `${name}=${String(valueAt(values, path))}`).join(',');
  return new ODataError(400, 'InvalidReference', `The ${type.name} with the key ${key} ${problem}.`);
}
