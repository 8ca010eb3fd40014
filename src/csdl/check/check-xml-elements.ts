// OData CSDL XML 4.01, sections 3 to 14: what the elements of a document may have, and what CSDL JSON would not show.
import { binaryExpressions } from '../dynamic-expressions.ts';
import type { XmlReading } from '../xml/xml-reading.ts';
import { report, within, withinNamed } from '../xml/xml-reading.ts';
import type { XmlElement } from '../xml/xml-tree.ts';
import { childElements, textOf } from '../xml/xml-tree.ts';

const facets = ['MaxLength', 'Precision', 'Scale', 'SRID', 'Unicode'];
const typed = ['Type', 'Nullable', ...facets];
const structured = ['Name', 'BaseType', 'Abstract', 'OpenType'];
const operation = ['Name', 'IsBound', 'EntitySetPath'];

/** Section 14.3 "Constant Expression": the texts that the constants may have. */
const constants: Readonly<Record<string, RegExp | undefined>> = {
  AnnotationPath: undefined,
  Binary: /^[\w=+/-]*$/,
  Bool: /^(true|false|1|0)$/,
  Date: /^-?\d{4,}-\d\d-\d\d$/,
  DateTimeOffset: /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i,
  Decimal: /^([+-]?\d+(\.\d+)?(e[+-]?\d+)?|-?INF|NaN)$/i,
  Duration: /^[+-]?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
  EnumMember: undefined,
  Float: /^([+-]?\d+(\.\d+)?(e[+-]?\d+)?|-?INF|NaN)$/i,
  Guid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  Int: /^[+-]?\d+$/,
  ModelElementPath: undefined,
  NavigationPropertyPath: undefined,
  Path: undefined,
  PropertyPath: undefined,
  String: undefined,
  TimeOfDay: /^\d\d:\d\d(:\d\d(\.\d+)?)?$/,
  UrlRef: undefined,
};
const constantNames = Object.keys(constants);

/** Attributes by element; a prefixed attribute is no concern of the standard. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  Edmx: ['Version'],
  DataServices: [],
  Reference: ['Uri'],
  Include: ['Namespace', 'Alias'],
  IncludeAnnotations: ['TermNamespace', 'Qualifier', 'TargetNamespace'],
  Schema: ['Namespace', 'Alias'],
  EntityType: [...structured, 'HasStream'],
  ComplexType: structured,
  Key: [],
  PropertyRef: ['Name', 'Alias'],
  Property: ['Name', ...typed, 'DefaultValue'],
  NavigationProperty: ['Name', 'Type', 'Nullable', 'Partner', 'ContainsTarget'],
  ReferentialConstraint: ['Property', 'ReferencedProperty'],
  OnDelete: ['Action'],
  EnumType: ['Name', 'UnderlyingType', 'IsFlags'],
  Member: ['Name', 'Value'],
  TypeDefinition: ['Name', 'UnderlyingType', ...facets],
  Action: operation,
  Function: [...operation, 'IsComposable'],
  Parameter: ['Name', ...typed],
  ReturnType: typed,
  EntityContainer: ['Name', 'Extends'],
  EntitySet: ['Name', 'EntityType', 'IncludeInServiceDocument'],
  Singleton: ['Name', 'Type', 'Nullable'],
  NavigationPropertyBinding: ['Path', 'Target'],
  ActionImport: ['Name', 'Action', 'EntitySet'],
  FunctionImport: ['Name', 'Function', 'EntitySet', 'IncludeInServiceDocument'],
  Term: ['Name', ...typed, 'DefaultValue', 'BaseTerm', 'AppliesTo'],
  Annotations: ['Target', 'Qualifier'],
  Annotation: ['Term', 'Qualifier', ...constantNames],
  PropertyValue: ['Property', ...constantNames],
  Record: ['Type'],
  Cast: ['Type', 'Nullable', ...facets],
  IsOf: ['Type', 'Nullable', ...facets],
  LabeledElement: ['Name', ...constantNames],
};

const single: Readonly<Record<string, string>> = {
  EntityType: 'Key',
  NavigationProperty: 'OnDelete',
  Action: 'ReturnType',
  Function: 'ReturnType',
};

/** Section 14.4 "Dynamic Expression": least and most operands. */
const operands = new Map<string, readonly [number, number]>([
  ...binaryExpressions.map((name) => [name, [2, 2]] as const),
  ['Not', [1, 1]],
  ['Neg', [1, 1]],
  ['If', [2, 3]],
  ['Cast', [1, 1]],
  ['IsOf', [1, 1]],
]);

