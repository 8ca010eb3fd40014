// OData Protocol 4.01, section 11.7 "Batch Requests": the requests of a batch, whatever format they came in.

export interface BatchRequest {
  /** Content-ID, or `id`; undefined where a part has none. */
  readonly id: string | undefined;
  readonly method: string;
  /** Absolute, host-relative or service-relative; its first segment may be a reference (`$1`). */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** Ids and groups that must have succeeded. */
  readonly dependsOn: readonly string[];
  /** The member `if` of the JSON format. */
  readonly condition: string | undefined;
}

/** One request, or several that succeed or fail together. */
export type BatchUnit =
  | { readonly kind: 'request'; readonly request: BatchRequest }
  | {
      readonly kind: 'changeSet';
      readonly group: string | undefined;
      readonly requests: readonly BatchRequest[];
    };

export interface BatchResponse {
  readonly id: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Answers in the order of the units; of a change set that failed in the multipart format there is one only. */
export type BatchResult =
  | { readonly kind: 'request'; readonly response: BatchResponse }
  | {
      readonly kind: 'changeSet';
      readonly group: string | undefined;
      readonly failed: boolean;
      readonly responses: readonly BatchResponse[];
    };
