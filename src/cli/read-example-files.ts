// Files of HTTP examples and recordings, as commands are given them.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleFile } from '../contract/examples/http-example.ts';
import { exampleExtensions, readExamples } from '../contract/examples/read-examples.ts';
import { trying, UserError } from './user-error.ts';

export interface NamedExampleFile {
  readonly name: string;
  readonly file: ExampleFile;
}

/** @throws UserError for a file that can't be read, or that holds no examples by its ending */
export async function readExampleFiles(names: readonly string[]): Promise<NamedExampleFile[]> {
  const files: NamedExampleFile[] = [];
  for (const name of (await Promise.all(names.map(filesIn))).flat()) {
    const file = readExamples(await trying(`The file ${name}`, readFile(name, 'utf8')), name);
    if (file === undefined)
      throw new UserError(
        `The file ${name} is none that holds examples: ${exampleExtensions.map((ending) => `.${ending}`).join(', ')}.`,
      );
    files.push({ name, file });
  }
  return files;
}

/** The file itself, or the files of a folder, at any depth, that hold examples by their ending. */
async function filesIn(name: string): Promise<string[]> {
  return await trying(`The file ${name}`, async () => {
    if (!(await stat(name)).isDirectory()) return [name];
    const entries = await readdir(name, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => exampleExtensions.some((ending) => file.toLowerCase().endsWith(`.${ending}`)))
      .sort();
  });
}
