// JSON Lines: one example an object a line, `{"request": {"method", "url", "headers", "body"}, "response": {"status", …}}`.
import { bodyOf, type ExampleFile, type HttpExample, type HttpTemplate, type Place } from './http-example.ts';

interface Line {
  readonly id?: string;
  readonly name?: string;
  /** Of a template. */
  readonly method?: string;
  readonly url?: string;
  /** Of a journal. */
  readonly root?: string;
  readonly request?: {
    readonly method?: string;
    readonly url?: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly encoding?: string;
    /** Of a body that the recording leaves out. */
    readonly bytes?: number;
  };
  readonly response?: {
    readonly status?: number | null;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly encoding?: string;
    /** Of a body that the recording leaves out. */
    readonly bytes?: number;
    readonly truncated?: boolean | null;
    readonly odataType?: string | null;
    readonly isCollection?: boolean | null;
  } | null;
}

/**
 * Reads examples, and templates (lines with `method` and `url` of their own). A body is text, or JSON.
 * @param firstLine number of the first line, for a part of a file
 */
export function readJsonLines(text: string, file: string, firstLine = 1): ExampleFile {
  const examples: HttpExample[] = [];
  const templates: HttpTemplate[] = [];
  const problems: { message: string; place: Place }[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const place: Place = { file, line: index + firstLine, column: 1 };
    const parsed = parseLine(line);
    if (typeof parsed === 'string') {
      problems.push({ message: parsed, place });
      return;
    }
    const name = parsed.id ?? parsed.name ?? `${file}:${place.line}`;
    if (parsed.request?.method !== undefined && parsed.request.url !== undefined)
      examples.push(exampleOf(parsed, name, place));
    else if (parsed.method !== undefined && parsed.url !== undefined)
      templates.push({ method: parsed.method, url: parsed.url, place, name });
    else
      problems.push({
        message: 'Neither an example (request.method, request.url) nor a template (method, url).',
        place,
      });
  });
  return { examples, templates, problems };
}

/** What of the line is wrong, as a text. */
function parseLine(line: string): Line | string {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Line) : 'Not a JSON object.';
  } catch (error) {
    return `Not JSON: ${(error as Error).message}.`;
  }
}

function exampleOf(line: Line, name: string, place: Place): HttpExample {
  const { request, response, root } = line;
  return {
    name,
    ...(root === undefined ? {} : { root }),
    request: {
      method: request?.method ?? '',
      url: request?.url ?? '',
      urlPlaces: [],
      headers: new Map(Object.entries(request?.headers ?? {})),
      ...bodyOf(bodyText(request?.body), request?.encoding),
      ...omission(request),
      place,
      bodyPlace: undefined,
    },
    response:
      response === undefined || response === null
        ? undefined
        : {
            status: response.status ?? undefined,
            headers: new Map(Object.entries(response.headers ?? {})),
            ...bodyOf(bodyText(response.body), response.encoding),
            ...omission(response),
            place,
            bodyPlace: undefined,
            declaredType: response.odataType?.replace(/^#/, '') ?? undefined,
            declaredTypePlace: undefined,
            isCollection: response.isCollection ?? undefined,
            truncated: response.truncated ?? false,
          },
  };
}

function omission(message: Line['request'] | Line['response']): { readonly isOmitted?: true } {
  return message?.bytes !== undefined && message.body === undefined ? { isOmitted: true } : {};
}

function bodyText(body: unknown): string {
  return body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
}
