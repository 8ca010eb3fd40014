// The .http and .rest files of editors: requests separated by ###, variables as {{name}}, a response may follow its request.
import type { ExampleFile, HttpExample, Place, RequestExample } from './http-example.ts';
import { expanded, readDefinition, type Variables, variablesIn } from './http-file-variables.ts';
import { messageKind, readRequest, readResponse } from './read-http-message.ts';

/**
 * Reads requests separated by `###`. `@name = value` lines define variables, for the whole file; comments start with `#` or
 * `//`. What editors do before and after a request (`< {% … %}`, `> {% … %}`, `<> file`) is left out.
 */
export function readHttpFile(text: string, file: string): ExampleFile {
  const lines = text.split(/\r?\n/);
  const variables = new Map(variablesIn(lines));
  const examples: HttpExample[] = [];
  const problems: { message: string; place: Place }[] = [];
  let start = 0;
  const take = (end: number) => {
    const first = skipToMessage(lines, start, end, variables);
    start = end + 1;
    if (first >= end) return;
    const place = { file, line: first + 1, column: 1 };
    const example = readExample(lines.slice(first, end), place, variables);
    if (example === undefined)
      problems.push({ message: 'No request line: expected a method and a URL.', place });
    else examples.push({ ...example, name: `${file}#${examples.length + 1}` });
  };
  lines.forEach((line, index) => {
    if (line.startsWith('###')) take(index);
  });
  take(lines.length);
  return { examples, templates: [], problems };
}

/** The first line that is no comment, no definition of a variable and no script. */
function skipToMessage(lines: readonly string[], start: number, end: number, variables: Variables): number {
  let isScript = false;
  let index = start;
  for (; index < end; index++) {
    const line = (lines[index] as string).trim();
    const definition = readDefinition(line, variables);
    isScript ||= /^<\s*\{%/.test(line);
    if (definition !== undefined) variables.set(...definition);
    else if (!isScript && line !== '' && !isComment(line)) break;
    if (line.includes('%}')) isScript = false;
  }
  return index;
}

function isComment(line: string): boolean {
  return /^\s*(#|\/\/)/.test(line);
}

/** Scripts for the response, references to stored responses, and files that responses go to. */
const afterRequest = /^(>\s*\{%|>\s*\S+\.js\s*$|<>\s|>>!?\s)/;
/** A body that another file holds. */
const bodyFile = /^<@?\S*\s+\S/;

function readExample(
  part: readonly string[],
  place: Place,
  variables: Variables,
): Omit<HttpExample, 'name'> | undefined {
  const written = part.map((line) => expanded(line, variables));
  const answer = written.findIndex((line, index) => index > 0 && messageKind(line) === 'response');
  const after = written.findIndex((line) => afterRequest.test(line));
  const end = Math.min(...[answer, after, written.length].filter((line) => line >= 0));
  const lines = requestLines(written.slice(0, end));
  const read = readRequest(lines.join('\n'), place);
  if (read === undefined) return undefined;
  const request = withoutMadeBody(withPlacesOf(part, lines, read));
  if (answer < 0) return { request, response: undefined };
  const response = {
    ...readResponse(written.slice(answer).join('\n'), { ...place, line: place.line + answer }),
    declaredType: undefined,
    declaredTypePlace: undefined,
    isCollection: undefined,
    truncated: false,
  };
  return { request, response };
}

/** A URL alone is a GET; comments stand among headers; a variable that only the editor knows is a placeholder in the URL. */
function requestLines(lines: readonly string[]): readonly string[] {
  const [first = ''] = lines;
  const head = lines.indexOf('');
  return lines.map((line, index) => {
    if (head >= 0 && index > head) return line;
    if (index === 0) {
      const request = /^(https?:\/\/|\/)\S/.test(first) ? `GET ${first}` : first;
      return request.replace(/\{\{([^{}]*)\}\}/g, '{$1}');
    }
    return isComment(line) ? '' : line;
  });
}

/** Columns behind variables, most of which stand for the service root, are those of the file. */
function withPlacesOf(
  part: readonly string[],
  lines: readonly string[],
  request: RequestExample,
): RequestExample {
  const urlPlaces = request.urlPlaces.map(({ offset, place }) => {
    const line = place.line - request.place.line;
    const longer = (lines[line] ?? '').length - (part[line] ?? '').length;
    return { offset, place: { ...place, column: place.column - longer } };
  });
  return { ...request, urlPlaces };
}

/** What comes from a file, or from variables that only the editor knows, is there when it is sent. */
function withoutMadeBody(request: RequestExample): RequestExample {
  const isMade = bodyFile.test(request.body) || /\{\{[^{}]*\}\}/.test(request.body);
  return isMade ? { ...request, body: '', bodyPlace: undefined, isOmitted: true } : request;
}
