// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": the members of an object in a request body.
import type {
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { isInKey } from '../../edm/related-key.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import { isComputed, isImmutable } from '../../edm/write-rules.ts';
import { collectionAnnotations, parseMemberName } from '../member-name.ts';
import type { JsonObject, JsonValue } from '../parse-json.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';
import type { NavigationPayload, StreamPayload } from './payload.ts';
import { readCollectionAnnotations } from './read-collection-annotations.ts';
import { readAbstractProperty, readAnnotation, readDynamicProperty } from './read-dynamic.ts';
import { requireMembers } from './read-required.ts';
import { readStructuredType } from './read-type.ts';
import { readPlain } from './read-untyped.ts';
import { type ComplexReader, readValue } from './read-value.ts';

/** What a mode means for the members of an object. */
export interface ReadingRules {
  readonly ignoreComputed: boolean;
  readonly ignoreImmutable: boolean;
  /** `identify`: taken also where the service makes the key, since it tells which entity is meant. */
  readonly key: 'ignore' | 'identify' | 'value';
  /** What is required must be there. */
  readonly require: boolean;
}

/** Where the parts of the entity that is being read are gathered, by their paths from the entity. */
export interface EntityParts {
  /** Path of the entity from the body. */
  readonly base: string;
  readonly navigation: Map<string, NavigationPayload>;
  readonly streams: Map<string, StreamPayload>;
  readonly ignored: string[];
  /** Reads what stands at a navigation property; `path` leads to it from the body. */
  readonly readNavigation: (
    json: JsonValue,
    property: EdmNavigationProperty,
    form: 'value' | 'bind' | 'delta',
    path: string,
    situation: Situation,
    reading: Reading,
  ) => void;
}

export interface Situation {
  readonly rules: ReadingRules;
  readonly parts: EntityParts;
  readonly through: EdmNavigationProperty | undefined;
}

/** The path from the entity of what `path` leads to from the body; items of collections are steps of it. */
export function pathInEntity({ base }: EntityParts, path: string): string {
  return base === '' ? path : path.slice(base.length + 1);
}

/** Reads the members of an object into `values` and into the parts of its entity. `path` leads to the object from the body. */
export function readMembers(
  json: JsonObject,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  situation: Situation,
  reading: Reading,
): void {
  const { rules, parts } = situation;
  for (const name of Object.keys(json)) {
    const property = type.properties.get(name);
    const navigationProperty = property === undefined ? type.navigationProperties.get(name) : undefined;
    if (property !== undefined) readProperty(json, property, type, values, path, situation, reading);
    else if (navigationProperty === undefined) readOther(name, json, type, values, path, situation, reading);
    else {
      const target = joinPath(path, name);
      parts.readNavigation(json[name] ?? null, navigationProperty, 'value', target, situation, reading);
    }
  }
  if (rules.require) {
    const sent = {
      isSent: (name: string) => json[name] !== undefined,
      isRelated: (name: string) =>
        parts.navigation.has(pathInEntity(parts, joinPath(path, name))) ||
        (rules.key === 'ignore' && isInKey(type, name)),
      isExempt: (property: EdmProperty) => isIgnored(property, type, rules),
    };
    requireMembers(type, path, sent, situation.through, reading);
  }
}

function isIgnored(property: EdmProperty, type: EdmStructuredType, rules: ReadingRules): boolean {
  if (rules.key !== 'value' && isKey(property, type)) return rules.key === 'ignore';
  if (rules.ignoreComputed && isComputed(property)) return true;
  return rules.ignoreImmutable && isImmutable(property);
}

function isKey(property: EdmProperty, type: EdmStructuredType): boolean {
  if (type.kind !== 'EntityType') return false;
  return type.key.some((key) => key.path.length === 1 && key.property === property);
}

function readProperty(
  json: JsonObject,
  property: EdmProperty,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  situation: Situation,
  reading: Reading,
): void {
  const { name, type: reference } = property;
  const { parts, rules } = situation;
  const value = json[name] ?? null;
  const target = joinPath(path, name);
  if (reference.type.kind === 'Primitive' && reference.type.name === 'Stream') {
    const stream = readStream(
      value,
      json[`${name}@odata.mediaContentType`] ?? json[`${name}@mediaContentType`],
    );
    parts.streams.set(pathInEntity(parts, target), stream);
  } else if (isIgnored(property, type, rules)) parts.ignored.push(pathInEntity(parts, target));
  else if (isBuiltInAbstract(reference.type))
    readAbstractProperty(property, json, values, target, reading, untypedComplexReader);
  else {
    const structured = reference.type.kind === 'ComplexType';
    const reader = structured ? complexReader(situation) : untypedComplexReader;
    values[name] = readValue(value, reference, target, reading, reader);
  }
}

function readStream(json: JsonValue, mediaType: JsonValue | undefined): StreamPayload {
  const content = json === null || typeof json === 'string' ? json : JSON.stringify(readPlain(json));
  return { content, mediaType: typeof mediaType === 'string' ? mediaType : undefined };
}

/** Reads complex values, navigation properties in them included. */
export function complexReader(situation: Situation): ComplexReader {
  return (json, reference, path, reading) =>
    readComplex(json as JsonObject, reference, path, situation, reading);
}

function readComplex(
  json: JsonObject,
  reference: EdmTypeReference,
  path: string,
  situation: Situation,
  reading: Reading,
): EdmValue {
  const declared = reference.type as EdmStructuredType;
  const typeNeeded = reading.context.mode !== 'update';
  const type = readStructuredType(json, declared, path, typeNeeded, reading);
  const value = createRecord();
  if (type !== declared) value['@type'] = type.qualifiedName;
  readMembers(json, type, value, path, { ...situation, through: undefined }, reading);
  return value;
}

const noRules: ReadingRules = {
  ignoreComputed: false,
  ignoreImmutable: false,
  key: 'value',
  require: false,
};

/** Reads complex values that belong to no entity: navigation properties in them have no place. */
export const untypedComplexReader: ComplexReader = (json, reference, path, reading) => {
  const parts: EntityParts = {
    base: '',
    navigation: new Map(),
    streams: new Map(),
    ignored: [],
    readNavigation: (_json, property, _form, target) =>
      violate(
        reading,
        'InvalidValue',
        target,
        `The navigation property '${property.name}' can't be set here.`,
      ),
  };
  return readComplex(
    json as JsonObject,
    reference,
    path,
    { rules: noRules, parts, through: undefined },
    reading,
  );
};

/** Members that are not named like a declared property. */
function readOther(
  name: string,
  json: JsonObject,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  situation: Situation,
  reading: Reading,
): void {
  const member = parseMemberName(name);
  if (member.kind === 'annotation') readAnnotation(name, json, values, reading.context.model);
  else if (member.kind === 'control' && member.name === collectionAnnotations && member.of !== '')
    readCollectionAnnotations(name, member.of, json, values, path, reading);
  else if (member.kind === 'control') readControl(name, member, json, type, path, situation, reading);
  else if (name === '$value' && type.kind === 'EntityType' && type.hasStream) {
    const mediaType = json['@odata.mediaContentType'] ?? json['@mediaContentType'];
    situation.parts.streams.set('$value', readStream(json[name] ?? null, mediaType));
  } else if (member.kind === 'property')
    readDynamicProperty(name, json, type, values, path, reading, untypedComplexReader);
}

/** Control information of a property; that of the object itself, and what only responses have, says nothing here. */
function readControl(
  name: string,
  member: { readonly of: string; readonly name: string },
  json: JsonObject,
  type: EdmStructuredType,
  path: string,
  situation: Situation,
  reading: Reading,
): void {
  if (member.name !== 'bind' && member.name !== 'delta') return;
  const target = joinPath(path, name);
  const property = type.navigationProperties.get(member.of);
  if (property === undefined || (member.name === 'delta' && !property.collection)) {
    const kind = member.name === 'delta' ? 'collection-valued navigation property' : 'navigation property';
    violate(reading, 'UnknownProperty', target, `'${member.of}' is no ${kind} of ${type.qualifiedName}.`);
    return;
  }
  situation.parts.readNavigation(json[name] ?? null, property, member.name, target, situation, reading);
}
