// OData CSDL JSON 4.01, section 4.1 "Document Object".
import { parse } from 'lossless-json';
import type { CsdlDocument, CsdlFinding, CsdlPosition, CsdlValue } from './csdl-document.ts';
import { isCsdlObject } from './csdl-document.ts';
import { linePositions } from './line-positions.ts';
import type { CsdlReadOptions, CsdlReadResult } from './read.ts';
import { numberOrText } from './read-xml-type.ts';
import { maximumLength } from './xml-limits.ts';

export function readCsdlJson(text: string, options: CsdlReadOptions): CsdlReadResult {
  if (text.length > maximumLength) {
    const message = `The document has ${text.length} characters; documents up to ${maximumLength} are read.`;
    return refused(options.file, message, undefined);
  }
  let value: CsdlValue;
  try {
    // A number that JavaScript would change stays the text that it was.
    value = parse(text, null, numberOrText) as CsdlValue;
  } catch (error) {
    const offset = /position (\d+)/.exec((error as Error).message)?.[1];
    const position = offset === undefined ? undefined : linePositions(text)(Number(offset));
    return refused(options.file, `The document is not JSON: ${(error as Error).message}`, position);
  }
  if (!isCsdlObject(value) || typeof value.$Version !== 'string')
    return refused(options.file, 'The document is not CSDL JSON: it has no $Version.', undefined);
  return { document: value as CsdlDocument, findings: [], positions: () => undefined };
}

function refused(file: string, message: string, position: CsdlPosition | undefined): CsdlReadResult {
  const { line, column } = position ?? {};
  const finding: CsdlFinding = {
    severity: 'error',
    code: 'malformed-document',
    message,
    file,
    line,
    column,
    path: '',
  };
  return { document: undefined, findings: [finding], positions: () => undefined };
}
