// OData CSDL 4.01, section 7 "Structural Property", 7.2 "Type Facets" and 11 "Type Definition".

import type { CsdlObject, CsdlPath } from '../csdl-document.ts';
import { isChildName, isCsdlObject } from '../csdl-document.ts';
import type { CheckContext, Located } from './check-context.ts';
import { typeKind, typeNameOf } from './check-context.ts';
import { checkDefaultValue } from './check-default-value.ts';
import { checkTypeName, propertyTypes } from './check-type-reference.ts';

export function checkProperties(context: CheckContext): void {
  for (const { object, schema, path, name: typeName } of context.elements) {
    if (object.$Kind !== 'EntityType' && object.$Kind !== 'ComplexType') continue;
    for (const [name, property] of Object.entries(object)) {
      if (!isChildName(name)) continue;
      const at: CsdlPath = [...path, name];
      if (name === typeName)
        context.report('warning', 'property-named-as-type', at, 'A property must not be named as its type.');
      if (!isCsdlObject(property)) context.report('error', 'invalid-element', at, 'This is no property.');
      else if (property.$Kind !== 'NavigationProperty') {
        checkProperty(context, { object: property, schema }, at);
        if (object.$Kind === 'EntityType' && annotationTypes.test(String(property.$Type)))
          context.report(
            'warning',
            'wrong-kind',
            at,
            `${property.$Type} is for terms only, and for complex types of terms.`,
          );
      }
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
  if (type === 'Edm.EntityType')
    context.report(
      'error',
      'wrong-kind',
      path,
      "A property can't be of an entity type; make it a navigation property.",
    );
  if (type === 'Edm.Stream' && property.object.$Collection === true)
    context.report('warning', 'stream-collection', path, "Edm.Stream can't be the type of a collection.");
  checkFacets(context, property.object, type, path);
  checkDefaultValue(context, property.object, type, path);
}

/** Section 3.5 "Built-In Types for defining Vocabulary Terms". */
const annotationTypes =
  /^Edm\.(AnnotationPath|AnyPropertyPath|ModelElementPath|NavigationPropertyPath|PropertyPath)$/;

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
  const isTemporal = /^Edm\.(DateTimeOffset|Duration|TimeOfDay)$/.test(type);
  if (typeof precision === 'number' && (isTemporal ? precision > 12 : precision === 0)) {
    const message = `The precision is ${precision}; ${type} takes ${isTemporal ? '0 to 12' : '1 and more'}.`;
    context.report('warning', 'invalid-facet', path, message);
  }
  if (typeof precision === 'number' && typeof scale === 'number' && scale > precision)
    context.report(
      'warning',
      'invalid-facet',
      path,
      `The scale ${scale} is above the precision ${precision}.`,
    );
}
