// OData CSDL 4.01, section 8 "Navigation Property": links between entities that are made up.
import type { Faker } from '@faker-js/faker';
import {
  type EdmEntitySet,
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  type EdmStructuredType,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import { type NavigationOrigin, navigationTarget } from '../edm/navigation-target.ts';
import { complexTypeOf, type Generator, isPlainObject, type PlainObject } from './plausible-data.ts';

/** An entity, and how links name it. */
export interface Row {
  readonly type: EdmEntityType;
  readonly values: PlainObject;
  /** Values by the names of the key, those that related entities have included. */
  readonly key: PlainObject;
  /** `Products(1)` */
  readonly url: string;
}

/** The entities that were made so far. */
export type Rows = ReadonlyMap<EdmEntitySet, readonly Row[]>;

/** Whether a service keeps a navigation property of a type by itself. */
export type IsMaintained = (property: EdmNavigationProperty, source: EdmEntityType) => boolean;

/** The entity set that a navigation property leads to from an entity or, at a path, a complex value of it; undefined where it leads elsewhere. */
export function targetSet(
  model: EdmModel,
  origin: NavigationOrigin,
  path: readonly string[],
  property: EdmNavigationProperty,
): EdmEntitySet | undefined {
  const target = navigationTarget(model, origin, path, property);
  return target.kind === 'navigationSource' && target.navigationSource.kind === 'EntitySet'
    ? target.navigationSource
    : undefined;
}

/** The rows that live in a set, or are shown there, and fit a navigation property's type. */
export function candidates(
  rows: Rows,
  target: EdmEntitySet | undefined,
  type: EdmEntityType,
): readonly Row[] {
  if (target === undefined) return [];
  const own = rows.get(target);
  const all =
    own ??
    [...rows].flatMap(([set, some]) => (isSameOrDerived(set.entityType, target.entityType) ? some : []));
  return all.filter((row) => isSameOrDerived(row.type, type));
}

/** Makes links of entities that live at one place. */
export type Relate = (origin: NavigationOrigin, own: readonly Pick<Row, 'type' | 'values'>[]) => void;

/**
 * Links that no property tells, of entities and of complex values in them: each is made from one of its ends. What is
 * linked already stays as it is.
 */
export function createRelate({ model, faker }: Generator, rows: Rows, isMaintained: IsMaintained): Relate {
  const used = new Map<EdmNavigationProperty, Set<Row>>();
  return (origin, own) => {
    const found = new Map<string, readonly Row[]>();
    for (const row of own) {
      for (const { holder, property, path } of linkEnds(model, row.type, row.values, [])) {
        const bind = `${property.name}@odata.bind`;
        const partner = partnerOf(property);
        if (Object.hasOwn(holder, bind) || isOtherEnd(property, partner) || isMaintained(property, row.type))
          continue;
        const place = [property.declaringType.qualifiedName, ...path, property.name].join('/');
        let targets = found.get(place);
        if (targets === undefined) {
          targets = candidates(rows, targetSet(model, origin, path, property), property.entityType);
          found.set(place, targets);
        }
        const free = partner?.collection === false ? without(targets, used, property) : targets;
        const chosen = chooseTargets(faker, property, free);
        for (const target of chosen) used.get(property)?.add(target);
        const urls = chosen.map(({ url }) => url);
        const [first] = urls;
        if (first !== undefined) holder[bind] = property.collection ? urls : first;
      }
    }
  };
}

interface LinkEnd {
  readonly holder: PlainObject;
  readonly property: EdmNavigationProperty;
  /** Complex properties from the entity to the holder. */
  readonly path: readonly string[];
}

/** Collections of complex values are left out: a request can't link from their items. */
function* linkEnds(
  model: EdmModel,
  type: EdmStructuredType,
  holder: PlainObject,
  path: readonly string[],
): Iterable<LinkEnd> {
  for (const property of type.navigationProperties.values())
    if (!property.containsTarget && property.referentialConstraints.length === 0)
      yield { holder, property, path };
  for (const { name, type: reference } of type.properties.values()) {
    const value = holder[name];
    if (reference.type.kind !== 'ComplexType' || !isPlainObject(value)) continue;
    yield* linkEnds(model, complexTypeOf(model, value, reference.type), value, [...path, name]);
  }
}

function chooseTargets(
  faker: Faker,
  { collection, nullable }: EdmNavigationProperty,
  free: readonly Row[],
): readonly Row[] {
  if (free.length === 0) return [];
  if (collection) return faker.helpers.arrayElements(free, { min: 0, max: Math.min(3, free.length) });
  return nullable && faker.number.int(9) < 2 ? [] : [faker.helpers.arrayElement(free)];
}

function without(
  targets: readonly Row[],
  used: Map<EdmNavigationProperty, Set<Row>>,
  property: EdmNavigationProperty,
): readonly Row[] {
  const taken = used.get(property) ?? new Set<Row>();
  used.set(property, taken);
  return targets.filter((row) => !taken.has(row));
}

function partnerOf({ partner, entityType }: EdmNavigationProperty): EdmNavigationProperty | undefined {
  return partner === undefined ? undefined : entityType.navigationProperties.get(partner);
}

/** The partner makes the links: where it is the single-valued end, holds the key, or comes first by its name. */
function isOtherEnd(property: EdmNavigationProperty, partner: EdmNavigationProperty | undefined): boolean {
  if (partner === undefined) return false;
  if (partner.referentialConstraints.length > 0 || partner.containsTarget) return true;
  if (property.collection !== partner.collection) return property.collection;
  const nameOf = ({ declaringType, name }: EdmNavigationProperty): string =>
    `${declaringType.qualifiedName}/${name}`;
  return nameOf(partner) < nameOf(property);
}
