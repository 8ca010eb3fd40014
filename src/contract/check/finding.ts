// The closed list of what `check` finds. The identifiers are stable: baselines and SARIF results depend on them.
import type { Place } from '../examples/http-example.ts';

export const checkRules = {
  'unreadable-example': 'A block looks like an example and cannot be read.',
  'url-malformed': 'The URL does not follow the grammar of URLs or of OData.',
  'url-outside-service': 'The URL is not below the root of the service.',
  'path-unknown': 'The path names something that the model does not have.',
  'option-invalid': 'A query option is unknown, or does not fit the model.',
  'method-not-allowed': 'The resource does not take the method.',
  'template-differs': 'The request line that the page gives and its example are not alike.',
  'response-missing': 'The page shows a request without a response.',
  'header-missing': 'A header that the message needs is missing.',
  'body-malformed': 'The body is not JSON, or of another shape than the operation has.',
  'body-unexpected': 'There is a body where the operation, or its status, has none.',
  'unknown-property': 'The body has a member that its closed type does not have.',
  'invalid-value': 'A value does not fit its type.',
  'missing-property': 'A member that is required is missing.',
  'null-not-allowed': 'A value that is not nullable is null.',
  'unknown-type': 'A type annotation names a type that does not fit.',
  'invalid-annotation': 'Control information or an annotation is not allowed there.',
  'status-unexpected': 'The status is none that the operation answers with.',
  'declared-type-case': 'The page names the type of the body in another case than the model.',
  'declared-type-unknown': 'The page names a type that the model does not have.',
  'declared-type-differs': 'The page names another type than the operation returns.',
  'replay-status': 'The emulator answers the request with another status than documented.',
  'replay-shape': 'The emulator answers with a body of another shape than documented.',
} as const;

export type CheckRule = keyof typeof checkRules;

export interface CheckFinding {
  readonly rule: CheckRule;
  /** Name of the example or template. */
  readonly example: string;
  /** Which message of it. */
  readonly side: 'request' | 'response' | 'template';
  readonly message: string;
  readonly place: Place;
  /** What to write instead, where that can be told. */
  readonly suggestion?: string;
}

/** `file:line:column: rule: message` and the suggestion, for a terminal. */
export function formatCheckFinding({ rule, side, message, place, suggestion }: CheckFinding): string {
  const advice = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return `${place.file}:${place.line}:${place.column}: ${rule}: ${side}: ${message}${advice}`;
}
