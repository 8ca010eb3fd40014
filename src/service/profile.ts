// ARCHITECTURE.md, "Profiles": what differs from the standard, as data and a few named hooks.
import type { ErrorCode } from '../error/error-codes.ts';
import type { ResolveOptions } from '../query/query.ts';
import type { ContainedView } from '../store/contained-views.ts';
import type { ImpliedRelations } from '../store/implied-relations.ts';
import type { OperationRule } from './behaviour-of.ts';
import type { SiblingNames } from './conflict-behavior.ts';
import type { ContentRule } from './derived-content.ts';
import type { ExistingRules } from './existing-entities.ts';
import type { UploadRule } from './upload-session.ts';
import type { ValuePreference } from './value-preference.ts';

export type ProfileName = 'odata' | 'graph';

/** Functions whose results are files: they answer 302 with the URL of the content. */
export interface DownloadRule {
  /** Qualified name of the entity type that the functions are bound to. */
  readonly boundTo: string;
  readonly functions: RegExp;
  /** Qualified names of types that stand for a file: functions that return one are always answered so. */
  readonly files: readonly string[];
  /** `$format` that asks functions with other results for a file. */
  readonly format: string;
  /** Media type that the content is served with. */
  readonly mediaType: string;
}

/** Codes that errors about entities of these types have in the place of the usual ones. */
export interface ErrorCodeRule {
  /** Qualified names of entity types. */
  readonly of: readonly string[];
  readonly codes: Readonly<Partial<Record<ErrorCode, string>>>;
}

/** Deleted entities of a type have this value in place of an annotation. */
export interface RemovedFacet {
  /** Qualified name of the entity type. */
  readonly of: string;
  readonly property: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Profile {
  readonly name: ProfileName;
  readonly resolve: ResolveOptions;
  /** Service roots of the real services, as examples and recordings have them: absolute URLs and paths; empty: any. */
  readonly publicRoots: readonly string[];
  /** The version that answers have when the client does not say OData-MaxVersion. */
  readonly defaultVersion: '4.0' | '4.01';
  /** `model`: what is not nullable, has no default and is not computed is required on create. `keys`: nothing but client-made keys. */
  readonly requiredOnCreate: 'model' | 'keys';
  /** Entities per page when the client asks for none; undefined: all. */
  readonly pageSize: number | undefined;
  /** Int64 and Decimal may be strings whatever the request's Content-Type says of IEEE754Compatible. */
  readonly numbersAsText: boolean;
  /** Whether PATCH and PUT create what is not there, unless the service's options say otherwise. */
  readonly upsert: boolean;
  /** Restrictions of the Capabilities vocabulary that the service's own model does not mean, `Term/Member`. */
  readonly unenforcedCapabilities: {
    readonly queries: readonly string[];
    /** For entities inside of a body: what the direct POST may not do. */
    readonly bodies: readonly string[];
    /** Core.Permissions of containment navigation properties are about these, not about the entities there. */
    readonly containment: boolean;
  };
  /** Updates answer with the entity where the client asks for nothing else; all or none of them, or all but those of types. */
  readonly updatesAnswer: 'nothing' | { readonly exceptTypes: readonly string[] };
  /** Qualified names of actions without a result that are accepted (202) before they are done. */
  readonly acceptedActions: readonly string[];
  /** Statuses that actions of the real services answer with beside those of the standard. */
  readonly actionStatuses: readonly number[];
  /** Collections whose changes are tracked where the client asks for it; those annotated with Capabilities.ChangeTracking, or all. */
  readonly changeTracking: 'annotated' | 'all';
  /**
   * A function `delta` bound to a collection answers with its changes; one that is bound to an entity, and has a behaviour,
   * with the changes of what the entity contains.
   */
  readonly deltaFunctions: boolean;
  /** `$deltatoken` that asks for a delta link, and for nothing that is there already. */
  readonly latestDeltaToken: string | undefined;
  /** Related entities are nested in 4.0 deltas as in those of 4.01. */
  readonly nestedDeltas: boolean;
  /** How deleted entities are told in 4.0 deltas: as the standard has it (false), or see SerializeContext. */
  readonly removedAnnotation: boolean | 'bare';
  readonly removedFacets: readonly RemovedFacet[];
  /** $top says how large a page is, not how many there are in all: a next link follows where there are more. */
  readonly topIsPageSize: boolean;
  /** A phrase `property:text` of $search looks at this property. */
  readonly searchByProperty: boolean;
  /** Most requests of one batch, and the status of one that has more. */
  readonly batchLimit: { readonly requests: number; readonly status: 400 | 413 };
  /** Names of headers in JSON batches: `content-type`, as the standard wants them, or `Content-Type`. */
  readonly batchHeaderNames: 'lowerCase' | 'titleCase';
  /** What operations do that have no handler. */
  readonly operations: readonly OperationRule[];
  /** Contained entities whose names differ. */
  readonly siblingNames: readonly SiblingNames[];
  /** Contents that follow from what the service holds. */
  readonly contents: readonly ContentRule[];
  /** Qualified names of media entity types whose content PATCH replaces as PUT does. */
  readonly patchedContents: readonly string[];
  /** Actions that open an upload session, unless they have a handler. */
  readonly uploadSessions: readonly UploadRule[];
  readonly downloads: readonly DownloadRule[];
  /** POST of a full entity to `…/collection/$ref` creates it (as Graph documents). */
  readonly createThroughRef: boolean;
  /** Containment navigation properties take links to entities that live elsewhere (`groups/{id}/acceptedSenders/$ref`). */
  readonly linksThroughContainment: boolean;
  /** Contained entities that are there without being created. */
  readonly existing: ExistingRules | undefined;
  /** Collections that show what others contain. */
  readonly containedViews: readonly ContainedView[];
  /** Navigation properties that are kept in step without the model saying so. */
  readonly impliedRelations: ImpliedRelations | undefined;
  /** `@odata.` control information whatever the version; false: by OData-Version. */
  readonly prefixedControlInformation: boolean;
  /** POST of application/json to a set of media entities has their properties; by the standard it is a content as any other. */
  readonly jsonMediaEntities: boolean;
  /** Entities whose key is not selected have their id with minimal metadata, as the standard wants it; those of deltas always do. */
  readonly idInPlaceOfKey: boolean;
  /** Entities name their type in 201 answers also where it is the declared one. */
  readonly typeInCreated: boolean;
  /** Preferences of the service's own, `name=value` in lower case, that hold by the nature of this service: they are honoured. */
  readonly honoured: readonly string[];
  /** Preferences of the service's own that values are written by. */
  readonly valuePreferences: readonly ValuePreference[];
  /** What errors about entities of some types are called; by the service's own codes. */
  readonly errorCodes: readonly ErrorCodeRule[];
  /** What a 429 answer says. */
  readonly throttling: { readonly code: string; readonly message: string };
  /** Headers for each response: request ids and the like. */
  readonly responseHeaders: (request: Request) => Readonly<Record<string, string>>;
  /** More members of the error body (Graph: innerError with date, request-id, client-request-id). */
  readonly errorMembers: (
    request: Request,
    headers: Readonly<Record<string, string>>,
    status: number,
  ) => Readonly<Record<string, unknown>>;
}
