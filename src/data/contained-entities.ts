// OData CSDL 4.01, section 8.6 "Containment Navigation Property": made-up entities inside of others.
import type { EdmEntityType, EdmNavigationProperty, EdmNavigationSource } from '../edm/edm-model.ts';
import type { NavigationOrigin } from '../edm/navigation-target.ts';
import { makeEntity } from './make-rows.ts';
import { concreteTypes, type Generator, type PlainObject } from './plausible-data.ts';
import { candidates, type Row, type Rows, targetSet } from './relate-entities.ts';
import { countsOf, derivedTypesOf } from './restrictions.ts';

/** Contained entities of one parent's collection. */
const containedCount = 2;
/** Contained entities altogether: a model such as Graph's has hundreds of such collections. */
const containedLimit = 5_000;

/** Puts a few entities into each contained collection of a row, until there are enough of them altogether. */
export function containedEntities(
  generator: Generator,
  rows: Rows,
): (navigationSource: EdmNavigationSource, row: Row) => void {
  let made = 0;
  return (navigationSource, { type, values }) => {
    for (const property of type.navigationProperties.values()) {
      if (!property.containsTarget || made + containedCount > containedLimit) continue;
      const origin = { navigationSource, path: [property.name] };
      const items = makeItems(generator, property, origin, values, rows);
      if (items.length === 0) continue;
      values[property.name] = property.collection ? items : (items[0] ?? null);
      made += items.length;
    }
  };
}

function makeItems(
  generator: Generator,
  property: EdmNavigationProperty,
  origin: NavigationOrigin,
  parent: PlainObject,
  rows: Rows,
): PlainObject[] {
  const { entityType, collection, annotations, partner } = property;
  const types = concreteTypes(generator.model, entityType, derivedTypesOf(annotations));
  const [least, most = Number.POSITIVE_INFINITY] = countsOf(annotations);
  const count = collection ? Math.max(least, Math.min(most, containedCount)) : 1;
  const items: PlainObject[] = [];
  for (let number = 1; number <= count; number++) {
    const type = types[(number - 1) % types.length];
    if (type === undefined) break;
    const around = { origin, path: [], rows, own: [], parent: { values: parent, partner } };
    const values = makeEntity(generator, type, around, number);
    const links = values === undefined ? undefined : neededLinks(generator, type, origin, rows, partner);
    if (values === undefined || links === undefined) break;
    const typed = type === entityType ? values : { '@odata.type': `#${type.qualifiedName}`, ...values };
    items.push(Object.assign(typed, links));
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
