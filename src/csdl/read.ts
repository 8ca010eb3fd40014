// OData CSDL XML 4.01 and CSDL JSON 4.01, section 4 "CSDL Document": either form of a document, told by its first character.
import type { CsdlDocument, CsdlFinding, CsdlPositions } from './csdl-document.ts';
import { readCsdlJson } from './read-json.ts';
import { readCsdlXml } from './xml/read-xml.ts';

export interface CsdlReadOptions {
  /** Name of the document, for findings. */
  readonly file: string;
}

export interface CsdlReadResult {
  /** In CSDL JSON form; undefined where an error keeps the text from being a CSDL document at all. */
  readonly document: CsdlDocument | undefined;
  /** Everything that reading found; meaning is checked by `checkCsdl`. */
  readonly findings: readonly CsdlFinding[];
  /** Where the values of the document stand in the text. */
  readonly positions: CsdlPositions;
}

/** Reads CSDL XML 4.0 or 4.01, or CSDL JSON 4.01. It never throws for what the text says: see the findings. */
export function readCsdl(text: string, options: CsdlReadOptions): CsdlReadResult {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return /^\s*\{/.test(content) ? readCsdlJson(content, options) : readCsdlXml(content, options);
}
