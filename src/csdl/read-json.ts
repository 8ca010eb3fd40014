// OData CSDL JSON 4.01, section 4.1 "Document Object".
import { parse } from 'lossless-json';
import type { CsdlDocument, CsdlFinding, CsdlPosition, CsdlValue } from './csdl-document.ts';
import { isCsdlObject } from './csdl-document.ts';
import { maximumDepth, maximumLength } from './document-limits.ts';
import { findTooDeep, jsonPositions } from './json-positions.ts';
import { linePositions } from './line-positions.ts';
import { numberOrText } from './number-text.ts';
import type { CsdlReadOptions, CsdlReadResult } from './read-result.ts';

export function readCsdlJson(text: string, options: CsdlReadOptions): CsdlReadResult {
  const { file } = options;
  if (text.length > maximumLength) {
    const message = `The document has ${text.length} characters; documents up to ${maximumLength} are read.`;
    return refused(finding(file, 'malformed-document', message, undefined));
  }
  const positionOf = linePositions(text);
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    const message = `The document nests deeper than ${maximumDepth} values, the limit that is read.`;
    return refused(finding(file, 'malformed-document', message, positionOf(tooDeep)));
  }
  const findings: CsdlFinding[] = [];
  let value: CsdlValue;
  try {
    value = parse(text, null, {
      // A number that JavaScript would change stays the text that it was.
      parseNumber: numberOrText,
      onDuplicateKey: ({ key, position, oldValue }) => {
        const message = `The name ${key} is used twice here.`;
        findings.push(finding(file, 'duplicate-name', message, positionOf(position - 1)));
        return oldValue;
      },
    }) as CsdlValue;
  } catch (error) {
    const { message } = error as Error;
    const offset = /position (\d+)/.exec(message)?.[1];
    const position = offset === undefined ? undefined : positionOf(Number(offset));
    return refused(finding(file, 'malformed-document', `The document is not JSON: ${message}`, position));
  }
  if (!isCsdlObject(value) || typeof value.$Version !== 'string')
    return refused(
      finding(file, 'not-csdl', 'The document is not CSDL JSON: it has no $Version.', undefined),
    );
  if (!/^4\.0[12]?$/.test(value.$Version)) {
    const message = `The version is ${JSON.stringify(value.$Version)}; CSDL 4.0 and 4.01 are read.`;
    findings.push(finding(file, 'unknown-version', message, undefined));
  }
  return { document: value as CsdlDocument, findings, positions: jsonPositions(text) };
}

function finding(
  file: string,
  code: string,
  message: string,
  position: CsdlPosition | undefined,
): CsdlFinding {
  return {
    severity: 'error',
    code,
    message,
    file,
    line: position?.line,
    column: position?.column,
    path: '',
  };
}

function refused(found: CsdlFinding): CsdlReadResult {
  return { document: undefined, findings: [found], positions: () => undefined };
}
