// OData JSON Format 4.01, section 4.6.3 "Control Information: type": the matcher of test runners that know `expect.extend`.
import type { ServiceDefinition } from '../../csdl/service-definition.ts';
import { createValidator } from '../../json/validate/validate.ts';
import { findNonconformance, showNonconformance, type Violation } from './conformance.ts';

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A type, no interface, as `expect.extend` wants an index signature. */
export type ConformanceMatchers = {
  toConformTo(received: unknown, typeName: string): MatcherResult | Promise<MatcherResult>;
};

/** Matchers for `expect.extend`; a Response is read from a clone, so that the test may read it as well. */
export function createMatchers(
  definition: Pick<ServiceDefinition, 'model' | 'schema'> & ServiceDefinition,
): ConformanceMatchers {
  const context = { model: definition.model, validator: createValidator(definition) };
  const match = (body: unknown, typeName: string): MatcherResult => {
    const violations = findNonconformance(context, typeName, body);
    return {
      pass: violations.length === 0,
      message: () =>
        violations.length === 0
          ? `Expected the body not to conform to ${typeName}, and it does.`
          : `Expected the body to conform to ${typeName}; it has ${countText(violations)}:\n\n${showNonconformance(body, violations)}`,
    };
  };
  return {
    toConformTo: (received, typeName) =>
      received instanceof Response
        ? bodyOf(received).then(
            (body) => match(body, typeName),
            (error: Error): MatcherResult => ({ pass: false, message: () => error.message }),
          )
        : match(received, typeName),
  };
}

function countText(violations: readonly Violation[]): string {
  const count = violations.filter(({ isHint }) => isHint !== true).length;
  return count === 1 ? '1 violation' : `${count} violations`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.clone().text();
  const start = text.length > 1_000 ? `${text.slice(0, 1_000)}…` : text;
  if (!response.ok)
    throw new Error(`Expected a body; the response has the status ${response.status}:\n\n${start}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Expected a JSON body; the response has:\n\n${start}`);
  }
}
