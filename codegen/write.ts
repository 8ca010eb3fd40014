// The only file of code generation that touches the disk.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { marker } from './header.ts';

export interface WriteResult {
  /** Paths relative to the folder, sorted: files that were written, or with `check` would be. */
  readonly written: readonly string[];
  /** Generated files that nothing is generated for any more: removed, or with `check` to be removed. */
  readonly removed: readonly string[];
  /** Number of files that were as they should be. */
  readonly unchanged: number;
}

export interface GeneratedFolder {
  /** Writes the file, unless it holds the text already. */
  put(path: string, text: string): void;
  /** Removes generated files that were not put; other files, and folders that hold any, are left alone. */
  finish(): WriteResult;
}

/** What files are known to hold while they are as old as this. */
export type KnownTexts = Map<string, { readonly text: string; readonly mtimeMs: number }>;

/**
 * @param check compare only, write and remove nothing
 * @param known what files held the last time, so that they are not read again; it is renewed. Without it nothing is kept
 */
export function openGeneratedFolder(folder: string, check: boolean, known?: KnownTexts): GeneratedFolder {
  const existing = new Set(filesOf(folder));
  const put = new Set<string>();
  const written: string[] = [];
  if (!check) mkdirSync(join(folder, schemas), { recursive: true });
  const holds = (path: string, file: string, text: string): boolean => {
    const { mtimeMs } = statSync(file);
    const last = known?.get(path);
    if (last?.mtimeMs === mtimeMs) return last.text === text;
    const isSame = readFileSync(file, 'utf8') === text;
    if (isSame) known?.set(path, { text, mtimeMs });
    return isSame;
  };
  return {
    put(path, text) {
      put.add(path);
      const file = join(folder, path);
      if (existing.has(path) && holds(path, file, text)) return;
      written.push(path);
      if (check) return;
      writeFileSync(file, text);
      known?.set(path, { text, mtimeMs: statSync(file).mtimeMs });
    },
    finish() {
      const removed = [...existing].filter((path) => !put.has(path) && isGenerated(join(folder, path)));
      if (!check) for (const path of removed) rmSync(join(folder, path));
      return { written: written.sort(), removed, unchanged: put.size - written.length };
    },
  };
}

const schemas = 'schemas';

/** The files that the folder may own: its own, and those of its one subfolder; with slashes, sorted. */
function filesOf(folder: string): string[] {
  const list = (subfolder: string): string[] => {
    const path = join(folder, subfolder);
    if (!existsSync(path)) return [];
    const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => (subfolder === '' ? entry.name : `${subfolder}/${entry.name}`));
  };
  return [...list(''), ...list(schemas)].filter((path) => /\.(ts|json)$/.test(path)).sort();
}

const headerLength = 1024;

/** A file says so near its beginning; nothing else is ever removed. */
function isGenerated(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(headerLength);
    return head.toString('utf8', 0, readSync(descriptor, head, 0, headerLength, 0)).includes(marker);
  } finally {
    closeSync(descriptor);
  }
}
