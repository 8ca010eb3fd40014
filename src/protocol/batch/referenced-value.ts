// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": what `$` and an identifier stand for.
import type { EdmType, EdmTypeReference } from '../../edm/edm-model.ts';
import { Core } from '../../edm/vocabularies.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../json/parse-json.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { BatchResponse } from './batch-request.ts';

/** What value references look into: the answers so far, and the URLs that they are about. */
export interface Answered {
  readonly service: ODataService;
  readonly answers: ReadonlyMap<string, BatchResponse>;
  /** URL relative to the service root by id; undefined where it is not known. */
  readonly urlOf: (id: string) => string | undefined;
}

export interface ReferencedValue {
  readonly value: JsonValue;
  /** undefined where the URL of the answer does not tell it. */
  readonly type: EdmTypeReference | undefined;
}

/** The value of the answer to the request of this name, or what an answer annotates with it as its Core.ContentID. */
export function referencedValue(id: string, answered: Answered): ReferencedValue | undefined {
  const answer = answered.answers.get(id);
  if (answer !== undefined) return { value: valueOfBody(answer), type: typeOfAnswer(id, answered) };
  for (const [name, earlier] of answered.answers) {
    if (!Buffer.from(earlier.body).includes(Core.ContentID)) continue;
    const found = findAnnotated({ value: valueOfBody(earlier), type: typeOfAnswer(name, answered) }, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Read once, however often it is referred to. */
const values = new WeakMap<BatchResponse, JsonValue>();

function valueOfBody(answer: BatchResponse): JsonValue {
  let value = values.get(answer);
  if (value === undefined) {
    value = readBody(answer);
    values.set(answer, value);
  }
  return value;
}

/** The body of an answer in JSON; of a collection or a property its value; null where there is none. */
function readBody({ body, headers }: BatchResponse): JsonValue {
  const contentType = headers['content-type'] ?? '';
  if (body.length === 0) return null;
  const text = new TextDecoder().decode(body);
  if (!/^application\/(?:.*\+)?json/i.test(contentType)) return text;
  const { value } = parseJson(text);
  return isJsonObject(value) && isWrapped(value) ? (value.value ?? null) : value;
}

/** `value` stands alone beside control information, unless an entity has such a property. */
function isWrapped(body: JsonObject): boolean {
  return 'value' in body && Object.keys(body).every((name) => name === 'value' || name.includes('@'));
}

function typeOfAnswer(id: string, { service, urlOf }: Answered): EdmTypeReference | undefined {
  const url = urlOf(id);
  try {
    return url === undefined ? undefined : service.resolve(url).path.result;
  } catch {
    return undefined;
  }
}

/** The type of a member; undefined where it is not declared. */
export function memberType(type: EdmType | undefined, name: string): EdmTypeReference | undefined {
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return undefined;
  const property = type.properties.get(name);
  if (property !== undefined) return property.type;
  const navigation = type.navigationProperties.get(name);
  return navigation && { type: navigation.entityType, collection: navigation.collection, nullable: true };
}

/** Looks through a value for the object with this Core.ContentID. */
function findAnnotated({ value, type }: ReferencedValue, contentId: string): ReferencedValue | undefined {
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = findAnnotated({ value: item, type: type && { ...type, collection: false } }, contentId);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  if (value[`@${Core.ContentID}`] === contentId) return { value, type };
  for (const [name, member] of Object.entries(value)) {
    const found = findAnnotated({ value: member, type: memberType(type?.type, name) }, contentId);
    if (found !== undefined) return found;
  }
  return undefined;
}
