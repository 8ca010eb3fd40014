// OData CSDL 4.01, section 4 "CSDL Document": a document read, its references followed, all of it checked.
import { checkCsdl } from './check.ts';
import type { CsdlDocument, CsdlFinding } from './csdl-document.ts';
import { readCsdl } from './read.ts';
import type { ReferenceSource } from './read-references.ts';
import { readReferences } from './read-references.ts';

export interface LoadedCsdl {
  /** undefined where there is an error: a model can be made of what is not. */
  readonly document: CsdlDocument | undefined;
  readonly references: readonly CsdlDocument[];
  /** All findings, in the order of reading and of the rules. */
  readonly findings: readonly CsdlFinding[];
}

/**
 * Reads a document for use: what `readCsdl`, `readReferences` and `checkCsdl` find, together.
 * @param file name of the document, for findings and for relative references
 */
export function loadCsdl(text: string, file: string, source: ReferenceSource = {}): LoadedCsdl {
  const read = readCsdl(text, { file });
  if (read.document === undefined) return { document: undefined, references: [], findings: read.findings };
  const { documents: references, findings } = readReferences(read.document, file, source);
  const checked = checkCsdl(read.document, { file, positions: read.positions, references });
  const all = [...read.findings, ...findings, ...checked];
  const isUsable = !all.some(({ severity }) => severity === 'error');
  return { document: isUsable ? read.document : undefined, references, findings: all };
}
