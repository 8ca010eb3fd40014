// OASIS Capabilities vocabulary, terms UpdateRestrictions and DeleteRestrictions: entities that clients can't change.
import { type EntityHome, elementOfHome } from './entity.ts';
import { Capabilities } from './vocabularies.ts';

/** Whether entities that live there are neither updatable nor deletable, as the model says of the place itself. */
export function isReadOnly(home: EntityHome): boolean {
  return (
    isRefused(home, Capabilities.UpdateRestrictions, 'Updatable') &&
    isRefused(home, Capabilities.DeleteRestrictions, 'Deletable')
  );
}

function isRefused(home: EntityHome, term: string, member: string): boolean {
  const restrictions = elementOfHome(home).annotations.get(term);
  if (typeof restrictions !== 'object' || restrictions === null) return false;
  return (restrictions as Readonly<Record<string, unknown>>)[member] === false;
}
