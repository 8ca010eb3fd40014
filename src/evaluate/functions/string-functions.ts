// OData URL Conventions 4.01, section 5.1.1.7 "String Functions".
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { ODataError } from '../../error/odata-error.ts';
import type { Compiled, Evaluation } from '../scope.ts';
import { type CanonicalFunctionCompiler, ofText } from './canonical-function.ts';
import { translateEcmascript } from './ecmascript-pattern.ts';
import { createPatternGuard, type PatternGuard } from './pattern-guard.ts';

export const tolower = ofText((text) => text.toLowerCase());
export const toupper = ofText((text) => text.toUpperCase());

const whiteSpace = /\p{White_Space}/u;

/** Blanks of Unicode's White_Space property, which is not quite what JavaScript trims. */
export const trim = ofText((text) => {
  let start = 0;
  let end = text.length;
  while (start < end && whiteSpace.test(text.charAt(start))) start++;
  while (end > start && whiteSpace.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
});

// The engine runs in linear time, whatever the pattern. It is loaded by the first request that needs it.
const load = createRequire(import.meta.url);

type Test = (text: string) => boolean;

/** An ECMAScript regular expression as a linear-time test; undefined for what needs more than linear time. */
export function createLinearTest(pattern: string): Test | undefined {
  checkSyntax(pattern);
  const { RE2JS: engine } = load('re2js') as { RE2JS: typeof RE2JS };
  try {
    const compiled = engine.compile(engine.translateRegExp(translateEcmascript(pattern)));
    return (text) => compiled.matcher(text).find();
  } catch {
    return undefined;
  }
}

/** The key of a request's guard among what is kept for the request. */
const guardKey = {};

function guardOf({ kept }: Evaluation): PatternGuard {
  let guard = kept.get(guardKey) as PatternGuard | undefined;
  if (guard === undefined) {
    guard = createPatternGuard();
    kept.set(guardKey, guard);
  }
  return guard;
}

type PatternTest = (text: string, evaluation: Evaluation) => boolean;

/** Patterns come from clients here: one that needs more than linear time has only so much time. */
function compilePattern(source: string): PatternTest {
  const test = createLinearTest(source);
  if (test !== undefined) return test;
  const pattern = new RegExp(source);
  return (text, evaluation) => {
    const matches = guardOf(evaluation).test(pattern, text);
    if (matches !== undefined) return matches;
    throw new ODataError(
      400,
      'TooComplex',
      `Matching with ${JSON.stringify(source)} takes too long. Patterns without look-around and back references are matched in linear time.`,
    );
  };
}

/** Whether it is an ECMAScript pattern at all; compiling it runs nothing. */
function checkSyntax(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw new ODataError(
      400,
      'InvalidExpression',
      `${JSON.stringify(pattern)} is no regular expression for matchesPattern: ${(cause as Error).message}.`,
    );
  }
}

/** Patterns that one closure keeps when they are no constants. */
const keptPatterns = 16;

export const matchesPattern: CanonicalFunctionCompiler = ([first, second]) => {
  const text = first as Compiled;
  const pattern = second as Compiled;
  const known = new Map<string, PatternTest>();
  return (scope) => {
    const value = text(scope);
    const source = pattern(scope);
    if (typeof value !== 'string' || typeof source !== 'string') return null;
    let test = known.get(source);
    if (test === undefined) {
      test = compilePattern(source);
      if (known.size >= keptPatterns) known.clear();
      known.set(source, test);
    }
    return test(value, scope.evaluation);
  };
};
