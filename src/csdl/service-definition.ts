// What `generated/<service>/` exports, and what is compiled in memory from a bare CSDL document.

import type { EdmModel } from '../edm/edm-model.ts';
import type { CsdlDocument } from './csdl-document.ts';
import type { DocumentOrigin } from './document-origin.ts';

/** A JSON Schema (draft 2020-12) object. */
export type JsonSchema = { readonly [keyword: string]: unknown };

export interface ServiceDefinition {
  readonly model: EdmModel;
  /** The CSDL JSON document that `$metadata` serves; made on first use. */
  document(): CsdlDocument;
  /**
   * The text of the CSDL XML document that the model was read from, where it is at hand and says the same: `$metadata` is
   * then served as its author wrote it, with its aliases, notations and comments.
   */
  sourceXml?(): string;
  /**
   * The JSON Schema of a type, by qualified name (alias-free): its own properties, its base by `$ref`.
   * undefined for a name that is no structured, enumeration or type definition type of the model.
   */
  schema(qualifiedName: string): JsonSchema | undefined;
  /** What it was made from. */
  readonly origin: DocumentOrigin;
}
