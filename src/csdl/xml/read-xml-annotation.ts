// OData CSDL XML 4.01, section 14 "Vocabulary and Annotation": annotations and their expressions.
import type { CsdlValue } from '../csdl-document.ts';
import { isCsdlObject, setMember } from '../csdl-document.ts';
import { binaryExpressions } from '../dynamic-expressions.ts';
import { numberOrText } from '../number-text.ts';
import { readFacets, readTypeName } from './read-xml-type.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import { qualify, qualifyPath, remember, report, requiredAttribute } from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';
import { childElements, childElementsNamed, textOf } from './xml-tree.ts';

/**
 * Reads the `Annotation` children of an element into the object that stands for it, or for an element that CSDL JSON
 * has no object for (an enumeration member, `$OnDelete`, another annotation), beside it, with its name as prefix.
 */
export function readAnnotations(
  reading: XmlReading,
  element: XmlElement,
  draft: Draft,
  prefix = '',
  qualifier?: string,
): void {
  for (const child of childElementsNamed(element.children, 'Annotation'))
    readAnnotation(reading, child, draft, prefix, qualifier);
}

function readAnnotation(
  reading: XmlReading,
  element: XmlElement,
  draft: Draft,
  prefix: string,
  sharedQualifier: string | undefined,
): void {
  const term = requiredAttribute(reading, element, 'Term');
  if (term === undefined) return;
  const qualifier = element.attributes.get('Qualifier') ?? sharedQualifier;
  const name = `${prefix}@${term.trim()}${qualifier === undefined ? '' : `#${qualifier}`}`;
  if (Object.hasOwn(draft, name)) {
    const message = `The annotation ${name} is given twice; the first counts.`;
    report(reading, element, 'warning', 'duplicate-annotation', message);
    return;
  }
  const value = readExpression(reading, element);
  setMember(draft, name, value);
  remember(reading, draft, name, value, element.offset);
  readAnnotations(reading, element, draft, name);
}

/**
 * The expression of an annotation, property value, … in attribute or element notation. Where there is none, the value
 * is the default that the term declares; `true` is that of all terms that are tags.
 */
function readExpression(reading: XmlReading, element: XmlElement, absent: CsdlValue = true): CsdlValue {
  for (const [name, text] of element.attributes) {
    const read = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (read !== undefined) return read(reading, text);
  }
  const operands = readOperands(reading, element);
  if (operands.length > 1)
    report(
      reading,
      element,
      'error',
      'invalid-expression',
      `The element ${element.name} has more than one expression.`,
    );
  return operands[0] === undefined ? absent : operands[0];
}

function readOperands(reading: XmlReading, element: XmlElement): CsdlValue[] {
  const operands: CsdlValue[] = [];
  for (const child of childElements(element.children)) {
    if (child.name === 'Annotation') continue;
    const value = readExpressionElement(reading, child);
    if (value !== undefined) operands.push(value);
  }
  return operands;
}

type ConstantReader = (reading: XmlReading, text: string) => CsdlValue;

const plain: ConstantReader = (_reading, text) => text.trim();
const path: ConstantReader = (reading, text) => qualifyPath(reading, text.trim());
const number: ConstantReader = (_reading, text) => numberOrText(text.trim());

/** Section 14.3 "Constant Expression" and 14.4.1 "Path Expressions": those that have an attribute notation. */
const constants: Readonly<Record<string, ConstantReader>> = {
  AnnotationPath: path,
  Binary: plain,
  Bool: (_reading, text) => {
    const value = text.trim();
    return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
  },
  Date: plain,
  DateTimeOffset: plain,
  Decimal: number,
  Duration: plain,
  EnumMember: (_reading, text) =>
    text
      .trim()
      .split(/\s+/)
      .map((member) => member.slice(member.lastIndexOf('/') + 1))
      .join(','),
  Float: number,
  Guid: plain,
  Int: number,
  ModelElementPath: path,
  NavigationPropertyPath: path,
  Path: (reading, text) => ({ $Path: qualifyPath(reading, text.trim()) }),
  PropertyPath: path,
  String: (_reading, text) => text,
  TimeOfDay: plain,
  UrlRef: (_reading, text) => ({ $UrlRef: text }),
};

