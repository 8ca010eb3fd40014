// OData CSDL XML 4.01, section 4 "CSDL XML Document": what is refused before the text is parsed.
import { maximumDepth, maximumLength } from '../document-limits.ts';

/** Why a text is refused: where, by offset or by line and column. */
export type XmlViolation =
  | { readonly message: string; readonly offset: number }
  | { readonly message: string; readonly line: number; readonly column: number };

/**
 * The first reason to refuse the text without parsing it: longer or deeper than the limits, with a document type
 * declaration, which could declare entities, or with a second root, which the parser's validator does not see after
 * an empty-element tag. It looks at the borders of tags only: the rest is the parser's work.
 */
export function findXmlViolation(text: string): XmlViolation | undefined {
  if (text.length > maximumLength)
    return {
      message: `The document has ${text.length} characters; documents up to ${maximumLength} are read.`,
      offset: 0,
    };
  let depth = 0;
  let roots = 0;
  for (let at = text.indexOf('<'); at >= 0; ) {
    const end = markupEnd(text, at);
    if (end === undefined)
      return { message: 'A document type declaration is not read: CSDL has no use for one.', offset: at };
    if (end < 0) return undefined;
    const kind = tagKind(text, at, end);
    if (depth === 0 && (kind === 'start' || kind === 'empty') && ++roots > 1)
      return { message: 'The document is not well-formed: it has more than one root element.', offset: at };
    if (kind === 'start') depth++;
    else if (kind === 'end') depth--;
    if (depth > maximumDepth)
      return {
        message: `The document nests deeper than ${maximumDepth} elements, the limit that is read.`,
        offset: at,
      };
    at = text.indexOf('<', end);
  }
  return undefined;
}

/** What the markup between two offsets is; `other` for comments, CDATA sections and processing instructions. */
function tagKind(text: string, at: number, end: number): 'start' | 'end' | 'empty' | 'other' {
  const next = text.charCodeAt(at + 1);
  if (next === 47 /* / */) return 'end';
  if (next === 33 /* ! */ || next === 63 /* ? */) return 'other';
  return text.charCodeAt(end - 1) === 47 /* / */ ? 'empty' : 'start';
}

/** Offset of the `>` that ends the markup at an offset; -1 where it does not end, undefined for a declaration. */
function markupEnd(text: string, at: number): number | undefined {
  if (text.startsWith('<!--', at)) return endAfter(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return endAfter(text, ']]>', at + 9);
  if (text.startsWith('<!', at)) return undefined;
  if (text.startsWith('<?', at)) return endAfter(text, '?>', at + 2);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 62 /* > */) return i;
    if (code !== 34 /* " */ && code !== 39 /* ' */) continue;
    i = text.indexOf(code === 34 ? '"' : "'", i + 1);
    if (i < 0) return -1;
  }
  return -1;
}

function endAfter(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length - 1;
}
