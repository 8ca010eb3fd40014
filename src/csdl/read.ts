// OData CSDL XML 4.01 and CSDL JSON 4.01, section 4 "CSDL Document": either form of a document, told by its first character.
import { readCsdlJson } from './read-json.ts';
import type { CsdlReadOptions, CsdlReadResult } from './read-result.ts';
import { readCsdlXml } from './xml/read-xml.ts';

/** Reads CSDL XML 4.0 or 4.01, or CSDL JSON 4.01. It never throws for what the text says: see the findings. */
export function readCsdl(text: string, options: CsdlReadOptions): CsdlReadResult {
  const content = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return /^\s*\{/.test(content) ? readCsdlJson(content, options) : readCsdlXml(content, options);
}
