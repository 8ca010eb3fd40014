// A folder of data: a file for each entity set or singleton, named like it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { DataText } from './read-data.ts';

const endings: readonly string[] = ['.json', '.ndjson', '.jsonl', '.csv'];

/** Reads a folder; by the name of each file without its ending. Rejects with the system's error where that can't be read. */
export async function readDataFolder(folder: string): Promise<ReadonlyMap<string, DataText>> {
  const names = (await readdir(folder))
    .filter((name) => endings.includes(extname(name).toLowerCase()))
    .sort();
  const texts = names.map(async (name): Promise<[string, DataText]> => {
    const file = join(folder, name);
    return [basename(name, extname(name)), { text: await readFile(file, 'utf8'), file }];
  });
  return new Map(await Promise.all(texts));
}

/** Writes texts of entities in JSON, by the name of the file without its ending. Rejects with the system's error where that can't be written. */
export async function writeDataFolder(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([...texts].map(([name, text]) => writeFile(join(folder, `${name}.json`), text)));
}
