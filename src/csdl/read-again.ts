// OData CSDL XML 4.01, section 4 "CSDL XML Document": a document that was read before, read again after an edit.
import type { CsdlDocument, CsdlObject, CsdlPosition, CsdlPositions } from './csdl-document.ts';
import { isCsdlObject, memberOf } from './csdl-document.ts';
import { linePositions } from './line-positions.ts';
import { readCsdl } from './read.ts';
import type { CsdlReadOptions, CsdlReadResult } from './read-result.ts';

interface Before {
  readonly text: string;
  readonly result: CsdlReadResult;
}

/**
 * Reads as `readCsdl` does, and remembers the last text: after an edit of one type, that type alone is read. Whatever is
 * not clearly such an edit is read as a whole.
 */
export function createCsdlReader(): typeof readCsdl {
  let before: Before | undefined;
  return (text, options) => {
    const result =
      (before === undefined ? undefined : readAgain(before, text, options)) ?? readCsdl(text, options);
    before = { text, result };
    return result;
  };
}

/** Elements that stand in schemas alone and in no other of their kind, and that nothing else depends on when it is read. */
const typeElements = ['EntityType', 'ComplexType', 'EnumType'];

function readAgain(before: Before, text: string, options: CsdlReadOptions): CsdlReadResult | undefined {
  const { document, findings, positions } = before.result;
  if (document === undefined) return undefined;
  if (text === before.text) return before.result;
  // Comments and character data may hold what looks like elements; type definitions tell how annotations are read.
  if (text.includes('<!') || text.includes('<TypeDefinition') || before.text.includes('<!')) return undefined;
  const [old, now] = changedElements(before.text, text) ?? [];
  if (old === undefined || now === undefined) return undefined;
  const part = readPart(text, now, options);
  if (part === undefined) return undefined;
  const { namespace, name } = part;
  const schema = memberOf(document, namespace);
  if (!isCsdlObject(schema) || !isCsdlObject(memberOf(schema, name))) return undefined;
  // What was found in the type may be gone, or be another finding now.
  const qualifiedName = `${namespace}.${name}`;
  const isOf = (path: string) => path === qualifiedName || path.startsWith(`${qualifiedName}/`);
  if (findings.some(({ path, line }) => isOf(path) || line === undefined)) return undefined;
  const shift = shiftPositions(before.text, text, old, now);
  return {
    document: { ...document, [namespace]: { ...schema, [name]: part.element } } as CsdlDocument,
    findings: findings.map((finding) => ({ ...finding, ...shift(finding as CsdlPosition) })),
    positions: (path) =>
      path[0] === namespace && path[1] === name ? part.positions(path) : shift(positions(path)),
  };
}

/** A part of a text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The one element that differs, in both texts; undefined where more differs, or its name does. */
function changedElements(old: string, now: string): [Span, Span] | undefined {
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter && old.charCodeAt(same) === now.charCodeAt(same)) same++;
  let tail = 0;
  while (
    tail < shorter - same &&
    old.charCodeAt(old.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)
  )
    tail++;
  const starts = typeElements.map((element) => ({ element, start: old.lastIndexOf(`<${element} `, same) }));
  const { element, start } = starts.reduce((a, b) => (b.start > a.start ? b : a));
  if (start < 0 || start + element.length + 2 > same) return undefined;
  const [oldEnd, nowEnd] = [endOfElement(old, start, element), endOfElement(now, start, element)];
  if (oldEnd === undefined || nowEnd === undefined) return undefined;
  const isAll = old.length - tail <= oldEnd && nowEnd - oldEnd === now.length - old.length;
  if (!isAll || nameOf(old, start) !== nameOf(now, start)) return undefined;
  return [
    { start, end: oldEnd },
    { start, end: nowEnd },
  ];
}

const tag = /<([A-Za-z]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

function tagAt(text: string, start: number): RegExpExecArray | undefined {
  tag.lastIndex = start;
  return tag.exec(text) ?? undefined;
}

function endOfElement(text: string, start: number, element: string): number | undefined {
  const open = tagAt(text, start);
  if (open === undefined) return undefined;
  const afterTag = start + open[0].length;
  if (open[3] === '/') return afterTag;
  const close = text.indexOf(`</${element}>`, afterTag);
  return close < 0 ? undefined : close + element.length + 3;
}

function attribute(text: string, start: number, name: string): string | undefined {
  const attributes = tagAt(text, start)?.[2] ?? '';
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"'&]*)["']`).exec(attributes)?.[1];
}

function nameOf(text: string, start: number): string | undefined {
  return attribute(text, start, 'Name');
}

interface Part {
  readonly namespace: string;
  readonly name: string;
  readonly element: CsdlObject;
  readonly positions: CsdlPositions;
}

/** Reads the element in a document that has nothing else: its schemas, without content, tell namespaces and aliases. */
function readPart(text: string, { start, end }: Span, options: CsdlReadOptions): Part | undefined {
  const own = text.lastIndexOf('<Schema ', start);
  const namespace =
    own < 0 || text.lastIndexOf('</Schema>', start) > own ? undefined : attribute(text, own, 'Namespace');
  const name = nameOf(text, start);
  if (namespace === undefined || name === undefined) return undefined;
  const first = text.indexOf('<Schema ');
  let small = text.slice(0, first);
  let offset = 0;
  for (let at = first; at >= 0; at = text.indexOf('<Schema ', at + 1)) {
    const open = tagAt(text, at)?.[0];
    if (open === undefined || open.endsWith('/>')) return undefined;
    small += open;
    if (at === own) {
      offset = small.length;
      small += text.slice(start, end);
    }
    small += '</Schema>';
  }
  small += text.slice(text.lastIndexOf('</Schema>') + '</Schema>'.length);
  const { document, findings, positions } = readCsdl(small, options);
  const schema = document === undefined || findings.length > 0 ? undefined : memberOf(document, namespace);
  const element = isCsdlObject(schema) ? memberOf(schema, name) : undefined;
  if (!isCsdlObject(element)) return undefined;
  const [from, to] = [linePositions(small)(offset), linePositions(text)(start)];
  return { namespace, name, element, positions: (path) => moved(positions(path), from, to) };
}

/** A position at or after `from`, when what stands there stands at `to`. */
function moved(
  position: CsdlPosition | undefined,
  from: CsdlPosition,
  to: CsdlPosition,
): CsdlPosition | undefined {
  if (position === undefined) return undefined;
  const { line, column } = position;
  return {
    line: line - from.line + to.line,
    column: line === from.line ? column - from.column + to.column : column,
  };
}

/** Positions of what the edit has only moved. */
function shiftPositions(old: string, now: string, before: Span, after: Span) {
  const from = linePositions(old)(before.end);
  const to = linePositions(now)(after.end);
  return (position: CsdlPosition | undefined): CsdlPosition | undefined => {
    const isBehind =
      position !== undefined &&
      (position.line > from.line || (position.line === from.line && position.column >= from.column));
    return isBehind ? moved(position, from, to) : position;
  };
}
