// Files of HTTP examples and recordings, as commands are given them: recordings may be larger than the memory.
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFile, HttpExample } from '../contract/examples/http-example.ts';
import { exampleExtensions, lineExtensions, readExamples } from '../contract/examples/read-examples.ts';
import { readJsonLines } from '../contract/examples/read-json-lines.ts';
import { trying, UserError } from './user-error.ts';

export interface NamedExampleFile {
  readonly name: string;
  readonly file: ExampleFile;
}

/**
 * Files of an example a line come in parts, one after the other, each with the name of the file.
 * @throws UserError for a file that can't be read, or that holds no examples by its ending
 */
export async function* readExampleFiles(names: readonly string[]): AsyncGenerator<NamedExampleFile> {
  for (const name of (await Promise.all(names.map(filesIn))).flat()) {
    if (hasExtension(name, lineExtensions)) yield* readInParts(name);
    else yield { name, file: await readWhole(name) };
  }
}

/** The examples of all files, one at a time. */
export async function* readAllExamples(names: readonly string[]): AsyncGenerator<HttpExample> {
  for await (const { file } of readExampleFiles(names)) yield* file.examples;
}

async function readWhole(name: string): Promise<ExampleFile> {
  const file = readExamples(await trying(`The file ${name}`, readFile(name, 'utf8')), name);
  if (file !== undefined) return file;
  throw new UserError(
    `The file ${name} is none that holds examples: ${exampleExtensions.map((ending) => `.${ending}`).join(', ')}.`,
  );
}

/** Characters of a part, as many at least. */
const partLength = 1024 * 1024;

async function* readInParts(name: string): AsyncGenerator<NamedExampleFile> {
  const chunks: AsyncIterator<string> = createReadStream(name, 'utf8')[Symbol.asyncIterator]();
  let [firstLine, text] = [1, ''];
  const part = (lines: string): NamedExampleFile => {
    const file = readJsonLines(lines.replace(/^\uFEFF/, ''), name, firstLine);
    firstLine += lines.split('\n').length - 1;
    return { name, file };
  };
  for (;;) {
    const { value: chunk, done } = await trying(`The file ${name}`, chunks.next());
    if (done === true) break;
    const end = text.length + chunk.lastIndexOf('\n') + 1;
    const hasLine = end > text.length;
    text += chunk;
    if (!hasLine || end < partLength) continue;
    yield part(text.slice(0, end));
    text = text.slice(end);
  }
  yield part(text);
}

function hasExtension(name: string, extensions: readonly string[]): boolean {
  return extensions.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** The file itself, or the files of a folder, at any depth, that hold examples by their ending. */
async function filesIn(name: string): Promise<string[]> {
  return await trying(`The file ${name}`, async () => {
    if (!(await stat(name)).isDirectory()) return [name];
    const entries = await readdir(name, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => hasExtension(file, exampleExtensions))
      .sort();
  });
}