const manyOperands: ReadonlySet<string> = new Set([...binaryExpressions, 'If']);

type DynamicReader = (reading: XmlReading, element: XmlElement, draft: Draft) => void;

const oneOperand =
  (member: string): DynamicReader =>
  (reading, element, draft) => {
    draft[member] = readExpression(reading, element, null);
  };

const typed =
  (member: string): DynamicReader =>
  (reading, element, draft) => {
    oneOperand(member)(reading, element, draft);
    readTypeName(reading, element, draft);
    draft.$Type ??= 'Edm.String';
    readFacets(reading, element, draft);
  };

/** Section 14.4 "Dynamic Expression": those that are objects in CSDL JSON. */
const dynamics: Readonly<Record<string, DynamicReader>> = {
  Apply: (reading, element, draft) => {
    draft.$Apply = readOperands(reading, element);
    const name = requiredAttribute(reading, element, 'Function');
    if (name !== undefined) draft.$Function = qualify(reading, name);
  },
  Cast: typed('$Cast'),
  IsOf: typed('$IsOf'),
  LabeledElement: (reading, element, draft) => {
    oneOperand('$LabeledElement')(reading, element, draft);
    const name = requiredAttribute(reading, element, 'Name');
    if (name !== undefined) draft.$Name = name;
  },
  LabeledElementReference: (reading, element, draft) => {
    const name = element.attributes.get('Name') ?? textOf(element).trim();
    draft.$LabeledElementReference = qualify(reading, name);
  },
  Neg: oneOperand('$Neg'),
  Not: oneOperand('$Not'),
  Record: readRecord,
  UrlRef: (reading, element, draft) => {
    draft.$UrlRef = readExpression(reading, element, textOf(element).trim());
  },
};

function readExpressionElement(reading: XmlReading, element: XmlElement): CsdlValue | undefined {
  const { name } = element;
  if (name === 'Collection') return readOperands(reading, element);
  if (name === 'Null') return readNull(reading, element);
  const dynamic = Object.hasOwn(dynamics, name) ? dynamics[name] : undefined;
  if (dynamic !== undefined || manyOperands.has(name)) {
    const draft: Draft = {};
    if (dynamic !== undefined) dynamic(reading, element, draft);
    else draft[`$${name}`] = readOperands(reading, element);
    readAnnotations(reading, element, draft);
    reading.objectOffsets.set(draft, element.offset);
    return draft;
  }
  const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
  if (constant !== undefined) return constant(reading, textOf(element));
  report(
    reading,
    element,
    'error',
    'unknown-expression',
    `The element ${name} is not an annotation expression.`,
  );
  return undefined;
}

function readNull(reading: XmlReading, element: XmlElement): CsdlValue {
  const draft: Draft = { $Null: null };
  readAnnotations(reading, element, draft);
  return Object.keys(draft).length > 1 ? draft : null;
}

function readRecord(reading: XmlReading, element: XmlElement, draft: Draft): void {
  const type = element.attributes.get('Type');
  // OData JSON Format, section 4.6.3 "Control Information: type": a fragment names a type of the context.
  if (type !== undefined) draft['@type'] = `#${qualify(reading, type)}`;
  for (const child of childElements(element.children)) {
    if (child.name !== 'PropertyValue') continue;
    const property = requiredAttribute(reading, child, 'Property');
    if (property === undefined) continue;
    if (Object.hasOwn(draft, property)) {
      report(reading, child, 'error', 'duplicate-name', `The record has a value for ${property} twice.`);
      continue;
    }
    const value = readExpression(reading, child);
    setMember(draft, property, value);
    if (isCsdlObject(value)) reading.objectOffsets.set(value, child.offset);
    readAnnotations(reading, child, draft, property);
  }
}
