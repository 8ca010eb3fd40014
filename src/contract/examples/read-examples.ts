// Where people keep HTTP examples, by the ending of the file's name.
import type { ExampleFile } from './http-example.ts';
import { readHar } from './read-har.ts';
import { readHttpFile } from './read-http-file.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readMarkdown } from './read-markdown.ts';

const readers: Readonly<Record<string, (text: string, file: string) => ExampleFile>> = {
  md: readMarkdown,
  markdown: readMarkdown,
  http: readHttpFile,
  rest: readHttpFile,
  har: readHar,
  jsonl: readJsonLines,
  ndjson: readJsonLines,
};

/** Endings of files with an example a line, which need not be read as a whole. */
export const lineExtensions: readonly string[] = ['jsonl', 'ndjson'];

/** Endings of the files that hold examples. */
export const exampleExtensions: readonly string[] = Object.keys(readers);

/** Reads a file by its ending; undefined for an ending that no reader knows. */
export function readExamples(text: string, file: string): ExampleFile | undefined {
  const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  return readers[extension]?.(text.replace(/^\uFEFF/, ''), file);
}
