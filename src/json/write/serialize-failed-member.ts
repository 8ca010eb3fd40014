// OData Protocol 4.01, section 11.5.2 "Applying an Action to Members of a Collection": a member for which the action failed, as a reference.
import type { Entity } from '../../edm/entity.ts';
import { createWriteState } from './serialize.ts';
import type { SerializeContext } from './serialize-context.ts';
import { writeReference } from './write-entity.ts';
import { exceptionMember, type Failure } from './write-failed-change.ts';
import { quote } from './write-primitive.ts';

/** `{"@context":"…$metadata#$ref","@id":"…","@Org.OData.Core.V1.DataModificationException":{…}}` */
export function serializeFailedMember(entity: Entity, failure: Failure, context: SerializeContext): string {
  const state = createWriteState(context);
  const { metadata, prefix } = state.notation;
  const head =
    metadata === 'none' ? '' : `"${prefix}context":${quote(`${context.serviceRoot}$metadata#$ref`)}`;
  const reference = writeReference(entity, state, head);
  return `${reference.slice(0, -1)},${exceptionMember(failure)}}`;
}
