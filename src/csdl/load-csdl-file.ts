// OData CSDL 4.01, section 4 "CSDL Document": a document in a file, its references, all of it checked.
import { readFile, stat } from 'node:fs/promises';
import type { CsdlFinding } from './csdl-document.ts';
import { maximumLength } from './document-limits.ts';
import type { CsdlSource, LoadedCsdl } from './load-csdl.ts';
import { loadCsdl } from './load-csdl.ts';
import { readLocalReference } from './local-reference.ts';
import { decodeCsdl } from './xml/source-xml.ts';

export interface LoadedCsdlFile extends LoadedCsdl {
  /** The octets of the file, for its hash; undefined where it is too large to be read. */
  readonly content: Uint8Array | undefined;
}

/**
 * Loads a document from a file; relative references are read beside it. A file over the limit is not read.
 * @throws the system's error for a file that is not there or cannot be read
 */
export async function loadCsdlFile(file: string, source: CsdlSource = {}): Promise<LoadedCsdlFile> {
  const { size } = await stat(file);
  // UTF-16 has two octets for a character.
  if (size > maximumLength * 2) return { ...tooLarge(file, size), content: undefined };
  const content = await readFile(file);
  return { ...loadCsdl(decodeCsdl(content), file, { readFile: readLocalReference, ...source }), content };
}

function tooLarge(file: string, size: number): LoadedCsdl {
  const finding: CsdlFinding = {
    severity: 'error',
    code: 'malformed-document',
    message: `The document has ${size} bytes; documents up to ${maximumLength} characters are read.`,
    file,
    line: undefined,
    column: undefined,
    path: '',
  };
  return { document: undefined, references: [], findings: [finding] };
}
