// OData CSDL XML 4.01, section 7.1 "Type", 7.2 "Type Facets" and 7.3 "Default Value".
import type { CsdlValue } from '../csdl-document.ts';
import { numberOrText } from '../number-text.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import { booleanAttribute, qualify, report, requiredAttribute } from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';

/** `$Type` and `$Collection` from a type attribute; `Edm.String` is what a missing `$Type` means. */
export function readTypeName(
  reading: XmlReading,
  element: XmlElement,
  draft: Draft,
  attribute = 'Type',
): void {
  const text = requiredAttribute(reading, element, attribute)?.trim() ?? 'Edm.String';
  const item = /^Collection\((.*)\)$/.exec(text)?.[1];
  const type = qualify(reading, item ?? text);
  if (type !== 'Edm.String') draft.$Type = type;
  if (item !== undefined) draft.$Collection = true;
}

/**
 * Type, nullability and facets of a property, parameter, return type or term. A missing `Nullable` means true for a
 * single value, and for a collection's items nothing that a client could count on: no member says so, and one that is
 * false says that the document does.
 */
export function readTypeReference(reading: XmlReading, element: XmlElement, draft: Draft): void {
  readTypeName(reading, element, draft);
  const nullable = booleanAttribute(reading, element, 'Nullable');
  if (draft.$Collection !== true && nullable !== false) draft.$Nullable = true;
  else if (draft.$Collection === true && nullable !== undefined) draft.$Nullable = nullable;
  readFacets(reading, element, draft);
  // XML and JSON differ in what a missing scale means: zero here, variable there.
  if (draft.$Type === 'Edm.Decimal' && !element.attributes.has('Scale')) draft.$Scale = 0;
}

export function readFacets(reading: XmlReading, element: XmlElement, draft: Draft): void {
  readNumberFacet(reading, element, draft, 'MaxLength', ['max']);
  readNumberFacet(reading, element, draft, 'Precision', []);
  readNumberFacet(reading, element, draft, 'Scale', ['variable', 'floating']);
  readNumberFacet(reading, element, draft, 'SRID', ['variable']);
  const unicode = booleanAttribute(reading, element, 'Unicode');
  if (unicode === false) draft.$Unicode = false;
}

function readNumberFacet(
  reading: XmlReading,
  element: XmlElement,
  draft: Draft,
  facet: string,
  symbols: readonly string[],
): void {
  const text = element.attributes.get(facet)?.trim();
  if (text === undefined) return;
  if (/^\d{1,15}$/.test(text)) draft[`$${facet}`] = Number(text);
  else if (symbols.includes(text.toLowerCase())) draft[`$${facet}`] = text;
  else {
    const allowed = ['a number', ...symbols].join(' or ');
    report(
      reading,
      element,
      'error',
      'invalid-facet',
      `${facet} is ${JSON.stringify(text)}, not ${allowed}.`,
    );
  }
}

export function readDefaultValue(reading: XmlReading, element: XmlElement, draft: Draft): void {
  const text = element.attributes.get('DefaultValue');
  if (text === undefined) return;
  const type = typeof draft.$Type === 'string' ? draft.$Type : 'Edm.String';
  draft.$DefaultValue = constantOf(reading.underlyingTypes.get(type) ?? type, text);
}

const integerTypes = new Set(['Edm.Byte', 'Edm.SByte', 'Edm.Int16', 'Edm.Int32', 'Edm.Int64']);
const numericTypes = new Set([...integerTypes, 'Edm.Decimal', 'Edm.Double', 'Edm.Single']);

/** The JSON form of a primitive value's text; a number only where it says the same as the text. */
export function constantOf(type: string, text: string): CsdlValue {
  if (type === 'Edm.Boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return numericTypes.has(type) ? numberOrText(text) : text;
}
