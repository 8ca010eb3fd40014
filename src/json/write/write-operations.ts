// OData JSON Format 4.01, sections 16 "Bound Function" and 17 "Bound Action": advertised operations.
import { type EdmOperation, isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { editPath } from '../entity-url.ts';
import { encodeSegment } from '../literal.ts';
import type { WriteState } from './serialize-context.ts';
import { quote } from './write-primitive.ts';

/** `"#ns.Approve":{},…`: the selected operations that are bound to such an entity. */
export function advertisedOperations(
  operations: readonly EdmOperation[],
  entity: Entity,
  state: WriteState,
): string {
  const { keyAsSegment = false, serviceRoot } = state.context;
  const base = (): string => `${serviceRoot}${editPath(entity, { keyAsSegment })}`;
  const bound = operations.filter((operation) => {
    const binding = operation.parameters[0]?.type;
    return binding !== undefined && !binding.collection && isSameOrDerived(entity.type, binding.type);
  });
  return advertisements(bound, base, state);
}

/** The selected operations that are bound to the collection itself, which `base` reads. */
export function advertisedCollectionOperations(
  operations: readonly EdmOperation[],
  base: () => string,
  state: WriteState,
): string {
  const bound = operations.filter((operation) => operation.parameters[0]?.type.collection === true);
  return advertisements(bound, base, state);
}

function advertisements(operations: readonly EdmOperation[], base: () => string, state: WriteState): string {
  const { metadata } = state.notation;
  if (metadata === 'none' || operations.length === 0) return '';
  const byName = new Map(operations.map((operation) => [operation.qualifiedName, operation]));
  return [...byName.values()]
    .map((operation) => {
      const target = `${base()}/${encodeSegment(operation.qualifiedName)}`;
      const members = metadata === 'full' ? `"title":${quote(operation.name)},"target":${quote(target)}` : '';
      return `${quote(`#${operation.qualifiedName}`)}:{${members}}`;
    })
    .join(',');
}
