// What `generated/<service>/` holds beside TypeScript: its writer and its reader agree here.
//
//   model.json                         a GeneratedModel, on one line
//   schemas/<file name of a type>.json  the JSON Schema of a structured, enumeration or type definition type, and of the
//                                      geography and geometry types that the model uses; `$id` is the qualified name
//   Edm.ts, <file name of a namespace>.ts, index.ts
import type { ModelArtifact } from './model/model-artifact.ts';

export interface GeneratedModel {
  /** Raised with every change that older readers would misread. */
  readonly layout: 1;
  /** For people: that the file is not to be edited. */
  readonly comment: string;
  readonly generatedFrom: { readonly file: string; readonly sha256: string };
  readonly model: ModelArtifact;
}

/**
 * Name, without extension, of the file of a namespace or of a type's schema. Names that differ by case alone would be
 * one file on many file systems: each of them is then marked with its capital letters (a bit each, as hexadecimal).
 * A reader that does not know whether a name clashes tries the unmarked name first and compares `$id`.
 */
export function generatedFileName(name: string, clashes: boolean): string {
  if (!clashes) return name;
  let capitals = 0n;
  for (const character of name) {
    capitals = (capitals << 1n) | (character === character.toLowerCase() ? 0n : 1n);
  }
  return `${name}~${capitals.toString(16)}`;
}
