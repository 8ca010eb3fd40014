// OData CSDL 4.01, section 10 "Enumeration Type"; OData JSON Format 4.01, section 7.1 "Primitive Value": rule enumValue.
import type { EdmEnumType } from '../../src/edm/edm-model.ts';
import { byName, escapePattern, type JsonSchema } from './json-schema.ts';

/**
 * One member's name, or the number of a member as text. With `IsFlags`, names and numbers joined by commas.
 * A type without members has no value with a name: any number of its underlying type, as text, is allowed.
 */
export function enumTypeSchema(type: EdmEnumType): JsonSchema {
  const members = [...type.members.values()].sort(byName);
  if (members.length > 0 && !type.isFlags) {
    const numbers = [...new Set(members.map((member) => member.value))].sort((a, b) =>
      a < b ? -1 : a > b ? 1 : 0,
    );
    return { type: 'string', enum: [...members.map((member) => member.name), ...numbers.map(String)] };
  }
  const number = '[+-]?[0-9]{1,19}';
  const one = `(${[...members.map((member) => escapePattern(member.name)), number].join('|')})`;
  return { type: 'string', pattern: type.isFlags ? `^${one}(,${one})*$` : `^${one}$` };
}
