// OData CSDL XML 4.01, section 4 "CSDL XML Document": what the readers of all elements share.
import type { CsdlFinding, CsdlObject, CsdlPath, CsdlPosition, CsdlValue } from '../csdl-document.ts';
import { isCsdlObject, memberOf, setMember } from '../csdl-document.ts';
import { linePositions } from '../line-positions.ts';
import type { XmlElement } from './xml-tree.ts';

/** A CSDL JSON object while it is being built. */
export type Draft = { [member: string]: CsdlValue };

/** State of one reading: what was found, where things stand, and how names are abbreviated. */
export interface XmlReading {
  readonly findings: CsdlFinding[];
  /** Path of the element that is being read, for findings. */
  readonly path: string[];
  /** The namespace's alias, where it has one: CSDL JSON asks for it in all qualified names. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Underlying primitive types of the document's type definitions, by namespace- and alias-qualified name. */
  readonly underlyingTypes: ReadonlyMap<string, string>;
  readonly positionOf: (offset: number) => CsdlPosition;
  readonly file: string;
  /** Offsets of the start tags that objects were read from; members that are no objects are kept by name. */
  readonly objectOffsets: Map<CsdlObject, number>;
  readonly memberOffsets: Map<CsdlObject, Map<string, number>>;
}

export function createXmlReading(
  text: string,
  file: string,
  names: Pick<XmlReading, 'aliases' | 'underlyingTypes'>,
): XmlReading {
  return {
    ...names,
    file,
    findings: [],
    path: [],
    positionOf: linePositions(text),
    objectOffsets: new Map(),
    memberOffsets: new Map(),
  };
}

export function report(
  reading: XmlReading,
  element: XmlElement,
  severity: CsdlFinding['severity'],
  code: string,
  message: string,
): void {
  const { line, column } = reading.positionOf(element.offset);
  reading.findings.push({
    severity,
    code,
    message,
    file: reading.file,
    line,
    column,
    path: reading.path.join('/'),
  });
}

/** The object that is a member of another, made on first use: `$Reference`, `$Annotations`, … */
export function memberDraft(draft: Draft, name: string): Draft {
  draft[name] ??= {};
  return draft[name] as Draft;
}

/**
 * Adds a named child. A second child of the same name is an error, and the first is kept; terms alone are only warned
 * of: a model does not depend on them, and documents in use repeat them.
 */
export function addChild(
  reading: XmlReading,
  parent: Draft,
  name: string,
  value: CsdlValue,
  element: XmlElement,
): void {
  if (Object.hasOwn(parent, name)) {
    const severity = element.name === 'Term' ? 'warning' : 'error';
    report(
      reading,
      element,
      severity,
      'duplicate-name',
      `The name ${name} is used twice here; the first counts.`,
    );
    return;
  }
  setMember(parent, name, value);
  remember(reading, parent, name, value, element.offset);
}

export function remember(
  reading: XmlReading,
  parent: Draft,
  name: string,
  value: CsdlValue,
  offset: number,
): void {
  if (isCsdlObject(value)) {
    reading.objectOffsets.set(value, offset);
    return;
  }
  const members = reading.memberOffsets.get(parent) ?? new Map<string, number>();
  members.set(name, offset);
  reading.memberOffsets.set(parent, members);
}

/** The position of the value at a path, or of the nearest value around it. */
export function locate(reading: XmlReading, document: CsdlValue, path: CsdlPath): CsdlPosition | undefined {
  let value: CsdlValue | undefined = document;
  let offset: number | undefined;
  for (const step of path) {
    if (isCsdlObject(value)) {
      offset = reading.memberOffsets.get(value)?.get(String(step)) ?? offset;
      value = memberOf(value, String(step));
    } else if (Array.isArray(value)) value = value[Number(step)] as CsdlValue | undefined;
    else break;
    if (isCsdlObject(value)) offset = reading.objectOffsets.get(value) ?? offset;
  }
  return offset === undefined ? undefined : reading.positionOf(offset);
}

/** Runs the reader of a named child with the name on the path of findings. */
export function within<T>(reading: XmlReading, name: string, read: () => T): T {
  reading.path.push(name);
  try {
    return read();
  } finally {
    reading.path.pop();
  }
}

/** Runs the reader of what has a name of its own: a schema child, or the target of annotations. */
export function withinNamed<T>(reading: XmlReading, qualifiedName: string, read: () => T): T {
  const outer = reading.path.splice(0);
  try {
    return within(reading, qualifiedName, read);
  } finally {
    reading.path.push(...outer);
  }
}

/** An attribute that the element must have; its absence is an error and gives undefined. */
export function requiredAttribute(
  reading: XmlReading,
  element: XmlElement,
  name: string,
): string | undefined {
  const value = element.attributes.get(name);
  if (value === undefined)
    report(
      reading,
      element,
      'error',
      'missing-attribute',
      `The element ${element.name} has no ${name} attribute.`,
    );
  return value;
}

/** Copies a Boolean attribute where it is not the default. */
export function readBoolean(
  reading: XmlReading,
  element: XmlElement,
  attribute: string,
  draft: Draft,
  absent = false,
): void {
  const value = booleanAttribute(reading, element, attribute);
  if (value !== undefined && value !== absent) draft[`$${attribute}`] = value;
}

export function booleanAttribute(
  reading: XmlReading,
  element: XmlElement,
  attribute: string,
): boolean | undefined {
  const text = element.attributes.get(attribute)?.trim();
  if (text === undefined) return undefined;
  // XML Schema 1.1, section 3.3.2 "boolean"
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  report(
    reading,
    element,
    'error',
    'invalid-value',
    `${attribute} is ${JSON.stringify(text)}, neither true nor false.`,
  );
  return undefined;
}

/** Abbreviates the namespace of a qualified name: `org.example.Person` to `self.Person`. */
export function qualify(reading: XmlReading, name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return name;
  const alias = reading.aliases.get(name.slice(0, dot));
  return alias === undefined ? name : `${alias}${name.slice(dot)}`;
}

/** Abbreviates the namespaces in a path: in casts, in term casts, and in the signature of an overload. */
export function qualifyPath(reading: XmlReading, path: string): string {
  if (!path.includes('.')) return path;
  return path.replace(/[^/@#(),]+/g, (segment) => qualify(reading, segment));
}

/** The child elements that are expected are read, the others reported once each. */
export function reportUnknownChild(reading: XmlReading, child: XmlElement, parent: string): void {
  report(
    reading,
    child,
    'warning',
    'unknown-element',
    `The element ${child.name} is not one that ${parent} may have; it is ignored.`,
  );
}
