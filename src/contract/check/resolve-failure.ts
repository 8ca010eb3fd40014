// OData URL Conventions 4.01: why a URL is none of the service.
import { ODataError } from '../../error/odata-error.ts';
import type { CheckContext } from './check-context.ts';
import type { CheckRule } from './finding.ts';

export interface UrlFailure {
  readonly rule: CheckRule;
  readonly message: string;
}

/** Undefined for a URL, relative to the service root, that parses and resolves. */
export function resolveFailure(
  relativeUrl: string,
  resolve: CheckContext['resolve'],
): UrlFailure | undefined {
  try {
    resolve(relativeUrl);
    return undefined;
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    const rule =
      error.code === 'InvalidUrl'
        ? 'url-malformed'
        : error.status === 404
          ? 'path-unknown'
          : 'option-invalid';
    // the lines after the first show the URL with a caret, which the place of the finding does already
    return { rule, message: error.message.split('\n', 1)[0] as string };
  }
}
