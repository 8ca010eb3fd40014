// OData CSDL 4.01, section 6.5 "Key": the value that an instance has for one part of its key.
import type { EdmEntityType, EdmKeyProperty } from '../edm/edm-model.ts';
import { relatedKeyParts } from '../edm/related-key.ts';
import type { Operand } from './instance.ts';
import { isInstance, memberOf } from './member.ts';

/** What a related entity has of the key is known from the instance's identity. */
export function keyReader(type: EdmEntityType, { name, path }: EdmKeyProperty): (row: Operand) => Operand {
  if (!relatedKeyParts(type).some(({ part }) => part.name === name))
    return (row) => path.reduce<Operand>((owner, step) => memberOf(owner, step), row);
  return (row) => {
    if (!isInstance(row)) return null;
    const entity = 'identity' in row ? row : row.entity;
    return entity?.identity.key[name] ?? null;
  };
}
