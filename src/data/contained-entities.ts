// OData CSDL 4.01, section 8.6 "Containment Navigation Property": made-up entities inside of others.
import type { EdmEntityType, EdmNavigationProperty, EdmNavigationSource } from '../edm/edm-model.ts';
import type { NavigationOrigin } from '../edm/navigation-target.ts';
import { makeEntity } from './make-rows.ts';
import { concreteTypes, type Generator, type PlainObject } from './plausible-data.ts';
import { candidates, type Relate, type Row, type Rows, targetSet } from './relate-entities.ts';
import { countsOf, derivedTypesOf } from './restrictions.ts';

/** Contained entities of one parent's collection. */
const containedCount = 2;
/** Levels of entities in entities. */
const deepest = 4;
/** Contained entities altogether, the fewer the deeper: a model such as Graph's has hundreds of such collections. */
const limitOf = (level: number): number => Math.floor(5_000 / level ** 2);

/** An entity that may contain others. */
interface Parent {
  readonly origin: NavigationOrigin;
  readonly type: EdmEntityType;
  readonly values: PlainObject;
}

export interface Filling {
  readonly rows: Rows;
  readonly relate: Relate;
  /** Begins the random numbers of a set's entities at one level. */
  readonly reseed: (name: string) => void;
}

/** Puts a few entities into each contained collection, level by level, until there are enough of them altogether. */
export function fillContained(
  generator: Generator,
  filled: ReadonlyMap<EdmNavigationSource, readonly Row[]>,
  filling: Filling,
): void {
  let parents: readonly Parent[] = [...filled].flatMap(([navigationSource, own]) =>
    own.map(({ type, values }) => ({ origin: { navigationSource, path: [] }, type, values })),
  );
  for (let level = 1; level <= deepest && parents.length > 0; level++)
    parents = fillLevel(generator, parents, limitOf(level), filling);
}

/** The entities that were put in: the parents of the next level. */
function fillLevel(
  generator: Generator,
  parents: readonly Parent[],
  limit: number,
  { rows, relate, reseed }: Filling,
): readonly Parent[] {
  const made: Parent[] = [];
  let last: EdmNavigationSource | undefined;
  for (const { origin, type, values } of parents) {
    const { navigationSource, path } = origin;
    if (navigationSource !== last) reseed([navigationSource.name, ...path, ''].join('/'));
    last = navigationSource;
    for (const property of type.navigationProperties.values()) {
      if (!property.containsTarget || made.length + containedCount > limit) continue;
      const inside = { navigationSource, path: [...path, property.name] };
      const items = makeItems(generator, property, inside, values, rows);
      if (items.length === 0) continue;
      const contents = items.map((item) => item.values);
      values[property.name] = property.collection ? contents : (contents[0] ?? null);
      relate(inside, items);
      made.push(...items);
    }
  }
  return made;
}

function makeItems(
  generator: Generator,
  property: EdmNavigationProperty,
  origin: NavigationOrigin,
  parent: PlainObject,
  rows: Rows,
): Parent[] {
  const { entityType, collection, annotations, partner } = property;
  const types = concreteTypes(generator.model, entityType, derivedTypesOf(annotations));
  const [least, most = Number.POSITIVE_INFINITY] = countsOf(annotations);
  const count = collection ? Math.max(least, Math.min(most, containedCount)) : 1;
  const items: Parent[] = [];
  for (let number = 1; number <= count; number++) {
    const type = types[(number - 1) % types.length];
    if (type === undefined) break;
    const around = { origin, path: [], rows, own: [], parent: { values: parent, partner } };
    const values = makeEntity(generator, type, around, number);
    const links = values === undefined ? undefined : neededLinks(generator, type, origin, rows, partner);
    if (values === undefined || links === undefined) break;
    const typed = type === entityType ? values : { '@odata.type': `#${type.qualifiedName}`, ...values };
    items.push({ origin, type, values: Object.assign(typed, links) });
  }
  return items;
}

/** Links without which an entity can't be; undefined where there is nothing to link. */
function neededLinks(
  { model, faker }: Generator,
  type: EdmEntityType,
  origin: NavigationOrigin,
  rows: Rows,
  partner: string | undefined,
): PlainObject | undefined {
  const links: PlainObject = {};
  for (const property of type.navigationProperties.values()) {
    const { name, nullable, collection, containsTarget, referentialConstraints } = property;
    if (nullable || collection || referentialConstraints.length > 0 || name === partner) continue;
    const targets = containsTarget
      ? []
      : candidates(rows, targetSet(model, origin, [], property), property.entityType);
    if (targets.length === 0) return undefined;
    links[`${name}@odata.bind`] = faker.helpers.arrayElement(targets).url;
  }
  return links;
}
