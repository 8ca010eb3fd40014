// OData CSDL XML 4.01 and CSDL JSON 4.01, section 4 "CSDL Document": what reading a document takes and yields.
import type { CsdlDocument, CsdlFinding, CsdlPositions } from './csdl-document.ts';

export interface CsdlReadOptions {
  /** Name of the document, for findings. */
  readonly file: string;
  /** Warnings are not looked for, which takes a good part of the time: who only uses the document shows none. */
  readonly errorsOnly?: boolean | undefined;
}

export interface CsdlReadResult {
  /** In CSDL JSON form; undefined where an error keeps the text from being a CSDL document at all. */
  readonly document: CsdlDocument | undefined;
  /** Everything that reading found, the warnings incomplete where only errors are asked for; meaning is checked by `checkCsdl`. */
  readonly findings: readonly CsdlFinding[];
  /** Where the values of the document stand in the text. */
  readonly positions: CsdlPositions;
}
