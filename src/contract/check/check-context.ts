// What every check of an example needs.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { RequiredOnCreate } from '../../edm/write-rules.ts';
import { locateJson, placeOfOffset } from '../../json/locate-json.ts';
import type { Validator } from '../../json/validate.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { HttpExample, Place, RequestExample, ResponseExample } from '../examples/http-example.ts';
import type { CheckFinding, CheckRule } from './finding.ts';

export interface CheckContext {
  readonly model: EdmModel;
  readonly validator: Validator;
  /** Parses and resolves a URL relative to the service root; throws an ODataError for one that does not. */
  readonly resolve: (relativeUrl: string) => ResolvedRequest;
  readonly requiredOnCreate: RequiredOnCreate;
  /** POST of an entity to `…/$ref` creates it, as Graph documents. */
  readonly createThroughRef: boolean;
  /** Service roots that the examples use; see readServiceUrl. */
  readonly roots: readonly string[];
}

/** Collects the findings of one example. */
export interface Report {
  readonly findings: CheckFinding[];
  add(side: CheckFinding['side'], rule: CheckRule, message: string, place: Place, suggestion?: string): void;
}

export function startReport(example: Pick<HttpExample, 'name'>): Report {
  const findings: CheckFinding[] = [];
  return {
    findings,
    add(side, rule, message, place, suggestion) {
      findings.push({
        rule,
        example: example.name,
        side,
        message,
        place,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    },
  };
}

/** Where a member of a message's body stands; the message's own place when the file holds the body in another form. */
export function placeInBody(message: RequestExample | ResponseExample, path: string): Place {
  const { body, bodyPlace, place } = message;
  return bodyPlace === undefined ? place : placeOfOffset(body, locateJson(body, path), bodyPlace);
}
