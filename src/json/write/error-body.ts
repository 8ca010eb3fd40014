// OData JSON Format 4.01, section 21.1 "Error Response" and 21.2 "In-Stream Error".
import type { ODataErrorDetail } from '../../error/odata-error.ts';

/** What an error body says; an ODataError is one. */
export interface ErrorContent {
  readonly code: string;
  readonly message: string;
  readonly target?: string | undefined;
  readonly details?: readonly ODataErrorDetail[] | undefined;
}

/**
 * The body of an error response. It is the same in 4.0 and 4.01. `more` are further members of the error object, such as
 * `innererror`, or what a service documents.
 */
export function serializeError(error: ErrorContent, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ error: errorObject(error, more) });
}

function errorObject(error: ErrorContent, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { code, message, target, details = [] } = error;
  return {
    code,
    message,
    ...(target === undefined ? {} : { target }),
    ...(details.length === 0 ? {} : { details: details.map(detailObject) }),
    ...more,
  };
}

/** Members in the order of the standard's examples; `target` only where there is one. */
function detailObject({ code, message, target }: ODataErrorDetail): Record<string, unknown> {
  return target === undefined ? { code, message } : { code, message, target };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: headers can't hold them
const notInHeaders = /[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/g;

/** The value of the trailing header `OData-Error`: the error object in one line of Latin-1. */
export function errorHeader(error: ErrorContent): string {
  return JSON.stringify(errorObject(error, {})).replace(
    notInHeaders,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
