// OData CSDL 4.01, section 10 "Enumeration Type": from member names to numbers and back.
import type { EdmEnumType } from './edm-model.ts';

/**
 * The number that a text of member names (`Red,Blue`) or digits stands for;
 * undefined where a name is no member, or where there are several and the type has no flags.
 */
export function enumValueOf(type: EdmEnumType, text: string): bigint | undefined {
  const single = type.members.get(text);
  if (single !== undefined) return single.value;
  if (text === '') return undefined;
  const parts = text.split(',');
  if (parts.length > 1 && !type.isFlags) return undefined;
  let sum = 0n;
  for (const part of parts) {
    const name = part.trim();
    const value = type.members.get(name)?.value ?? (/^[+-]?\d{1,19}$/.test(name) ? BigInt(name) : undefined);
    if (value === undefined) return undefined;
    sum |= value;
  }
  return sum;
}

/**
 * The canonical text of a number: a member's name, for flags the names of the members that make it up joined by `,`
 * in document order, else its digits.
 */
export function enumTextOf(type: EdmEnumType, value: bigint): string {
  for (const member of type.members.values()) if (member.value === value) return member.name;
  if (!type.isFlags || value === 0n) return value.toString();
  const names: string[] = [];
  let covered = 0n;
  for (const member of type.members.values()) {
    const adds = member.value !== 0n && (member.value & value) === member.value;
    if (adds && (member.value & covered) !== member.value) {
      names.push(member.name);
      covered |= member.value;
    }
  }
  return covered === value ? names.join(',') : value.toString();
}

/** The canonical text of member names or digits; undefined where the text is no value of the type. */
export function canonicalEnumText(type: EdmEnumType, text: string): string | undefined {
  const value = enumValueOf(type, text);
  return value === undefined ? undefined : enumTextOf(type, value);
}
