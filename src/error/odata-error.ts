// OData JSON Format 4.01, section 21 "Error Handling"; OData Protocol 4.01, section 9.4 "Error Response Body".
import type { ErrorCode } from './error-codes.ts';

/** One entry of an error's `details`: a violation with its own code and target. */
export interface ODataErrorDetail {
  readonly code: ErrorCode;
  readonly message: string;
  /** Path of the offending member, relative to the request's body, or the name of the query option or header. */
  readonly target?: string;
}

export interface ODataErrorInit {
  readonly target?: string;
  readonly details?: readonly ODataErrorDetail[];
  /** Response headers that this error needs, for instance `Allow` on 405 or `Retry-After` on 429. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  /** Of an error about a URL: where in it, in UTF-16 units of the text as given. */
  readonly offset?: number | undefined;
}

/** Errors of another installed copy of the package bear it too: what a handler throws may come from there. */
const brand = Symbol.for('odata-emulator.ODataError');

/**
 * The one error that rooms throw for what a client can be told.
 * It is caught once, in `protocol/handle.ts`, and written there as an OData error body.
 */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly target: string | undefined;
  readonly details: readonly ODataErrorDetail[];
  readonly headers: Readonly<Record<string, string>>;
  readonly offset: number | undefined;

  /**
   * @param status HTTP status code, 400 to 599
   * @param code stable identifier from the closed list in `error-codes.ts`
   * @param message a sentence for a person: what is wrong, where, and how to mend it
   */
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    init: ODataErrorInit = {},
  ) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.target = init.target;
    this.details = init.details ?? [];
    this.headers = init.headers ?? {};
    this.offset = init.offset;
  }

  get [brand](): true {
    return true;
  }

  /** An error of any copy is an ODataError; one of a class that extends it, only of that very class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked, which may extend this one
    if (this !== ODataError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && brand in value;
  }
}
