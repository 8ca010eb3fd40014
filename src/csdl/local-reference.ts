// OData CSDL 4.01, section 4.1 "Reference": referenced documents that are files beside the document.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReferenceSource } from './read-references.ts';

/** Reads the file that a relative or `file:` URI leads to; undefined for URLs of the network, and where there is no file. */
export const readLocalReference: NonNullable<ReferenceSource['readFile']> = (uri, file) => {
  const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(uri);
  if (isUrl && !uri.startsWith('file:')) return undefined;
  try {
    const path = isUrl ? fileURLToPath(uri) : resolve(dirname(file), decodeURIComponent(uri));
    return { file: path, text: readFileSync(path, 'utf8') };
  } catch {
    return undefined;
  }
};
