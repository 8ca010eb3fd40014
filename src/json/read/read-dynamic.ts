// OData JSON Format 4.01, section 4.6.3 "type": dynamic properties, and section 20 "Instance Annotations".
import type { EdmModel, EdmProperty, EdmStructuredType, EdmTypeReference } from '../../edm/edm-model.ts';
import { isSimpleIdentifier } from '../../edm/simple-identifier.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import { parseMemberName } from '../member-name.ts';
import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from '../parse-json.ts';
import { qualifiedNameOfTypeUri } from '../write/control-information.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';
import { typeAnnotation } from './read-type.ts';
import { readPlain, untypedNumber } from './read-untyped.ts';
import { type ComplexReader, label, misfit, readValue } from './read-value.ts';

/** What an object without a type declares: nothing. */
const untypedObject = {
  open: true,
  properties: new Map(),
  navigationProperties: new Map(),
} as unknown as EdmStructuredType;

/** Reads a property that the type does not declare into `values`, with `name@type` where JSON does not tell its type. */
export function readDynamicProperty(
  name: string,
  json: JsonObject,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  reading: Reading,
  readComplex: ComplexReader,
): void {
  const target = joinPath(path, name);
  if (!type.open) violate(reading, 'UnknownProperty', target, unknownProperty(name, type));
  else if (type !== untypedObject && !isSimpleIdentifier(name))
    violate(reading, 'UnknownProperty', target, `${JSON.stringify(name)} is no valid name of a property.`);
  readAnyValue(name, json, values, target, reading, readComplex);
}

/**
 * Reads a declared property of an abstract type, such as Edm.PrimitiveType: its values have types of their own, which
 * `name@type` or, in complex values, `@type` tells.
 */
export function readAbstractProperty(
  { name, type: { type, nullable, collection } }: Pick<EdmProperty, 'name' | 'type'>,
  json: JsonObject,
  values: StructuredValue,
  target: string,
  reading: Reading,
  readComplex: ComplexReader,
): void {
  const value = json[name] ?? null;
  const items = collection && Array.isArray(value) ? value : [value];
  if (collection && !Array.isArray(value)) misfit(value, 'an array', target, reading);
  else if (value === null && !nullable)
    violate(reading, 'NullNotAllowed', target, `${label(target)} must not be null.`);
  else if (type.name === 'ComplexType' && !items.every(isTypedComplex))
    misfit(value, 'an object that names its type with @odata.type', target, reading);
  else if (type.name === 'PrimitiveType' && items.some(Array.isArray))
    misfit(value, 'a primitive value', target, reading);
  readAnyValue(name, json, values, target, reading, readComplex);
}

const isTypedComplex = (json: JsonValue): boolean =>
  json === null || (isJsonObject(json) && typeAnnotation(json) !== undefined);

/** Puts a value into `values`, with `name@type` where JSON does not tell its type. */
function readAnyValue(
  name: string,
  json: JsonObject,
  values: StructuredValue,
  target: string,
  reading: Reading,
  readComplex: ComplexReader,
): void {
  const value = json[name] ?? null;
  const annotation = json[`${name}@odata.type`] ?? json[`${name}@type`];
  const reference = annotation === undefined ? undefined : dynamicType(annotation, target, reading);
  if (reference !== undefined) {
    values[name] = readValue(value, reference, target, reading, readComplex);
    values[`${name}@type`] = typeName(reference);
  } else if (value instanceof JsonNumber) {
    const number = untypedNumber(value);
    values[name] = number.value;
    if (number.typeName !== undefined) values[`${name}@type`] = number.typeName;
  } else values[name] = readUntyped(value, target, reading, readComplex);
}

function unknownProperty(name: string, type: EdmStructuredType): string {
  const lower = name.toLowerCase();
  const near = [...type.properties.keys(), ...type.navigationProperties.keys()].find(
    (candidate) => candidate.toLowerCase() === lower,
  );
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`;
  return `'${name}' is no property of ${type.qualifiedName}, which is no open type.${hint}`;
}

function typeName({ type, collection }: EdmTypeReference): string {
  return collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}

function dynamicType(annotation: JsonValue, target: string, reading: Reading): EdmTypeReference | undefined {
  const name = typeof annotation === 'string' ? qualifiedNameOfTypeUri(annotation) : '';
  const item = /^Collection\((.*)\)$/.exec(name)?.[1];
  const type = reading.context.model.findType(item ?? name);
  if (type !== undefined && type.kind !== 'EntityType')
    return { type, collection: item !== undefined, nullable: true };
  violate(
    reading,
    'UnknownType',
    `${target}@odata.type`,
    `${JSON.stringify(readPlain(annotation))} is no type that a property may have.`,
  );
  return undefined;
}

/** A value without a type; objects in it may name theirs. */
function readUntyped(json: JsonValue, path: string, reading: Reading, readComplex: ComplexReader): EdmValue {
  if (Array.isArray(json))
    return json.map((item: JsonValue, index) =>
      readUntyped(item, joinPath(path, index), reading, readComplex),
    );
  if (!isJsonObject(json)) return readPlain(json);
  const annotation = typeAnnotation(json);
  if (annotation !== undefined) {
    const reference = dynamicType(annotation.value, path, reading);
    if (reference?.type.kind === 'ComplexType') {
      const value = readComplex(json, reference, path, reading);
      return Object.assign(createRecord(), { '@type': reference.type.qualifiedName }, value);
    }
  }
  return readUntypedObject(json, path, reading, readComplex);
}

function readUntypedObject(
  json: JsonObject,
  path: string,
  reading: Reading,
  readComplex: ComplexReader,
): StructuredValue {
  const values = createRecord();
  for (const name of Object.keys(json)) {
    const member = parseMemberName(name);
    if (member.kind === 'property')
      readDynamicProperty(name, json, untypedObject, values, path, reading, readComplex);
    else if (member.kind === 'annotation') readAnnotation(name, json, values, reading.context.model);
  }
  return values;
}

/** Keeps an instance annotation, with its term's namespace instead of an alias. */
export function readAnnotation(
  name: string,
  json: JsonObject,
  values: StructuredValue,
  model: EdmModel,
): void {
  const at = name.indexOf('@');
  const [term = '', qualifier] = name.slice(at + 1).split('#');
  const dot = term.lastIndexOf('.');
  const namespace = model.expandAlias(term.slice(0, dot)) ?? term.slice(0, dot);
  const suffix = qualifier === undefined ? '' : `#${qualifier}`;
  values[`${name.slice(0, at)}@${namespace}${term.slice(dot)}${suffix}`] = readPlain(json[name] ?? null);
}
