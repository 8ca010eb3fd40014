// OData CSDL XML 4.01, section 7.1 "Type", 7.2 "Type Facets" and 7.3 "Default Value", written.
import type { CsdlObject } from '../csdl-document.ts';
import type { XmlAttributes } from './xml-writing.ts';

export function typeText(object: CsdlObject): string {
  const type = textMember(object, '$Type') ?? 'Edm.String';
  return object.$Collection === true ? `Collection(${type})` : type;
}

export function textMember(object: CsdlObject, member: string): string | undefined {
  const value = object[member];
  return typeof value === 'string' ? value : undefined;
}

/** An attribute for a Boolean member where it is not what its absence means. */
export function booleanText(object: CsdlObject, member: string, absent = false): boolean | undefined {
  const value = object[member];
  return typeof value === 'boolean' && value !== absent ? value : undefined;
}

export function typeReferenceAttributes(object: CsdlObject): XmlAttributes {
  const { $Type, $Scale } = object;
  return {
    Type: typeText(object),
    Nullable: nullableText(object),
    ...facetAttributes(object),
    // XML and JSON differ in what a missing scale means: zero there, variable here.
    ...($Type === 'Edm.Decimal' && $Scale === undefined ? { Scale: 'variable' } : {}),
  };
}

/** A collection's items: as the document says, or not at all. A single value: what XML does not take for granted. */
function nullableText(object: CsdlObject): boolean | undefined {
  if (object.$Collection === true)
    return typeof object.$Nullable === 'boolean' ? object.$Nullable : undefined;
  return object.$Nullable === true ? undefined : false;
}

export function facetAttributes(object: CsdlObject): XmlAttributes {
  return {
    MaxLength: facet(object, '$MaxLength'),
    Unicode: booleanText(object, '$Unicode', true),
    Precision: facet(object, '$Precision'),
    Scale: facet(object, '$Scale'),
    SRID: facet(object, '$SRID'),
  };
}

function facet(object: CsdlObject, member: string): string | number | undefined {
  const value = object[member];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

export function defaultValueText(object: CsdlObject): string | undefined {
  const value = object.$DefaultValue;
  return value === undefined || value === null ? undefined : String(value);
}
