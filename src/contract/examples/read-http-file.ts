// The .http and .rest files of editors: requests separated by ###, variables as {{name}}, a response may follow its request.
import type { ExampleFile, HttpExample, Place, RequestExample } from './http-example.ts';
import { messageKind, readRequest, readResponse } from './read-http-message.ts';

/** Reads requests separated by `###`. `@name = value` lines define variables; comments start with `#` or `//`. */
export function readHttpFile(text: string, file: string): ExampleFile {
  const lines = text.split(/\r?\n/);
  const variables = new Map<string, string>();
  const examples: HttpExample[] = [];
  const problems: { message: string; place: Place }[] = [];
  let start = 0;
  const take = (end: number) => {
    const first = skipToMessage(lines, start, end, variables);
    if (first < end) read(lines.slice(first, end), { file, line: first + 1, column: 1 });
    start = end + 1;
  };
  const read = (part: readonly string[], place: Place) => {
    const expand = (line: string) =>
      line.replace(/\{\{\s*([\w.$-]+)\s*\}\}/g, (whole, name) => variables.get(name) ?? whole);
    const expanded = part.map(expand);
    const answer = expanded.findIndex((line, index) => index > 0 && messageKind(line) === 'response');
    const end = answer < 0 ? expanded.length : answer;
    const written = readRequest(expanded.slice(0, end).join('\n'), place);
    const request = written && withoutExpansion(written, part, expanded);
    if (request === undefined) {
      problems.push({ message: 'No request line: expected a method and a URL.', place });
      return;
    }
    const response =
      answer < 0
        ? undefined
        : {
            ...readResponse(expanded.slice(answer).join('\n'), { ...place, line: place.line + answer }),
            declaredType: undefined,
            declaredTypePlace: undefined,
            isCollection: undefined,
            truncated: false,
          };
    examples.push({ request, response, name: `${file}#${examples.length + 1}` });
  };
  lines.forEach((line, index) => {
    if (line.startsWith('###')) take(index);
  });
  take(lines.length);
  return { examples, templates: [], problems };
}

/** Columns behind variables, most of which stand for the service root, are those of the file. */
function withoutExpansion(
  request: RequestExample,
  written: readonly string[],
  expanded: readonly string[],
): RequestExample {
  const urlPlaces = request.urlPlaces.map(({ offset, place }) => {
    const line = place.line - request.place.line;
    const longer = (expanded[line] ?? '').length - (written[line] ?? '').length;
    return { offset, place: { ...place, column: place.column - longer } };
  });
  return { ...request, urlPlaces };
}

function skipToMessage(
  lines: readonly string[],
  start: number,
  end: number,
  variables: Map<string, string>,
): number {
  let index = start;
  for (; index < end; index++) {
    const line = (lines[index] as string).trim();
    const definition = /^@([\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (definition !== null) variables.set(definition[1] as string, (definition[2] as string).trim());
    else if (line !== '' && !line.startsWith('#') && !line.startsWith('//')) break;
  }
  return index;
}
