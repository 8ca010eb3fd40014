// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": `$1/Building` in queries and conditions.
import type { EdmType } from '../edm/edm-model.ts';
import { ODataError } from '../error/odata-error.ts';
import { urlLiteral } from '../json/literal.ts';
import { isJsonObject, JsonNumber, type JsonValue, parseJson } from '../json/parse-json.ts';
import type { ODataService } from '../service/odata-service.ts';
import type { BatchResponse } from './batch-request.ts';
import { notImplemented } from './exchange.ts';

/** What value references look into: the answers so far, and the URLs that they are about. */
export interface Answered {
  readonly service: ODataService;
  readonly answers: ReadonlyMap<string, BatchResponse>;
  /** URL relative to the service root by id; undefined where it is not known. */
  readonly urlOf: (id: string) => string | undefined;
}

/** Texts, which hold no references; references; `$it` and the like have precedence, as has an option's own name. */
const tokens =
  /(?:'|%27)(?:(?!'|%27).)*(?:'|%27)|\$([\w.~-]+)(?![\w.~=-])((?:\/[$@\w.~%-]+)*)(\/(?:any|all)\()?/g;
const predefined: ReadonlySet<string> = new Set(['it', 'root', 'this', 'these', 'count', 'value', 'ref']);

/** The text with literals in place of references to answers; percent-encoded as the text is. */
export function withReferencedValues(text: string, answered: Answered): string {
  return text.replace(
    tokens,
    (found: string, id: string | undefined, path: string, lambda: string | undefined) => {
      if (id === undefined || predefined.has(id)) return found;
      const answer = answered.answers.get(id);
      if (answer === undefined) return found;
      if (lambda !== undefined) throw notImplemented(`A lambda expression on the value reference ${found}`);
      return literalOf(answer, path === '' ? [] : path.slice(1).split('/'), answered, id);
    },
  );
}

function literalOf(answer: BatchResponse, steps: readonly string[], answered: Answered, id: string): string {
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (steps.length === 1 && steps[0] === '$succeeded') return String(succeeded);
  const value = valueAt(bodyOf(answer), steps, id);
  if (value instanceof JsonNumber) return value.text;
  if (typeof value === 'object' && value !== null)
    throw notImplemented(`The value reference $${[id, ...steps].join('/')}, which is no primitive value,`);
  return encodeURIComponent(
    urlLiteral(value as string | number | boolean | null, typeAt(answered, id, steps)),
  );
}

/** The body of an answer in JSON; of a collection or a property its value; null where there is none. */
function bodyOf({ body, headers }: BatchResponse): JsonValue {
  const contentType = headers['content-type'] ?? '';
  if (body.length === 0) return null;
  const text = new TextDecoder().decode(body);
  if (!/^application\/(?:.*\+)?json/i.test(contentType)) return text;
  const { value } = parseJson(text);
  return isJsonObject(value) && value.value !== undefined ? value.value : value;
}

function valueAt(body: JsonValue, steps: readonly string[], id: string): JsonValue {
  let value: JsonValue = body;
  for (const step of steps) {
    if (Array.isArray(value) && step === '$count') value = value.length;
    else if (value === null) return null;
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step] ?? null;
    else
      throw new ODataError(
        400,
        'InvalidReference',
        `The answer to ${id} has no ${steps.join('/')}, which $${id}/${steps.join('/')} refers to.`,
      );
  }
  return value;
}

/** The type of the referenced value, by the URL of the answer; undefined where that does not tell it. */
function typeAt({ service, urlOf }: Answered, id: string, steps: readonly string[]): EdmType | undefined {
  const url = urlOf(id);
  let type: EdmType | undefined;
  try {
    type = url === undefined ? undefined : service.resolve(url).path.result?.type;
  } catch {
    return undefined;
  }
  for (const step of steps) {
    if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return undefined;
    type = type.properties.get(step)?.type.type ?? type.navigationProperties.get(step)?.entityType;
  }
  return type;
}
