// OASIS Core vocabulary, term Permissions: what clients may do with a resource.
import type { EdmAnnotations } from './edm-model.ts';
import { Core } from './vocabularies.ts';

export type Permission = 'Read' | 'Write' | 'Invoke';

const bits: Readonly<Record<string, number>> = { None: 0, Read: 1, Write: 2, ReadWrite: 3, Invoke: 4 };

/** Whether Core.Permissions, where it is given, holds the permission. */
export function permits(element: { readonly annotations: EdmAnnotations }, permission: Permission): boolean {
  const given = element.annotations.get(Core.Permissions);
  if (typeof given !== 'number' && typeof given !== 'string') return true;
  const members = typeof given === 'number' ? [given] : given.split(/[ ,]+/).map(bitsOf);
  return members.some((member) => (member & (bits[permission] ?? 0)) !== 0);
}

/** Members are written with and without their type, or as numbers. */
function bitsOf(member: string): number {
  return bits[member.split('/').at(-1) ?? ''] ?? (Number(member) || 0);
}
