// OData CSDL XML 4.01, section 4 "CSDL XML Document": elements, attributes and text, read by fast-xml-parser.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { maximumDepth } from '../document-limits.ts';
import { findXmlViolation, type XmlViolation } from './xml-limits.ts';

/** What the parser's `preserveOrder` gives: one member named after the tag, `:@` for attributes, metadata by symbol. */
type RawNode = { readonly [tag: string]: unknown };

export interface XmlElement {
  /** Local name: CSDL fixes no prefixes. */
  readonly name: string;
  /** Attributes without a prefix; those with one (`xmlns:…`, `sap:…`) are extensions that CSDL ignores. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Value of the `xmlns` attribute or of the one that declares the element's prefix. */
  readonly namespace: string | undefined;
  /** Offset of the start tag in the text. */
  readonly offset: number;
  readonly children: readonly RawNode[];
}

const positionSymbol = XMLParser.getMetaDataSymbol() as unknown as string;
const textMember = '#text';
const cdataMember = '#cdata';

/** Reads a well-formed document into its root element, or says what is wrong with it. */
export function readXmlTree(text: string): XmlElement | XmlViolation {
  const violation = findXmlViolation(text) ?? findMalformed(text);
  if (violation !== undefined) return violation;
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    // Attributes and text are decoded here: XML treats blanks differently in them, and the parser does not.
    processEntities: false,
    cdataPropName: cdataMember,
    captureMetaData: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: maximumDepth + 1,
    jPath: false,
    // A tag or attribute may have any name: it is never used as a member of an object that has a prototype.
    onDangerousProperty: (name) => name,
  });
  try {
    const root = childElements(parser.parse(text) as RawNode[])[0];
    return root ?? { message: 'The document has no root element.', offset: 0 };
  } catch (error) {
    if (error instanceof InvalidReference) return { message: error.message, offset: error.offset };
    return { message: `The document is not well-formed: ${(error as Error).message}`, offset: 0 };
  }
}

function findMalformed(text: string): XmlViolation | undefined {
  const result = XMLValidator.validate(text);
  if (result === true) return undefined;
  const { msg, line, col } = result.err;
  return { message: `The document is not well-formed: ${msg}`, line, column: col };
}

/** The element children, in document order. */
export function childElements(nodes: readonly RawNode[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    const tag = tagOf(node);
    if (tag !== textMember && tag !== cdataMember && tag !== '') elements.push(elementOf(node, tag));
  }
  return elements;
}

/** The element children of one local name, in document order; the others are not looked at. */
export function childElementsNamed(nodes: readonly RawNode[], name: string): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    const tag = tagOf(node);
    if (tag === name || tag.endsWith(`:${name}`)) elements.push(elementOf(node, tag));
  }
  return elements;
}

/** The text of an element without its children's, with character references decoded and blanks kept. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const node of element.children) {
    const tag = tagOf(node);
    if (tag === textMember) text += decode(node[tag] as string, element.offset);
    else if (tag === cdataMember) text += rawText(node[tag]);
  }
  return text;
}

function rawText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.map((node: RawNode) => String(node[textMember] ?? '')).join('');
}

function tagOf(node: RawNode): string {
  for (const member in node) if (member !== ':@') return member;
  return '';
}

function elementOf(node: RawNode, tag: string): XmlElement {
  const offset = (node[positionSymbol] as { startIndex: number }).startIndex;
  const colon = tag.indexOf(':');
  const prefix = colon < 0 ? 'xmlns' : `xmlns:${tag.slice(0, colon)}`;
  const attributes = new Map<string, string>();
  const raw = (node[':@'] ?? {}) as { readonly [name: string]: string };
  for (const name in raw) {
    const value = raw[name] as string;
    // XML 1.0, section 3.3.3 "Attribute-Value Normalization": a literal line break or tab is a blank.
    if (!name.includes(':')) attributes.set(name, decode(value.replace(/[\t\n\r]/g, ' '), offset));
  }
  return {
    name: colon < 0 ? tag : tag.slice(colon + 1),
    attributes,
    namespace: raw[prefix],
    offset,
    children: node[tag] as RawNode[],
  };
}

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

export class InvalidReference extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** XML 1.0, section 4.1 "Character and Entity References"; entities cannot be declared, so only five have names. */
function decode(text: string, offset: number): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|[^;&\s]*);?/g, (reference, body: string) => {
    const character = reference.endsWith(';') ? characterOf(body) : undefined;
    if (character === undefined)
      throw new InvalidReference(
        `The reference ${reference} is not a character nor a predefined entity.`,
        offset,
      );
    return character;
  });
}

function characterOf(body: string): string | undefined {
  if (!body.startsWith('#')) return Object.hasOwn(predefined, body) ? predefined[body] : undefined;
  const code = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}
