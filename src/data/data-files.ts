// A folder of data: a file for each entity set or singleton, named like it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { DataError, type DataText } from './read-data.ts';

const endings: readonly string[] = ['.json', '.ndjson', '.jsonl', '.csv'];

/** Reads a folder; by the name of each file without its ending. Rejects with the system's error where that can't be read, and with a DataError for what is no text. */
export async function readDataFolder(folder: string): Promise<ReadonlyMap<string, DataText>> {
  const names = (await readdir(folder))
    .filter((name) => endings.includes(extname(name).toLowerCase()))
    .sort();
  const texts = names.map(async (name): Promise<[string, DataText]> => {
    const file = join(folder, name);
    return [basename(name, extname(name)), { text: decode(await readFile(file), file), file }];
  });
  return new Map(await Promise.all(texts));
}

/** Throws a DataError with the line of the first byte that is no UTF-8. */
function decode(bytes: Uint8Array, file: string): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    const text = new TextDecoder().decode(bytes);
    const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
    throw new DataError([{ place: { file, line, column: 1 }, message: 'The file is not in UTF-8.' }]);
  }
}

/** Writes texts of entities in JSON, by the name of the file without its ending. Rejects with the system's error where that can't be written. */
export async function writeDataFolder(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([...texts].map(([name, text]) => writeFile(join(folder, `${name}.json`), text)));
}
