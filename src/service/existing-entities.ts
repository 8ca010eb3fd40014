// OData CSDL 4.01, section 8.3 "Containment Navigation Property": what of a service is there by nature, as its profile says.
import {
  type EdmEntityType,
  type EdmModel,
  type EdmProperty,
  type EdmSingleton,
  type EdmStructuredType,
  isOfType,
} from '../edm/edm-model.ts';
import type { EntityIdentity } from '../edm/entity.ts';
import { entitySets } from '../edm/navigation-target.ts';
import { type EdmValue, isStructuredValue, type StructuredValue } from '../edm/value.ts';
import type { ExistingEntities, ExistingInSet } from '../store/existing-entities.ts';
import { plausibleInstance, plausibleSingle } from './plausible-value.ts';

/** Targets of a containment navigation property that exist with each entity of a type. */
export interface ExistingRule {
  /** Qualified name of the entity type that has the navigation property. */
  readonly of: string;
  readonly navigationProperty: string;
  /** What is known of them; a complex value need not have all of its members. */
  readonly entities: readonly StructuredValue[];
}

/** Entities of a set that exist: found by their keys, and in no list. */
export interface ExistingInSetRule {
  readonly entitySet: string;
  readonly entities: readonly StructuredValue[];
}

export interface ExistingRules {
  /** Single-valued ones below singletons that are no entities of a set: they only give the service its structure. */
  readonly structure: boolean;
  readonly targets: readonly ExistingRule[];
  readonly inSets: readonly ExistingInSetRule[];
}

/** Where values come from that nobody has given. */
interface ValueSources {
  readonly now: () => Date;
  readonly newGuid?: (() => string) | undefined;
}

/** A singleton exists before anybody writes it: with defaults, and with plausible values where it may not be null. */
export function singletonValues(options: ValueSources): (singleton: EdmSingleton) => StructuredValue {
  return ({ entityType }) => newValues(entityType, {}, options);
}

export function existingEntitiesOf(
  model: EdmModel,
  { structure, targets }: ExistingRules,
  options: ValueSources,
): ExistingEntities {
  const rules = new Map<string, readonly ExistingRule[]>();
  for (const rule of targets)
    rules.set(rule.navigationProperty, [...(rules.get(rule.navigationProperty) ?? []), rule]);
  return (parent, navigationProperty) => {
    const { name, collection, entityType } = navigationProperty;
    if (entityType.abstract) return none;
    const rule = rules.get(name)?.find((candidate) => isOfType(parent.type, candidate.of));
    const isPart = structure && !collection && isStructure(model, parent.identity);
    const known = rule?.entities ?? (isPart ? one : none);
    return known.map((values) => newValues(entityType, values, options));
  };
}

export function existingInSetOf({ inSets }: ExistingRules, options: ValueSources): ExistingInSet {
  return ({ name, entityType }) => {
    const rule = inSets.find(({ entitySet }) => entitySet === name);
    return rule?.entities.map((values) => newValues(entityType, values, options)) ?? none;
  };
}

const none: readonly StructuredValue[] = [];
const one: readonly StructuredValue[] = [{}];

function isStructure(model: EdmModel, { home }: EntityIdentity): boolean {
  if (home.kind === 'contained')
    return !home.navigationProperty.collection && isStructure(model, home.parent);
  if (home.kind === 'entitySet') return false;
  const { entityType } = home.singleton;
  return !entitySets(model).some((set) => set.entityType === entityType);
}

function newValues(type: EdmEntityType, known: StructuredValue, options: ValueSources): StructuredValue {
  const values = instanceWith(type, known, options.now());
  for (const { path, property } of type.key)
    if (path.length === 1 && (values[property.name] === null || values[property.name] === ''))
      values[property.name] = keyValue(property, options);
  return values;
}

function instanceWith(type: EdmStructuredType, known: StructuredValue, now: Date): StructuredValue {
  const values = plausibleInstance(type, now);
  for (const [name, value] of Object.entries(known)) {
    const declared = type.properties.get(name)?.type.type;
    if (declared === undefined) continue;
    const isPart = isStructuredValue(value) && declared.kind === 'ComplexType';
    values[name] = isPart ? instanceWith(declared, value, now) : value;
  }
  return values;
}

/** Texts and GUIDs are made like the keys of new entities. */
function keyValue(property: EdmProperty, options: ValueSources): EdmValue {
  const { name } = property.type.type;
  if (name === 'String' || name === 'Guid') return options.newGuid?.() ?? crypto.randomUUID();
  return plausibleSingle(property.type, options.now());
}
