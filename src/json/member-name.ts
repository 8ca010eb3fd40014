// OData JSON Format 4.01, sections 4.6 "Control Information" and 20 "Instance Annotations": names of members with `@` or `#`.

/** What the name of a member says, without looking at a model. */
export type MemberName =
  /** `Name` */
  | { readonly kind: 'property' }
  /** `@odata.type`, `Name@type`: `of` is the name before the sign, empty for the object itself. */
  | { readonly kind: 'control'; readonly of: string; readonly name: string }
  /** `@ns.Term#q`, `Name@ns.Term`: `term` is what follows the sign. */
  | { readonly kind: 'annotation'; readonly of: string; readonly term: string }
  /** `#ns.Action`, `Orders#ns.Action`: an advertised operation. */
  | { readonly kind: 'operation' };

const property: MemberName = { kind: 'property' };
const operation: MemberName = { kind: 'operation' };

/** Control information is read with and without `odata.`, in any version: neither can stand for anything else. */
export function parseMemberName(name: string): MemberName {
  const at = name.indexOf('@');
  if (at < 0) return name.includes('#') ? operation : property;
  const of = name.slice(0, at);
  const rest = name.slice(at + 1);
  if (rest.startsWith('odata.')) return { kind: 'control', of, name: rest.slice(6) };
  return rest.includes('.') ? { kind: 'annotation', of, term: rest } : { kind: 'control', of, name: rest };
}

/** Section 4.6.15: control information with the annotations of a collection's items. */
export const collectionAnnotations = 'collectionAnnotations';
