// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": the members of an object in a request body.
import type {
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../edm/value.ts';
import { isComputed, isImmutable } from '../edm/write-rules.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';
import { parseMemberName } from './member-name.ts';
import type { JsonObject, JsonValue } from './parse-json.ts';
import type { NavigationPayload, StreamPayload } from './payload.ts';
import { readAnnotation, readDynamicProperty, readUntyped } from './read-dynamic.ts';
import { requireMembers } from './read-required.ts';
import { readStructuredType } from './read-type.ts';
import { readPlain } from './read-untyped.ts';
import { type ComplexReader, readValue } from './read-value.ts';

/** What a mode means for the members of an object. */
export interface ReadingRules {
  readonly ignoreComputed: boolean;
  readonly ignoreImmutable: boolean;
  readonly ignoreKey: boolean;
  /** What is required must be there. */
  readonly require: boolean;
}

/** Where the parts of the entity that is being read are gathered; paths are relative to the entity. */
export interface EntityParts {
  readonly navigation: Map<string, NavigationPayload>;
  readonly streams: Map<string, StreamPayload>;
  readonly ignored: string[];
  /** Reads what stands at a navigation property; `key` is undefined inside of collections. */
  readonly readNavigation: (
    json: JsonValue,
    property: EdmNavigationProperty,
    form: 'value' | 'bind' | 'delta',
    path: string,
    key: string | undefined,
    rules: ReadingRules,
    parts: EntityParts,
    reading: Reading,
  ) => void;
}

interface Situation {
  readonly rules: ReadingRules;
  readonly parts: EntityParts;
  readonly through: EdmNavigationProperty | undefined;
}

/**
 * Reads the members of an object into `values` and into the parts of its entity. `path` leads to the object from the
 * body, `prefix` from its entity (with a slash at the end; undefined inside of collections).
 */
export function readMembers(
  json: JsonObject,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  prefix: string | undefined,
  situation: Situation,
  reading: Reading,
): void {
  const { rules, parts } = situation;
  for (const name of Object.keys(json)) {
    const property = type.properties.get(name);
    if (property !== undefined) readProperty(json, property, type, values, path, prefix, situation, reading);
    else {
      const navigationProperty = type.navigationProperties.get(name);
      if (navigationProperty === undefined)
        readOther(name, json, type, values, path, prefix, situation, reading);
      else {
        const key = prefix === undefined ? undefined : prefix + name;
        const target = joinPath(path, name);
        parts.readNavigation(
          json[name] ?? null,
          navigationProperty,
          'value',
          target,
          key,
          rules,
          parts,
          reading,
        );
      }
    }
  }
  if (rules.require) {
    const sent = {
      isSent: (name: string) => json[name] !== undefined,
      isRelated: (name: string) => parts.navigation.has(`${prefix ?? ''}${name}`),
      isExempt: (property: EdmProperty) => isIgnored(property, type, rules),
    };
    requireMembers(type, path, sent, situation.through, reading);
  }
}

function isIgnored(property: EdmProperty, type: EdmStructuredType, rules: ReadingRules): boolean {
  if (rules.ignoreComputed && isComputed(property)) return true;
  if (rules.ignoreImmutable && isImmutable(property)) return true;
  if (!rules.ignoreKey || type.kind !== 'EntityType') return false;
  return type.key.some((key) => key.path.length === 1 && key.property === property);
}

function readProperty(
  json: JsonObject,
  property: EdmProperty,
  type: EdmStructuredType,
  values: StructuredValue,
  path: string,
  prefix: string | undefined,
  situation: Situation,
  reading: Reading,
): void {
  const { name, type: reference } = property;
  const value = json[name] ?? null;
  if (reference.type.kind === 'Primitive' && reference.type.name === 'Stream') {
    const stream = readStream(
      value,
      json[`${name}@odata.mediaContentType`] ?? json[`${name}@mediaContentType`],
    );
    situation.parts.streams.set(`${prefix ?? ''}${name}`, stream);
  } else if (isIgnored(property, type, situation.rules))
    situation.parts.ignored.push(`${prefix ?? ''}${name}`);
  else if (reference.type.kind === 'Primitive' && reference.type.name === 'Untyped')
    values[name] = readUntyped(value, joinPath(path, name), reading, untypedComplexReader);
  else {
    const inner = prefix === undefined || reference.collection ? undefined : `${prefix}${name}/`;
    const structured = reference.type.kind === 'ComplexType';
    const reader = structured ? complexReader(inner, situation) : untypedComplexReader;
    values[name] = readValue(value, reference, joinPath(path, name), reading, reader);
  }
}

function readStream(json: JsonValue, mediaType: JsonValue | undefined): StreamPayload {
  const content = json === null || typeof json === 'string' ? json : JSON.stringify(readPlain(json));
  return { content, mediaType: typeof mediaType === 'string' ? mediaType : undefined };
}

/** Reads complex values, navigation properties in them included. */
export function complexReader(prefix: string | undefined, situation: Situation): ComplexReader {
  return (json, reference, path, reading) =>
    readComplex(json as JsonObject, reference, path, prefix, situation, reading);
}

function readComplex(
  json: JsonObject,
  reference: EdmTypeReference,
  path: string,
  prefix: string | undefined,
  situation: Situation,
  reading: Reading,
): EdmValue {
  const declared = reference.type as EdmStructuredType;
  const typeNeeded = reading.context.mode !== 'update';
  const type = readStructuredType(json, declared, path, typeNeeded, reading);
  const value = createRecord();
  if (type !== declared) value['@type'] = type.qualifiedName;
  readMembers(json, type, value, path, prefix, { ...situation, through: undefined }, reading);
  return value;
}

const noRules: ReadingRules = {
  ignoreComputed: false,
  ignoreImmutable: false,
  ignoreKey: false,
  require: false,
};

/** Reads complex values that belong to no entity: navigation properties in them have no place. */
export const untypedComplexReader: ComplexReader = (json, reference, path, reading) => {
  const parts: EntityParts = {
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
    '',
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
  prefix: string | undefined,
  situation: Situation,
  reading: Reading,
): void {
  const member = parseMemberName(name);
  if (member.kind === 'annotation') readAnnotation(name, json, values, reading.context.model);
  else if (member.kind === 'control') readControl(name, member, json, type, path, prefix, situation, reading);
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
  prefix: string | undefined,
  { rules, parts }: Situation,
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
  const key = prefix === undefined ? undefined : prefix + member.of;
  parts.readNavigation(json[name] ?? null, property, member.name, target, key, rules, parts, reading);
}
