// OData CSDL 4.01, section 3.3 "Primitive Types"; the form that values have in memory, between payload and store.
/**
 * A value in memory. Nothing loses precision, and what was sent is kept:
 *
 * | Edm type | in memory |
 * | --- | --- |
 * | Boolean | `boolean` |
 * | Byte, SByte, Int16, Int32, Double, Single | `number` (incl. NaN, Infinity, -0) |
 * | Int64 | `bigint` |
 * | Decimal | `string`: the text as sent (`1.50`, `1e3`, `INF`, `-INF`, `NaN`); compared by value, written as text |
 * | String | `string` |
 * | Guid, Date, DateTimeOffset, TimeOfDay, Duration | `string`: the text as sent, checked against its grammar |
 * | Binary | `string`: base64url or base64 as sent; compared by its bytes |
 * | enumeration types | `string`: member names joined by `,`; a number's text where no member has the value |
 * | Geography…, Geometry… | the GeoJSON object, as a StructuredValue |
 * | Stream | never here: a store keeps contents apart |
 * | Untyped, open properties | the JSON value; the type of an open property that JSON does not tell is in the member `name@type` |
 */
export type EdmValue = null | boolean | number | bigint | string | StructuredValue | readonly EdmValue[];

/**
 * A complex value, or the structural properties of an entity, by property name. A structured value of a stored
 * entity is complete: every declared structural property is an own member, `null` or `[]` when it has no value.
 * Beside the properties it may hold
 * - `@type`: the qualified name of its type, when that is not the declared one (complex values only; an Entity has its type),
 * - `name@type`: the qualified type name (`Edm.Int64`, `Collection(Edm.Guid)`, …) of an open property, when JSON does not tell it,
 * - `@Namespace.Term` and `name@Namespace.Term`: instance annotations.
 */
export interface StructuredValue {
  [member: string]: EdmValue;
}

// Records have no prototype, so that a property named `constructor` or `toString` is never found by accident;
// made by a constructor, they keep the engine's fast object shapes, which Object.create(null) would not.
// biome-ignore lint/complexity/useArrowFunction: an arrow function is no constructor
const RecordWithoutPrototype = function () {} as unknown as new () => StructuredValue;
RecordWithoutPrototype.prototype = Object.create(null);

/** A new, empty structured value that inherits no members. */
export function createRecord(): StructuredValue {
  return new RecordWithoutPrototype();
}

/** What these hold, later ones winning, in a new structured value that inherits no members. */
export function recordOf(...parts: readonly StructuredValue[]): StructuredValue {
  return Object.assign(createRecord(), ...parts);
}

export function isStructuredValue(value: EdmValue | undefined): value is StructuredValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of property names and ordinals; undefined where a step is missing or null. */
export function valueAt(values: StructuredValue, path: readonly string[]): EdmValue | undefined {
  let value: EdmValue | undefined = values;
  for (const step of path) {
    if (isStructuredValue(value)) value = value[step];
    else if (isCollectionValue(value)) value = value[Number(step)];
    else return undefined;
  }
  return value;
}

export function isCollectionValue(value: EdmValue | undefined): value is readonly EdmValue[] {
  return Array.isArray(value);
}

/** The items of a collection; none where there is no collection. */
export function itemsOfValue(value: EdmValue | undefined): readonly EdmValue[] {
  return isCollectionValue(value) ? value : [];
}
