// RFC 9112, section 2 "Message": request and status lines, headers and body, as loosely as documentation writes them.
import type { Place, RequestExample, ResponseExample } from './http-example.ts';

const requestLine = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|MERGE)\s+(\S.*?)(?:\s+HTTP\/\d(?:\.\d)?)?\s*$/;
const statusLine = /^HTTP\/?\d(?:\.\d)?:?\s+(\d{3})(?!\d)/i;
const headerLine = /^([A-Za-z][A-Za-z0-9_-]*)\s*:\s?(.*)$/;
const bodyStart = /^\s*[{[<"]/;

/** What kind of message a text starts with; undefined for neither. */
export function messageKind(text: string): 'request' | 'response' | undefined {
  const first = text.trimStart().split('\n', 1)[0] ?? '';
  return requestLine.test(first.trimEnd()) ? 'request' : statusLine.test(first) ? 'response' : undefined;
}

/**
 * Reads one request; undefined when the text doesn't start with a request line.
 * @param place where the text's first character stands
 */
export function readRequest(text: string, place: Place): RequestExample | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() !== '');
  const match = requestLine.exec((lines[start] ?? '').trim());
  if (match === null) return undefined;
  const [, method = '', first = ''] = match;
  const placeAt = (line: number, text: string): Place => ({
    file: place.file,
    line: place.line + line,
    column: (line === 0 ? place.column : 1) + (lines[line] ?? '').indexOf(text),
  });
  const urlPlaces = [{ offset: 0, place: placeAt(start, first) }];
  // .http files break long URLs into indented lines that start with ? or &
  let next = start + 1;
  let url = first;
  for (; /^\s+[?&]/.test(lines[next] ?? ''); next++) {
    const part = (lines[next] as string).trim();
    urlPlaces.push({ offset: url.length, place: placeAt(next, part) });
    url += part;
  }
  return { method, url, urlPlaces, ...readRest(lines, start, next, place) };
}

/** Reads one response; `status` is undefined when the text has no status line, so that all of it is the body. */
export function readResponse(
  text: string,
  place: Place,
): Omit<ResponseExample, 'declaredType' | 'declaredTypePlace' | 'isCollection' | 'truncated'> {
  const lines = text.split('\n');
  const start = Math.max(
    0,
    lines.findIndex((line) => line.trim() !== ''),
  );
  const match = statusLine.exec((lines[start] ?? '').trim());
  if (match === null) return { status: undefined, ...readRest(lines, start, start, place) };
  return { status: Number(match[1]), ...readRest(lines, start, start + 1, place) };
}

function readRest(lines: readonly string[], start: number, from: number, place: Place) {
  const headers = new Map<string, string>();
  let index = from;
  // documentation leaves out the blank line before a body, or has one among the headers
  for (; index < lines.length; index++) {
    const line = (lines[index] as string).trimEnd();
    if (line === '') continue;
    const match = bodyStart.test(line) ? null : headerLine.exec(line);
    if (match === null) break;
    const [, name, value] = match as unknown as [string, string, string];
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value.trim() : `${earlier}, ${value.trim()}`);
  }
  const body = lines.slice(index).join('\n').trimEnd();
  const at = (line: number): Place => ({
    file: place.file,
    line: place.line + line,
    column:
      line === 0 ? place.column : 1 + ((lines[line] ?? '').length - (lines[line] ?? '').trimStart().length),
  });
  return { headers, body, place: at(start), bodyPlace: body === '' ? undefined : at(index) };
}
