// OData CSDL 4.01, section 4 "CSDL Document": what a definition was made from, so that it is known to be current without being made again.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { CsdlText } from './load-csdl.ts';

export interface DocumentOrigin {
  /** Name of the document's file, without its folder: what is made of a document does not depend on where it lies. */
  readonly file: string;
  /** Of the document, of the overlays and of the patterns that chose a part of it. */
  readonly sha256: string;
  /** The files that it refers to, where there are any. */
  readonly references?: readonly ReferencedFile[];
}

export interface ReferencedFile {
  /** Relative to the folder of the document, with slashes. */
  readonly file: string;
  readonly sha256: string;
}

/** What beside the document itself a definition is made from. */
export interface OriginParts {
  readonly overlays?: readonly CsdlText[];
  readonly include?: readonly string[];
  /** As they were read on the way; see `LoadedCsdl`. */
  readonly referencedFiles?: readonly CsdlText[];
}

export function originOf(
  file: string,
  content: Uint8Array | string,
  { overlays = [], include = [], referencedFiles = [] }: OriginParts = {},
): DocumentOrigin {
  const references = referencedFiles.map(({ file: referenced, text }) => ({
    file: relative(dirname(file), referenced).split(sep).join('/'),
    sha256: sha256([text]),
  }));
  return {
    file: basename(file),
    sha256: sha256([content, ...overlays.map(({ text }) => text), ...include]),
    ...(references.length === 0 ? {} : { references }),
  };
}

/** Whether the document, the files that it refers to and the rest are as they were. */
export function isCurrent(
  { sha256: former, references = [] }: DocumentOrigin,
  file: string,
  content: Uint8Array,
  parts: Omit<OriginParts, 'referencedFiles'>,
): boolean {
  if (originOf(file, content, parts).sha256 !== former) return false;
  return references.every((reference) => {
    try {
      return sha256([readFileSync(join(dirname(file), reference.file), 'utf8')]) === reference.sha256;
    } catch {
      // one that is gone is as good as changed
      return false;
    }
  });
}

function sha256(contents: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}
