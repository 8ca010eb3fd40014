// DESIGN decision 6: what differs from the standard, as data and a few named hooks.
import type { ResolveOptions } from '../query/query.ts';

export type ProfileName = 'odata' | 'graph';

export interface Profile {
  readonly name: ProfileName;
  readonly resolve: ResolveOptions;
  /** `model`: what is not nullable, has no default and is not computed is required on create. `keys`: nothing but client-made keys. */
  readonly requiredOnCreate: 'model' | 'keys';
  /** Entities per page when the client asks for none; undefined: all. */
  readonly pageSize: number | undefined;
  /** POST of a full entity to `…/collection/$ref` creates it (as Graph documents). */
  readonly createThroughRef: boolean;
  /** `@odata.` control information whatever the version; false: by OData-Version. */
  readonly prefixedControlInformation: boolean;
  /** Headers for each response: request ids and the like. */
  readonly responseHeaders: (request: Request) => Readonly<Record<string, string>>;
  /** More members of the error body (Graph: innerError with date, request-id, client-request-id). */
  readonly errorMembers: (
    request: Request,
    headers: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, unknown>>;
}
