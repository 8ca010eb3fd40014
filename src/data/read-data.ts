// Files of entities: OData JSON, as the body of a request that creates them, a file for each entity set or singleton.

import type { EdmEntityType } from '../edm/edm-model.ts';
import { ODataError } from '../error/odata-error.ts';
import { locateJson, type Place, placeOfOffset } from '../json/locate-json.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ParsedJson,
  parseJson,
} from '../json/parse-json.ts';

/** The text of a file, by what its ending says: a JSON array (or one object), NDJSON, an object a line, or CSV. */
export interface DataText {
  readonly text: string;
  /** Name for messages. */
  readonly file: string;
}

/** One entity of a file. */
export interface DataItem {
  readonly json: ParsedJson;
  /** Where a member of the entity stands, by its path; the entity itself for an empty path. */
  readonly placeOf: (path: string) => Place;
}

/** Something that keeps data from being loaded. */
export interface DataProblem {
  readonly place: Place;
  readonly message: string;
}

/** Thrown with all problems of all files; nothing has been loaded then. */
export class DataError extends Error {
  override readonly name = 'DataError';

  constructor(readonly problems: readonly DataProblem[]) {
    super(
      problems
        .map(({ place, message }) => `${place.file}:${place.line}:${place.column}: ${message}`)
        .join('\n'),
    );
  }
}

/**
 * The entities of a file, in its order. Throws a DataError for a text that is not JSON.
 * @param type of the entities: an object with an array named value is an answer that was kept, unless the type has such a property
 */
export function readData({ text, file }: DataText, type: EdmEntityType): readonly DataItem[] {
  return /\.(ndjson|jsonl)$/i.test(file) ? readLines(text, file) : readJson(text, file, type);
}

function readJson(text: string, file: string, type: EdmEntityType): readonly DataItem[] {
  const start: Place = { file, line: 1, column: 1 };
  const parsed = parse(text, start);
  const { value } = parsed;
  const isPage =
    isJsonObject(value) && Array.isArray(value.value) && !type.open && !type.properties.has('value');
  const listOf = (json: JsonValue): JsonValue => (isPage ? ((json as JsonObject).value ?? null) : json);
  const [list, plain] = [listOf(value), listOf(parsed.plain as JsonValue)];
  const prefix = isPage ? 'value/' : '';
  return arrayOf(list).map((item, index) => ({
    json: { value: item, plain: arrayOf(plain)[index] },
    placeOf: (path) => {
      const full = Array.isArray(list) ? `${prefix}${index}${path === '' ? '' : `/${path}`}` : path;
      return placeOfOffset(text, locateJson(text, full), start);
    },
  }));
}

function arrayOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

function readLines(text: string, file: string): readonly DataItem[] {
  const problems: DataProblem[] = [];
  const items = text.split(/\r?\n/).flatMap((line, index): DataItem[] => {
    if (line.trim() === '') return [];
    const start: Place = { file, line: index + 1, column: 1 };
    try {
      const json = parse(line, start);
      return [{ json, placeOf: (path) => placeOfOffset(line, locateJson(line, path), start) }];
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new DataError(problems);
  return items;
}

function parse(text: string, start: Place): ParsedJson {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    const at = /line (\d+), column (\d+)/.exec(error.message);
    const place = {
      file: start.file,
      line: start.line + Number(at?.[1] ?? 1) - 1,
      column: Number(at?.[2] ?? 1),
    };
    throw new DataError([{ place, message: withoutPlace(error.message) }]);
  }
}

/** A line of a text, or a text that is no request's, has its place in the file. */
function withoutPlace(message: string): string {
  return message
    .replace(/^The request body/, 'The text')
    .replace(/ in the request body/, '')
    .replace(/ at line \d+, column \d+/, '');
}
