// OData CSDL 4.01, section 8.3 "Containment Navigation Property": targets that follow from more than what is stored at a navigation property.
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import { viewOf } from '../contained-views.ts';
import { locationOf } from './location.ts';
import { getEntity, type State } from './state.ts';
import { type StoreModel, storedTargets } from './stored-entities.ts';

/** What was written, what exists without that, and what the collection shows of others. */
export function containedTargets(
  store: StoreModel,
  state: State,
  source: Entity,
  navigationProperty: EdmNavigationProperty,
): readonly Entity[] {
  const own = ownTargets(store, state, source, navigationProperty);
  const along = viewOf(store.containedViews, navigationProperty, source.type);
  return along === undefined ? own : [...own, ...followed(store, state, source, along)];
}

function ownTargets(
  store: StoreModel,
  state: State,
  source: Entity,
  navigationProperty: EdmNavigationProperty,
): readonly Entity[] {
  const stored = storedTargets(store, state, source, [], navigationProperty);
  const existing = store.existingEntities(source, navigationProperty);
  if (existing.length === 0) return stored;
  if (!navigationProperty.collection) return stored.length > 0 ? stored : existing;
  const unwritten = existing.filter(({ identity }) => getEntity(state, identity) === undefined);
  return unwritten.length === 0 ? stored : [...stored, ...unwritten].sort(byKey);
}

/** The end of a path of containment; a step with `*` is followed as often as it goes. */
function followed(
  store: StoreModel,
  state: State,
  source: Entity,
  along: readonly string[],
): readonly Entity[] {
  const next = (from: readonly Entity[], name: string): readonly Entity[] =>
    from.flatMap((entity) => {
      const navigationProperty = entity.type.navigationProperties.get(name);
      return navigationProperty === undefined ? [] : ownTargets(store, state, entity, navigationProperty);
    });
  let found: readonly Entity[] = [source];
  for (const step of along) {
    const name = step.replace('*', '');
    if (name === step) found = next(found, name);
    else
      for (let level = next(found, name); level.length > 0; level = next(level, name))
        found = [...found, ...level];
  }
  return found;
}

function byKey(a: Entity, b: Entity): number {
  const [left, right] = [locationOf(a.identity), locationOf(b.identity)];
  return left < right ? -1 : Number(left > right);
}

/** The targets of a navigation property, theirs, and so on: each once, and never the source. */
export function transitiveTargets(
  source: Entity,
  step: string,
  targetsOf: (entity: Entity, navigationProperty: EdmNavigationProperty) => readonly Entity[],
): readonly Entity[] {
  const found = new Map<EntityIdentity, Entity>();
  const pending = [source];
  for (let entity = pending.pop(); entity !== undefined; entity = pending.pop()) {
    const navigationProperty = entity.type.navigationProperties.get(step);
    if (navigationProperty === undefined) continue;
    for (const target of targetsOf(entity, navigationProperty)) {
      if (target.identity === source.identity || found.has(target.identity)) continue;
      found.set(target.identity, target);
      pending.push(target);
    }
  }
  return [...found.values()];
}
