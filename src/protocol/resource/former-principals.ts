// OData Protocol 4.01, section 11.3 "Requesting Changes": expanded results change when what they expand goes elsewhere.
import type { EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { navigationTarget } from '../../edm/navigation-target.ts';
import { type EdmValue, valueAt } from '../../edm/value.ts';
import type { StoreReader } from '../../store/store.ts';

/** First and last state of a changed entity. */
interface Trace {
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
}

/** A relationship that values said there was. */
export interface FormerPrincipal {
  readonly dependent: EntityIdentity;
  readonly navigationProperty: EdmNavigationProperty;
  readonly principal: EntityIdentity;
}

/** Entities that changed ones were related to by their values, and are not any more: nothing of their own tells it. */
export async function formerPrincipals(
  reader: StoreReader,
  model: EdmModel,
  traces: Iterable<Trace>,
): Promise<readonly FormerPrincipal[]> {
  const found: FormerPrincipal[] = [];
  for (const { before, after } of traces) {
    if (before === undefined) continue;
    for (const property of before.type.navigationProperties.values()) {
      if (!hasOtherPrincipal({ before, after }, property)) continue;
      const values = property.referentialConstraints.map((constraint) =>
        valueIn(before, constraint.property),
      );
      if (values.includes(null)) continue;
      const principal = await principalAt(reader, model, before, property, values);
      if (principal !== undefined)
        found.push({ dependent: before.identity, navigationProperty: property, principal });
    }
  }
  return found;
}

/** Whether the values that a navigation property follows have changed. */
export function hasOtherPrincipal(
  { before, after }: Trace,
  { referentialConstraints }: EdmNavigationProperty,
): boolean {
  return referentialConstraints.some(
    ({ property }) =>
      before === undefined || after === undefined || valueIn(before, property) !== valueIn(after, property),
  );
}

/** The principal that the values name by its key; others are found by nothing but a search, and are not told. */
async function principalAt(
  reader: StoreReader,
  model: EdmModel,
  dependent: Entity,
  property: EdmNavigationProperty,
  values: readonly EdmValue[],
): Promise<EntityIdentity | undefined> {
  const { key } = property.entityType;
  const { home } = dependent.identity;
  const origin = home.kind === 'entitySet' ? { navigationSource: home.entitySet, path: [] } : undefined;
  const target = navigationTarget(model, origin, [], property);
  if (target.kind !== 'navigationSource' || target.navigationSource.kind !== 'EntitySet') return undefined;
  const named = key.map(({ name, path }) => {
    const at = property.referentialConstraints.findIndex(
      ({ referencedProperty }) => referencedProperty === path.join('/'),
    );
    return [name, values[at] ?? null] as const;
  });
  return (await reader.find(target.navigationSource, Object.fromEntries(named)))?.identity;
}

function valueIn({ values }: Entity, path: string): EdmValue {
  return valueAt(values, path.split('/')) ?? null;
}
