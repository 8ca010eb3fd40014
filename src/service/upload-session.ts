// Microsoft Graph, "uploadSession resource type": contents that come in ranges.
import type { EdmEntityType } from '../edm/edm-model.ts';
import type { StructuredValue } from '../edm/value.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { ConflictBehavior } from './conflict-behavior.ts';

/** An action that opens an upload session, and where the uploaded content goes. */
export interface UploadRule {
  /** Qualified name of the bound action. */
  readonly action: string;
  /** Qualified name of the entity type that it is bound to, or that the collection it is bound to has. */
  readonly boundTo: string;
  /** Type of what a finished upload creates. */
  readonly creates: string;
  /** Property that takes the content: a stream or a binary value. */
  readonly content: string;
  /** Parameter with the values of what is created or replaced, by the names of its properties. */
  readonly parameter: string;
  /** Integer property that holds the length of the content. */
  readonly size: string;
  /** Where items are addressed by their names. */
  readonly naming?: UploadNaming;
}

/** How items that are uploaded get their names. */
export interface UploadNaming {
  /** Property that siblings do not have alike. */
  readonly property: string;
  /** Annotation, or query option, that says what becomes of an upload whose name is taken: a ConflictBehavior. */
  readonly conflict: string;
  /** Complex property that folders have: those that a path goes through are made with it. */
  readonly folder: string;
}

/** An upload in progress: the ranges come one after the other. */
export interface UploadSession {
  readonly id: string;
  readonly rule: UploadRule;
  readonly type: EdmEntityType;
  /** The request's URL without the action: a collection, or an entity that may not be there yet. */
  readonly target: ResolvedRequest;
  readonly values: StructuredValue;
  /** Media type of the content; what the values say, where absent. */
  readonly mediaType?: string;
  /** What becomes of it where the name is taken. */
  readonly conflict: ConflictBehavior;
  /** The client ends the upload by a POST, not by its last range. */
  readonly deferred: boolean;
  /** What came until now, in order. */
  readonly pieces: Uint8Array[];
  received: number;
  /** Bytes in all, once a range has told them. */
  total: number | undefined;
  /** Milliseconds since 1970. */
  expiresAt: number;
}
