// OData CSDL 4.01, section 7 "Structural Property", 7.2 "Type Facets", 7.3 "Default Value" and 11 "Type Definition".
import type { CheckContext, Located } from './check-context.ts';
import { findKind, typeKind, typeNameOf } from './check-context.ts';
import { checkTypeName, propertyTypes } from './check-type-reference.ts';
import type { CsdlObject, CsdlPath } from './csdl-document.ts';
import { isChildName, isCsdlObject, memberOf } from './csdl-document.ts';

export function checkProperties(context: CheckContext): void {
  for (const { object, schema, path, name: typeName } of context.elements) {
    if (object.$Kind !== 'EntityType' && object.$Kind !== 'ComplexType') continue;
    for (const [name, property] of Object.entries(object)) {
      if (!isChildName(name)) continue;
      const at: CsdlPath = [...path, name];
      if (name === typeName)
        context.report('warning', 'property-named-as-type', at, 'A property must not be named as its type.');
      if (!isCsdlObject(property)) context.report('error', 'invalid-element', at, 'This is no property.');
      else if (property.$Kind !== 'NavigationProperty')
        checkProperty(context, { object: property, schema }, at);
    }
  }
}

function checkProperty(
  context: CheckContext,
  property: Pick<Located, 'object' | 'schema'>,
  path: CsdlPath,
): void {
  if (!checkTypeName(context, property, path, propertyTypes)) return;
  const type = typeNameOf(property);
  checkFacets(context, property.object, type, path);
  checkDefaultValue(context, property.object, type, path);
}

export function checkTypeDefinitions(context: CheckContext): void {
  for (const { object, schema, path } of context.elements) {
    if (object.$Kind !== 'TypeDefinition') continue;
    const rule = {
      member: '$UnderlyingType',
      kinds: ['Primitive'],
      expected: 'a primitive type',
      required: true,
    };
    if (checkTypeName(context, { object, schema }, path, rule))
      checkFacets(context, object, String(object.$UnderlyingType), path);
  }
}

const facetTypes: Readonly<Record<string, RegExp>> = {
  $MaxLength: /^Edm\.(String|Binary|Stream|PrimitiveType|Untyped)$/,
  $Precision: /^Edm\.(Decimal|DateTimeOffset|Duration|TimeOfDay|PrimitiveType|Untyped)$/,
  $Scale: /^Edm\.(Decimal|PrimitiveType|Untyped)$/,
  $SRID: /^Edm\.(Geo\w+|PrimitiveType|Untyped)$/,
  $Unicode: /^Edm\.(String|PrimitiveType|Untyped)$/,
};

/** Facets that do not belong to the type, are out of range, or are not spelled as the standard has them. */
export function checkFacets(context: CheckContext, object: CsdlObject, type: string, path: CsdlPath): void {
  for (const [facet, types] of Object.entries(facetTypes)) {
    const value = object[facet];
    if (value === undefined) continue;
    if (!types.test(type) && typeKind(context, type) === 'Primitive')
      context.report('warning', 'invalid-facet', path, `${facet.slice(1)} does not go with ${type}.`);
    if (typeof value === 'string' && value !== value.toLowerCase())
      context.report(
        'warning',
        'facet-case',
        path,
        `${facet.slice(1)} is ${value}; the standard has it in lower case.`,
      );
    if (typeof value === 'number' && (value < 0 || !Number.isInteger(value)))
      context.report('error', 'invalid-facet', path, `${facet.slice(1)} is ${value}.`);
  }
  const { $Precision: precision, $Scale: scale } = object;
  if (typeof precision === 'number' && typeof scale === 'number' && scale > precision)
    context.report(
      'warning',
      'invalid-facet',
      path,
      `The scale ${scale} is above the precision ${precision}.`,
    );
}

const literals: Readonly<Record<string, RegExp>> = {
  'Edm.Boolean': /^(true|false)$/i,
  'Edm.Guid': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'Edm.Decimal': /^([-+]?\d+(\.\d+)?(e[-+]?\d+)?|NaN|-?INF)$/i,
  'Edm.Double': /^([-+]?\d+(\.\d+)?(e[-+]?\d+)?|NaN|-?INF)$/i,
  'Edm.Date': /^-?\d{4,}-\d\d-\d\d$/,
};
const integer = /^[-+]?\d+$/;

function checkDefaultValue(context: CheckContext, object: CsdlObject, type: string, path: CsdlPath): void {
  const value = object.$DefaultValue;
  if (value === undefined || value === null) return;
  const definition = findKind(context, type, 'TypeDefinition');
  const primitive = String(definition?.object.$UnderlyingType ?? type);
  const pattern = /^Edm\.(Byte|SByte|Int16|Int32|Int64)$/.test(primitive) ? integer : literals[primitive];
  if (pattern?.test(String(value)) === false)
    context.report(
      'warning',
      'invalid-default-value',
      path,
      `${JSON.stringify(value)} is no value of ${type}.`,
    );
  const enumeration = findKind(context, type, 'EnumType');
  if (enumeration === undefined) return;
  for (const member of String(value).split(','))
    if (!integer.test(member) && memberOf(enumeration.object, member.trim()) === undefined) {
      const message = `The default value ${member} is no member of ${type}.`;
      context.report('warning', 'invalid-default-value', path, message);
    }
}
