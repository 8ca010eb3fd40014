// OData Protocol 4.01, section 11.2.6.7 "Server-Driven Paging": the value of $skiptoken, opaque to clients.
import { createRecord, type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import { ODataError } from '../error/odata-error.ts';

/**
 * Where the next page starts: behind the item with these values (of $orderby, then of the key), so that inserts and deletes
 * between pages neither repeat nor drop what is there all the time; for items without a key, behind a number of items.
 */
export interface SkipToken {
  readonly after: { readonly keys: readonly EdmValue[] } | { readonly offset: number };
  /** What is left of $top. $skip is done. */
  readonly top: number | undefined;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

// Numbers that JSON has not are texts in an object, so that nothing is lost.
function toJson(value: EdmValue): Json {
  if (typeof value === 'bigint') return { i: value.toString() };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { n: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (isCollectionValue(value)) return value.map(toJson);
  if (isStructuredValue(value)) {
    return { o: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)])) };
  }
  return value;
}

function fromJson(json: Json): EdmValue {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const tagged = json as { readonly [name: string]: Json };
  if (typeof tagged.i === 'string') return BigInt(tagged.i);
  if (typeof tagged.n === 'string') return Number(tagged.n);
  const record = createRecord();
  for (const [name, member] of Object.entries(tagged.o ?? {})) record[name] = fromJson(member as Json);
  return record;
}

export function writeSkipToken({ after, top }: SkipToken): string {
  const place = 'keys' in after ? after.keys.map(toJson) : after.offset;
  return Buffer.from(JSON.stringify(top === undefined ? [place] : [place, top])).toString('base64url');
}

/** Throws 400 for a text that this service has not made for the same query. */
export function readSkipToken(text: string, keyCount: number): SkipToken {
  try {
    const json = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (Array.isArray(json)) {
      const [place, top] = json as [unknown, unknown];
      const rest = isCount(top) ? top : undefined;
      if (top !== undefined && rest === undefined) throw new TypeError('top');
      if (isCount(place) && keyCount === 0) return { after: { offset: place }, top: rest };
      if (Array.isArray(place) && place.length === keyCount && keyCount > 0) {
        return { after: { keys: place.map((json: Json) => fromJson(json)) }, top: rest };
      }
    }
  } catch {
    // What is no token falls through to the one error below.
  }
  throw new ODataError(
    400,
    'InvalidQueryOption',
    'The value of $skiptoken is not one that this service gave for this query; follow the next link as it is.',
    { target: '$skiptoken' },
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