/** Reports what the reading passes over: attributes that are unknown, repeated single children, malformed expressions. */
export function checkXmlElements(reading: XmlReading, element: XmlElement, namespace = ''): void {
  checkElement(reading, element);
  const inside = element.name === 'Schema' ? (element.attributes.get('Namespace') ?? '') : namespace;
  for (const child of childElements(element.children)) {
    const name = child.attributes.get('Name');
    const check = (): void => checkXmlElements(reading, child, inside);
    if (element.name === 'Schema' && name !== undefined) withinNamed(reading, `${inside}.${name}`, check);
    else if (child.name === 'Annotations') withinNamed(reading, child.attributes.get('Target') ?? '', check);
    else if (name !== undefined) within(reading, name, check);
    else check();
  }
}

function checkElement(reading: XmlReading, element: XmlElement): void {
  const { name } = element;
  const children = childElements(element.children).filter((child) => child.name !== 'Annotation');
  checkAttributes(reading, element);
  const only = single[name];
  const repeated = only === undefined ? undefined : children.filter((child) => child.name === only)[1];
  if (repeated !== undefined)
    warn(
      reading,
      repeated,
      'repeated-element',
      `${name} may have one ${only} only; the first counts. Remove this one.`,
    );
  const bounds = operands.get(name);
  if (bounds !== undefined && (children.length < bounds[0] || children.length > bounds[1])) {
    const expected = bounds[0] === bounds[1] ? String(bounds[0]) : bounds.join(' or ');
    warn(
      reading,
      element,
      'invalid-expression',
      `${name} needs ${expected} operands; it has ${children.length}.`,
    );
  }
  const pattern = constants[name];
  if (pattern !== undefined) checkConstant(reading, element, name, textOf(element), pattern);
  if (name === 'EnumType') checkMembers(reading, element, children);
  if (name === 'NavigationProperty' && element.attributes.has('Nullable')) {
    const isCollection = element.attributes.get('Type')?.trim().startsWith('Collection(') === true;
    if (isCollection)
      warn(
        reading,
        element,
        'nullable-collection',
        'A collection-valued navigation property has no Nullable; it may always be empty. Remove it.',
      );
  }
}

function checkAttributes(reading: XmlReading, element: XmlElement): void {
  const allowed = attributes[element.name];
  const given = [...element.attributes.keys()];
  if (allowed === undefined) return;
  for (const name of given)
    if (name !== 'xmlns' && !allowed.includes(name)) {
      const message = `The attribute ${name} is not one that ${element.name} may have; it is ignored.${hint(name, allowed)}`;
      warn(reading, element, 'unknown-attribute', message);
    }
  const values = given.filter((name) => constantNames.includes(name) && allowed.includes(name));
  if (values.length > 1)
    warn(
      reading,
      element,
      'invalid-expression',
      `${element.name} has several values: ${values.join(', ')}. Keep one.`,
    );
  for (const name of values) {
    const pattern = constants[name];
    if (pattern !== undefined)
      checkConstant(reading, element, name, element.attributes.get(name) ?? '', pattern);
  }
}

function hint(name: string, allowed: readonly string[]): string {
  const near = allowed.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

function checkConstant(
  reading: XmlReading,
  element: XmlElement,
  name: string,
  text: string,
  pattern: RegExp,
): void {
  if (pattern.test(text.trim())) return;
  warn(
    reading,
    element,
    'invalid-expression',
    `${JSON.stringify(text)} is no value of the expression ${name}.`,
  );
}

/** Section 10.3 "Enumeration Type Member": all members have a value or none has; flags must have one. */
function checkMembers(reading: XmlReading, type: XmlElement, children: readonly XmlElement[]): void {
  const members = children.filter(({ name }) => name === 'Member');
  const missing = members.find(({ attributes: given }) => !given.has('Value'));
  if (missing === undefined) return;
  const isFlags = /^(true|1)$/.test(type.attributes.get('IsFlags')?.trim() ?? '');
  const message = isFlags
    ? 'Members of a flags enumeration need a Value: 1, 2, 4, …'
    : 'Either all members have a Value or none has; give this one its Value, too.';
  if (isFlags || members.some(({ attributes: given }) => given.has('Value')))
    warn(reading, missing, 'missing-enum-value', message);
}

function warn(reading: XmlReading, element: XmlElement, code: string, message: string): void {
  report(reading, element, 'warning', code, message);
}
