// OData Protocol 4.01, section 11.7.6 "Referencing Values from Response Bodies": where a text refers to values of answers.
import { ODataError } from '../../error/odata-error.ts';

/** `$1/Address/City`, `$2/any(p:p/Price gt 5)`: an identifier, and a path behind it. */
export interface ValueReference {
  readonly text: string;
  readonly id: string;
  /** Names of the path; undefined where it has more than names: lambdas, keys, functions. */
  readonly steps: readonly string[] | undefined;
  /** The path as it stands, with its first slash. */
  readonly tail: string;
}

/** These have precedence. */
const predefined: ReadonlySet<string> = new Set(['it', 'root', 'this', 'these', 'count', 'value', 'ref']);

/** What separates, percent-encoded or not: in the query part of a URL both mean the same. */
const encoded: Readonly<Record<string, string>> = {
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2F': '/',
  '%2f': '/',
};

/** A text, which holds no references; or the identifier of one, which no name of a query option is. */
const tokens = "'(?:[^']|'')*'|\\$([\\w.~-]+)(?![\\w.~=-])";
const steps = '/[$@\\w.~%-]+';

/** References in one text, those inside of their paths aside; the paths are bounded by nesting. */
const limits = { references: 100, nesting: 50 } as const;

/** The text in pieces: references, and what is between them. */
export function findReferences(raw: string): readonly (string | ValueReference)[] {
  const text = raw.replace(/%2[4789Ff]/g, (characters) => encoded[characters] ?? characters);
  const parts: (string | ValueReference)[] = [];
  const token = new RegExp(tokens, 'g');
  let from = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [, id] = match;
    if (id === undefined || predefined.has(id)) continue;
    if (parts.length >= 2 * limits.references) throw tooComplex();
    const start = token.lastIndex;
    const { end, isPlain } = endOfPath(text, start);
    const tail = text.slice(start, end);
    parts.push(text.slice(from, match.index));
    parts.push({
      text: text.slice(match.index, end),
      id,
      steps: isPlain ? tail.split('/').slice(1) : undefined,
      tail,
    });
    from = end;
    token.lastIndex = end;
  }
  if (parts.length === 0) return [raw];
  parts.push(text.slice(from));
  return parts;
}

/** Where the path ends that begins at `start`: names, each with its parentheses. */
function endOfPath(text: string, start: number): { readonly end: number; readonly isPlain: boolean } {
  const step = new RegExp(steps, 'y');
  let end = start;
  let isPlain = true;
  for (;;) {
    step.lastIndex = end;
    if (!step.test(text)) return { end, isPlain };
    end = step.lastIndex;
    if (text[end] !== '(') continue;
    isPlain = false;
    end = endOfParentheses(text, end);
  }
}

/** The place behind the closing parenthesis; the end of the text where there is none. */
function endOfParentheses(text: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') {
      if (++depth > limits.nesting) throw tooComplex();
    } else if (character === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}

function tooComplex(): ODataError {
  return new ODataError(
    400,
    'TooComplex',
    `A text may hold ${limits.references} value references, with ${limits.nesting} parentheses inside of each other.`,
  );
}
