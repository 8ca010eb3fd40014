import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folders = ['../shared/csdl', '../shared/vocabularies'];

/** Whether the documents that lie beside the repository are there; says so where they are not. */
export const hasSharedDocuments = folders.every((folder) => existsSync(folder));
if (!hasSharedDocuments) console.log('skipped: ../shared/csdl and ../shared/vocabularies are not there');

/** File names with their folders. */
export const sharedDocuments: readonly string[] = hasSharedDocuments
  ? folders.flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  : [];

export const graph = '../shared/csdl/graph-v1.0-2026-08.csdl.xml';

export function readShared(file: string): string {
  return readFileSync(file, 'utf8');
}
