// Microsoft Graph, "driveItem resource type", section "Instance attributes": a new entity whose name a sibling has.
import type { Entity } from '../../edm/entity.ts';
import { recordOf } from '../../edm/value.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import {
  conflictBehaviorOf,
  freeName,
  nameIsTaken,
  type SiblingNames,
} from '../../service/conflict-behavior.ts';
import type { CreateTarget } from '../../store/store.ts';
import type { CollectionTarget } from '../resource/resource-target.ts';
import type { Modification } from './modification.ts';

/** A new entity with the name that it gets, and the sibling in whose place it comes. */
export interface NamedPayload {
  readonly payload: EntityPayload;
  readonly replaced?: Entity;
}

/** What becomes of an entity whose name is taken, as its annotation says: it is refused, renamed, or replaces the sibling. */
export async function settleName(
  modification: Modification,
  { create }: CollectionTarget,
  payload: EntityPayload,
): Promise<NamedPayload> {
  const rule = siblingNamesAt(modification, create);
  if (rule === undefined || create.kind !== 'contained') return { payload };
  const { [rule.conflict]: asked, ...values } = payload.values;
  const behavior = conflictBehaviorOf(asked, rule.conflict, 'fail');
  const named = { ...payload, values: recordOf(values) };
  const { parent: source, path, navigationProperty } = create;
  const siblings = await modification.transaction.related({ source, path, navigationProperty });
  const name = values[rule.property];
  const sibling = siblings.find((one) => one.values[rule.property] === name);
  if (sibling === undefined || typeof name !== 'string') return { payload: named };
  if (behavior === 'replace') return { payload: named, replaced: sibling };
  if (behavior === 'fail') throw nameIsTaken(name);
  const taken = new Set(siblings.map((one) => one.values[rule.property]));
  const renamed = recordOf(named.values, { [rule.property]: freeName(name, taken) });
  return { payload: { ...named, values: renamed } };
}

function siblingNamesAt({ exchange }: Modification, create: CreateTarget): SiblingNames | undefined {
  if (create.kind !== 'contained') return undefined;
  const { name, declaringType } = create.navigationProperty;
  return exchange.service.profile.siblingNames.find(
    ({ of, navigationProperty }) => navigationProperty === name && declaringType.qualifiedName === of,
  );
}
