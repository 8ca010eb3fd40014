// OData CSDL 4.01, section 7 "Structural Property"; OData JSON Format 4.01, section 9 "Stream Property".
import type { OptionalKind, PropertySignatureStructure } from 'ts-morph';
import type { EdmProperty } from '../../src/edm/edm-model.ts';
import { underlyingType } from '../../src/edm/underlying-type.ts';
import { isComputed } from '../../src/edm/write-rules.ts';
import { documentation } from './documentation.ts';
import { type Module, typeText } from './module.ts';
import { literal, memberName } from './names.ts';

export type Member = OptionalKind<PropertySignatureStructure>;

/** A property as it is read: optional, since `$select` may leave it out, unless it is of the key. */
export function readMembers(property: EdmProperty, required: boolean, module: Module): Member[] {
  const facts = isComputed(property) ? ['Computed by the service.'] : [];
  const member: Member = {
    name: memberName(property.name),
    hasQuestionToken: !required,
    type: typeText(property.type, module, 'read'),
    docs: documentation(property, ...facts),
  };
  return isStream(property) ? [member, ...mediaMembers(property.name)] : [member];
}

/** The property as it may be sent. */
export function writeMember(
  property: EdmProperty,
  required: boolean,
  module: Module,
  usage: 'create' | 'update',
): Member {
  return {
    name: memberName(property.name),
    hasQuestionToken: !required,
    type: typeText(property.type, module, usage),
  };
}

function isStream({ type }: EdmProperty): boolean {
  const primitive = underlyingType(type.type);
  return primitive.kind === 'Primitive' && primitive.name === 'Stream';
}

function mediaMembers(name: string): Member[] {
  return ['mediaReadLink', 'mediaEditLink', 'mediaContentType', 'mediaEtag'].map((member) => ({
    name: literal(`${name}@odata.${member}`),
    hasQuestionToken: true,
    type: 'string',
  }));
}
