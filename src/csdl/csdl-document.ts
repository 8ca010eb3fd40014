// OData CSDL JSON 4.01: the canonical form of a model document.

/** A JSON value as CSDL JSON uses it. Numbers that JavaScript cannot hold are strings. */
export type CsdlValue =
  | null
  | boolean
  | number
  | string
  | readonly CsdlValue[]
  | { readonly [member: string]: CsdlValue };

export type CsdlObject = { readonly [member: string]: CsdlValue };

/**
 * Section 3 "Document Object": `$Version`, `$EntityContainer`, `$Reference`, and a member for each schema.
 *
 * One thing is wider than the standard, since XML documents in use need it: where an action or function has the name
 * of another kind of schema child, the array of overloads also holds that child, in document order.
 */
export type CsdlDocument = CsdlObject & { readonly $Version: string };

/** One problem of a document, as a compiler reports it. */
export interface CsdlFinding {
  readonly severity: 'error' | 'warning';
  /** Stable identifier of the rule. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** 1-based; undefined where the position is not known. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Path of the element: `microsoft.graph.user/displayName`. */
  readonly path: string;
}

/** 1-based. */
export interface CsdlPosition {
  readonly line: number;
  readonly column: number;
}

/** A position in one of several files. */
export interface CsdlPlace extends CsdlPosition {
  readonly file: string;
}

/** Members and array indexes that lead from the document object to a value. */
export type CsdlPath = readonly (string | number)[];

/** Where the value at a path, or the nearest value around it, stands in the text that was read. */
export type CsdlPositions = (path: CsdlPath) => CsdlPosition | undefined;

/** The names that keep their namespaces out of documents: aliases and namespaces must not be one of these. */
export const reservedNamespaces: ReadonlySet<string> = new Set(['Edm', 'odata', 'System', 'Transient']);

/** The `$Kind` of the types that a schema can have. */
export const typeKinds: ReadonlySet<string> = new Set([
  'EntityType',
  'ComplexType',
  'EnumType',
  'TypeDefinition',
]);

export function isCsdlObject(value: CsdlValue | undefined): value is CsdlObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member of an object: a name such as `constructor` finds nothing that the document does not say. */
export function memberOf(object: CsdlObject, name: string): CsdlValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a member that may have any name; plain assignment would lose one that is called `__proto__`. */
export function setMember(object: { [member: string]: CsdlValue }, name: string, value: CsdlValue): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

/** The elements that a schema has under one name: overloads of operations, or the one other child. */
export function elementsOf(value: CsdlValue | undefined): readonly CsdlObject[] {
  if (Array.isArray(value)) return value.filter(isCsdlObject);
  return isCsdlObject(value) ? [value] : [];
}

/** Whether a member of a schema, structured type, enumeration or container names a child: no `$…`, no annotation. */
export function isChildName(member: string): boolean {
  return member.charCodeAt(0) !== 36 /* $ */ && !member.includes('@');
}
