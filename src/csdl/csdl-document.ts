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

/** Section 3 "Document Object": `$Version`, `$EntityContainer`, `$Reference`, and a member for each schema. */
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
