// HTTP Archive (HAR) 1.2: log.entries with request and response.
import { locateItems, locateJson, placeOfOffset } from '../../json/locate-json.ts';
import { bodyOf, type ExampleFile, type HttpExample, type Place } from './http-example.ts';

interface HarMessage {
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}
interface HarEntry {
  readonly request?: HarMessage & {
    readonly method?: string;
    readonly url?: string;
    readonly postData?: { readonly text?: string; readonly encoding?: string };
    /** -1 where it is not known. */
    readonly bodySize?: number;
  };
  readonly response?: HarMessage & {
    /** 0 where there was no answer. */
    readonly status?: number;
    readonly content?: { readonly text?: string; readonly encoding?: string; readonly size?: number };
  };
}

/** Reads the entries of an archive. Bodies in base64 are decoded. */
export function readHar(text: string, file: string): ExampleFile {
  const place: Place = { file, line: 1, column: 1 };
  const unreadable = (message: string): ExampleFile => ({
    examples: [],
    templates: [],
    problems: [{ message: `Not a HAR file: ${message}.`, place }],
  });
  let archive: { readonly log?: { readonly entries?: readonly HarEntry[] } } | null;
  try {
    archive = JSON.parse(text);
  } catch (error) {
    return unreadable((error as Error).message);
  }
  const entries = archive?.log?.entries;
  if (!Array.isArray(entries)) return unreadable('log.entries is missing');
  const places = placesOf(text, place);
  const problems: { message: string; place: Place }[] = [];
  const examples = entries.flatMap((entry: HarEntry | null, index): HttpExample[] => {
    const at = places[index] ?? { request: place, response: place };
    const example = exampleOf(entry, `${file}#${index + 1}`, at);
    if (example !== undefined) return [example];
    problems.push({
      message: `log.entries[${index}] has no request with method and url.`,
      place: at.request,
    });
    return [];
  });
  return { isTraffic: true, examples, templates: [], problems };
}

interface EntryPlaces {
  readonly request: Place;
  readonly response: Place;
}

/** Where the messages of each entry stand. */
function placesOf(text: string, start: Place): readonly EntryPlaces[] {
  const items = locateItems(text, 'log/entries');
  let [line, from] = [start.line, 0];
  return items.map((at, index) => {
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from))
      [line, from] = [line + 1, end + 1];
    const entry = text.slice(at, items[index + 1]);
    const base = { ...start, line, column: at - from + 1 };
    const placeOf = (member: string) => placeOfOffset(entry, locateJson(entry, member), base);
    return { request: placeOf('request'), response: placeOf('response') };
  });
}

function exampleOf(entry: HarEntry | null, name: string, places: EntryPlaces): HttpExample | undefined {
  const { request, response } = entry ?? {};
  if (request?.method === undefined || request.url === undefined) return undefined;
  return {
    name,
    request: {
      method: request.method,
      url: request.url,
      urlPlaces: [],
      headers: headersOf(request),
      ...bodyOf(request.postData?.text ?? '', request.postData?.encoding),
      ...omission(request.postData?.text, request.bodySize),
      place: places.request,
      bodyPlace: undefined,
    },
    response:
      response?.status === undefined || response.status === 0
        ? undefined
        : {
            status: response.status,
            headers: headersOf(response),
            ...bodyOf(response.content?.text ?? '', response.content?.encoding),
            ...omission(response.content?.text, response.content?.size),
            place: places.response,
            bodyPlace: undefined,
            declaredType: undefined,
            declaredTypePlace: undefined,
            isCollection: undefined,
            truncated: false,
          },
  };
}

/** Browsers leave out what is large or no text. */
function omission(text: string | undefined, size = 0): { readonly isOmitted?: true } {
  return text === undefined && size > 0 ? { isOmitted: true } : {};
}

/** A repeated header is joined; HTTP/2's pseudo-headers are no headers. */
function headersOf(message: HarMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const { name, value } of message.headers ?? []) {
    const earlier = headers.get(name);
    if (!name.startsWith(':')) headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}
