// HTTP Archive (HAR) 1.2: log.entries with request and response.
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
    readonly status?: number;
    readonly content?: { readonly text?: string; readonly encoding?: string; readonly size?: number };
  };
}

/** Reads the entries of an archive. Bodies in base64 are decoded. */
export function readHar(text: string, file: string): ExampleFile {
  const place: Place = { file, line: 1, column: 1 };
  let archive: { readonly log?: { readonly entries?: readonly HarEntry[] } };
  try {
    archive = JSON.parse(text);
  } catch (error) {
    return {
      examples: [],
      templates: [],
      problems: [{ message: `Not a HAR file: ${(error as Error).message}.`, place }],
    };
  }
  const entries = archive.log?.entries;
  if (!Array.isArray(entries)) {
    return {
      examples: [],
      templates: [],
      problems: [{ message: 'Not a HAR file: log.entries is missing.', place }],
    };
  }
  const problems: { message: string; place: Place }[] = [];
  const examples = entries.flatMap((entry: HarEntry, index): HttpExample[] => {
    const { request, response } = entry;
    if (request?.method === undefined || request.url === undefined) {
      problems.push({ message: `log.entries[${index}] has no request with method and url.`, place });
      return [];
    }
    return [
      {
        name: `${file}#${index + 1}`,
        request: {
          method: request.method,
          url: request.url,
          urlPlaces: [],
          headers: headersOf(request),
          ...bodyOf(request.postData?.text ?? '', request.postData?.encoding),
          ...omission(request.postData?.text, request.bodySize),
          place,
          bodyPlace: undefined,
        },
        response:
          response?.status === undefined
            ? undefined
            : {
                status: response.status,
                headers: headersOf(response),
                ...bodyOf(response.content?.text ?? '', response.content?.encoding),
                ...omission(response.content?.text, response.content?.size),
                place,
                bodyPlace: undefined,
                declaredType: undefined,
                declaredTypePlace: undefined,
                isCollection: undefined,
                truncated: false,
              },
      },
    ];
  });
  return { examples, templates: [], problems };
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
