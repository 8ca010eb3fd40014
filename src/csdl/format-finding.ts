// One finding of a document as a line, the way compilers print them.
import type { CsdlFinding } from './csdl-document.ts';

/** `file:line:column: error code: message [path]` */
export function formatFinding({ file, line, column, severity, code, message, path }: CsdlFinding): string {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${file}${position}: ${severity} ${code}: ${message}${path === '' ? '' : ` [${path}]`}`;
}
