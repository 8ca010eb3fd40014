// OData JSON Format 4.01, section 4.6.15 "Control Information: collectionAnnotations" and 20.3: annotations of the items of a collection.
import type { EdmModel } from '../../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../../edm/value.ts';
import { collectionAnnotations, parseMemberName } from '../member-name.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../parse-json.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';
import { readAnnotation } from './read-dynamic.ts';
import { readPlain } from './read-untyped.ts';

/** Keeps what stands at `name` of `json` beside the collection `of`, as `of@collectionAnnotations`; without a name, beside `value`. */
export function readCollectionAnnotations(
  name: string,
  of: string,
  json: JsonObject,
  values: StructuredValue,
  path: string,
  reading: Reading,
): void {
  const collection = json[of === '' ? 'value' : of];
  const length = Array.isArray(collection) ? collection.length : undefined;
  const items = asItems(json[name] ?? null, length, reading.context.model);
  if (items !== undefined) {
    values[`${of}@${collectionAnnotations}`] = items;
    return;
  }
  const target = joinPath(path, name);
  const expected = 'an array of objects with the index of an item and its annotations';
  violate(reading, 'InvalidAnnotation', target, `'${target}' must be ${expected}.`);
}

function asItems(json: JsonValue, length: number | undefined, model: EdmModel): EdmValue | undefined {
  if (!Array.isArray(json)) return undefined;
  const items = json.map((item: JsonValue) => readItem(item, length, model));
  return items.some((item) => item === undefined) ? undefined : (items as EdmValue);
}

/** `length`: of the collection, where it is in the body as well. */
function readItem(json: JsonValue, length: number | undefined, model: EdmModel): StructuredValue | undefined {
  if (!isJsonObject(json)) return undefined;
  const index = readPlain(json.index ?? null);
  const isOrdinal = typeof index === 'number' && Number.isInteger(index) && index >= 0;
  if (!isOrdinal || (length !== undefined && index >= length)) return undefined;
  const item = createRecord();
  item.index = index;
  for (const name of Object.keys(json)) {
    const member = parseMemberName(name);
    if (member.kind === 'annotation' && member.of === '') readAnnotation(name, json, item, model);
  }
  return item;
}
