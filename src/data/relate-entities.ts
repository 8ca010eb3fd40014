// OData CSDL 4.01, section 8 "Navigation Property": links between entities that are made up.
import {
  type EdmEntitySet,
  type EdmEntityType,
  type EdmModel,
  type EdmNavigationProperty,
  isSameOrDerived,
} from '../edm/edm-model.ts';
import { navigationTarget } from '../edm/navigation-target.ts';
import type { Generator, PlainObject } from './plausible-data.ts';

/** An entity, and how links name it. */
export interface Row {
  readonly type: EdmEntityType;
  readonly values: PlainObject;
  /** `Products(1)` */
  readonly url: string;
}

/** The entity set that a navigation property leads to from one; undefined where it leads elsewhere. */
export function targetSet(
  model: EdmModel,
  entitySet: EdmEntitySet,
  property: EdmNavigationProperty,
): EdmEntitySet | undefined {
  const target = navigationTarget(model, { navigationSource: entitySet, path: [] }, [], property);
  return target.kind === 'navigationSource' && target.navigationSource.kind === 'EntitySet'
    ? target.navigationSource
    : undefined;
}

/** The rows that live in a set, or are shown there, and fit a navigation property's type. */
export function candidates(
  rows: ReadonlyMap<EdmEntitySet, readonly Row[]>,
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

/** Links that no property tells: each is made from one of its ends. */
export function relate(
  { model, faker }: Generator,
  entitySet: EdmEntitySet,
  rows: ReadonlyMap<EdmEntitySet, readonly Row[]>,
): void {
  const used = new Map<EdmNavigationProperty, Set<Row>>();
  for (const row of rows.get(entitySet) ?? []) {
    for (const property of row.type.navigationProperties.values()) {
      if (property.containsTarget || property.referentialConstraints.length > 0) continue;
      const partner = partnerOf(property);
      if (isOtherEnd(property, partner)) continue;
      const targets = candidates(rows, targetSet(model, entitySet, property), property.entityType);
      const free = partner?.collection === false ? without(targets, used, property) : targets;
      if (free.length === 0) continue;
      if (!property.collection) {
        if (property.nullable && faker.number.int(9) < 2) continue;
        const target = faker.helpers.arrayElement([...free]);
        used.get(property)?.add(target);
        row.values[`${property.name}@odata.bind`] = target.url;
      } else {
        const chosen = faker.helpers.arrayElements([...free], { min: 0, max: Math.min(3, free.length) });
        for (const target of chosen) used.get(property)?.add(target);
        if (chosen.length > 0) row.values[`${property.name}@odata.bind`] = chosen.map(({ url }) => url);
      }
    }
  }
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
