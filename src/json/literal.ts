// OData URL Conventions 4.01, section 5.1.1.14.1 "Primitive Literals" and 4.3 "Addressing Entities"; ABNF primitiveLiteral, keyPathLiteral.
import type { EdmType } from '../edm/edm-model.ts';
import { numberText } from '../edm/number-text.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import { wellKnownText } from '../edm/well-known-text.ts';

/**
 * The literal that stands for a value in a URL (key predicate, function parameter, expression), not percent-encoded:
 * `'O''Neil'`, `1.5`, `2012-12-03`, `duration'PT1H'`, `ns.Color'Red'`.
 * `type` undefined: what the value itself tells.
 */
export function urlLiteral(value: EdmValue, type: EdmType | undefined): string {
  if (value === null) return 'null';
  if (type?.kind === 'TypeDefinition') return urlLiteral(value, type.underlyingType);
  if (type?.kind === 'EnumType') return `${type.qualifiedName}${quoted(String(value))}`;
  if (typeof value === 'number') return numberText(value);
  if (isCollectionValue(value) || isStructuredValue(value)) return structuredLiteral(value, type);
  if (typeof value !== 'string') return String(value);
  if (type?.kind !== 'Primitive') return quoted(value);
  return primitiveStringLiteral(value, type.name);
}

/** A key's value as a segment of its own (key-as-segment): no quotes, no prefix; not percent-encoded. */
export function keySegmentText(value: EdmValue): string {
  if (typeof value === 'string') return value;
  return urlLiteral(value, undefined);
}

/** Percent-encodes what may not stand in a path segment; quotes, parentheses, commas and `=` stay readable. */
export function encodeSegment(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replace(/%(2C|3D)/g, decode);
}

/** The same for several segments: slashes between them stay. */
export function encodePath(path: string): string {
  return unreservedPath.test(path) ? path : path.split('/').map(encodeSegment).join('/');
}

const loneSurrogate = /\p{Surrogate}/gu;
const unreserved = /^[\w.~!*'(),=-]*$/;
const unreservedPath = /^[\w.~!*'(),=/-]*$/;
const decode = (escaped: string): string => (escaped === '%2C' ? ',' : '=');

function quoted(text: string): string {
  return `'${text.includes("'") ? text.replaceAll("'", "''") : text}'`;
}

function primitiveStringLiteral(value: string, typeName: string): string {
  switch (typeName) {
    case 'Decimal':
    case 'Guid':
    case 'Date':
    case 'DateTimeOffset':
    case 'TimeOfDay':
    case 'Int64':
      return value;
    case 'Duration':
      return `duration'${value}'`;
    case 'Binary':
      return `binary'${value.replaceAll('+', '-').replaceAll('/', '_')}'`;
    default:
      return quoted(value);
  }
}

function structuredLiteral(value: EdmValue, type: EdmType | undefined): string {
  const geo = type?.kind === 'Primitive' ? /^Geo(graphy|metry)/.exec(type.name) : null;
  if (geo !== null && isStructuredValue(value)) return `${geo[0].toLowerCase()}'${wellKnownText(value)}'`;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}
