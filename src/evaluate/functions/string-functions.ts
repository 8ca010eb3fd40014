// OData URL Conventions 4.01, section 5.1.1.7 "String Functions".
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { ODataError } from '../../error/odata-error.ts';
import type { Compiled } from '../scope.ts';
import { type CanonicalFunctionCompiler, ofText } from './canonical-function.ts';

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

/** An ECMAScript regular expression as a linear-time test. */
function compilePattern(pattern: string, flags: string): Test {
  const { RE2JS: engine } = load('re2js') as { RE2JS: typeof RE2JS };
  let bits = 0;
  let global = '';
  for (const flag of flags) {
    if (flag === 'i') bits |= engine.CASE_INSENSITIVE;
    else if (flag === 'm') bits |= engine.MULTILINE;
    else if (flag === 's') bits |= engine.DOTALL;
    else if (flag === 'u' || flag === 'v' || flag === 'g' || flag === 'd') global += flag;
    else throw invalidPattern(pattern, `it has the unknown flag '${flag}'`);
  }
  checkSyntax(pattern, flags, global);
  const source = engine.translateRegExp(pattern);
  try {
    const compiled = engine.compile(source, bits);
    return (text) => compiled.matcher(text).find();
  } catch (cause) {
    throw new ODataError(
      501,
      'NotImplemented',
      `The pattern ${JSON.stringify(pattern)} of matchesPattern needs what can't be matched in linear time ` +
        `(look-around, back reference): ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Whether it is an ECMAScript pattern at all; compiling it runs nothing. */
function checkSyntax(pattern: string, flags: string, global: string): void {
  if (new Set(flags).size !== flags.length) throw invalidPattern(pattern, 'a flag is repeated');
  try {
    new RegExp(pattern, global.replace('g', '').replace('d', ''));
  } catch (cause) {
    throw invalidPattern(pattern, (cause as Error).message);
  }
}

function invalidPattern(pattern: string, reason: string): ODataError {
  return new ODataError(
    400,
    'InvalidExpression',
    `${JSON.stringify(pattern)} is no regular expression for matchesPattern: ${reason}.`,
  );
}

/** Patterns that one closure keeps when they are no constants. */
const keptPatterns = 16;

export const matchesPattern: CanonicalFunctionCompiler = ([first, second, third]) => {
  const text = first as Compiled;
  const pattern = second as Compiled;
  const known = new Map<string, Test>();
  return (scope) => {
    const value = text(scope);
    const source = pattern(scope);
    const flags = third === undefined ? '' : third(scope);
    if (typeof value !== 'string' || typeof source !== 'string' || typeof flags !== 'string') return null;
    const key = `${flags}/${source}`;
    let test = known.get(key);
    if (test === undefined) {
      test = compilePattern(source, flags);
      if (known.size >= keptPatterns) known.clear();
      known.set(key, test);
    }
    return test(value);
  };
};
