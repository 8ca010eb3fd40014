// OData CSDL JSON 4.01, section 4.1 "Document Object", as served.
import type { CsdlDocument, CsdlValue } from './csdl-document.ts';

export interface WriteJsonOptions {
  /** Blanks of indentation; none by default. */
  readonly indent?: number;
}

/**
 * The text of a document. `MaxLength="max"` of CSDL XML 4.0, which a document keeps since comparing documents needs
 * it, is left out: CSDL JSON does not allow it, and a missing member says the same.
 */
export function writeCsdlJson(document: CsdlDocument, options: WriteJsonOptions = {}): string {
  return JSON.stringify(
    document,
    (member, value: CsdlValue) => (member === '$MaxLength' && value === 'max' ? undefined : value),
    options.indent,
  );
}
