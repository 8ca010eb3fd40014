// OData URL Conventions 4.01, section 2 "URL Components": from the text of a URL to its syntax tree.
import { QUESTION_MARK, SLASH } from './characters.ts';
import {
  type Cursor,
  type CursorOptions,
  END,
  miss,
  offsetOf,
  restart,
  sliceUnits,
  urlCursor,
} from './cursor.ts';
import { boolCommonExpr, commonExpr } from './expression.ts';
import { optionList, queryOption } from './query-options.ts';
import { odataRelativeUri, serviceRootUri } from './relative-uri.ts';
import { resourcePath } from './resource-path.ts';
import type { Expr, ODataUri, PathSegment, QueryOption } from './syntax-tree.ts';
import { UriSyntaxError } from './uri-syntax-error.ts';

export interface ParseOptions {
  /** A `+` in the query stands for a blank, as in HTML forms; default false, since OData writes it as itself. */
  readonly plusIsBlank?: boolean;
}

type TreeRule<T> = (c: Cursor) => T | undefined;

const orList = (names: readonly string[]): string =>
  names.length <= 1 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** Reads the text once more, to learn what could stand where the first reading ended. */
export function syntaxError(first: Cursor, rule: TreeRule<unknown>): UriSyntaxError {
  const c = restart(first);
  const complete = rule(c) !== undefined;
  if (complete && c.pos === c.collectAt) c.expected.add('the end');
  const unit = c.collectAt;
  const offset = offsetOf(c, unit) + first.partial;
  const found = unit >= c.length ? 'the end' : JSON.stringify(sliceUnits(c, unit, unit + 1));
  const expected = [...c.expected].sort();
  const reason = `Syntax error at position ${offset}: found ${found}, expected ${orList(expected)}.`;
  const inQuery = unit > c.queryAt || (c.queryAt === 0 && c.length > 0);
  const option = inQuery ? optionNameAt(c, offset) : undefined;
  return new UriSyntaxError(
    c.text,
    offset,
    found,
    expected,
    inQuery ? 'InvalidQueryOption' : 'InvalidUrl',
    reason,
    option,
  );
}

/** The name of the query option in which an offset lies. */
function optionNameAt(c: Cursor, offset: number): string | undefined {
  const queryStart = c.text.indexOf('?') + 1;
  const start = Math.max(queryStart, c.text.lastIndexOf('&', offset - 1) + 1);
  const name = /^[^=&]*/.exec(c.text.slice(start, start + 60))?.[0];
  return name === '' ? undefined : name;
}

/** Applies a rule to a whole text. */
function whole<T>(text: string, rule: TreeRule<T>, startsInQuery: boolean, options: CursorOptions): T {
  const c = urlCursor(text, startsInQuery, options);
  const tree = rule(c);
  if (tree !== undefined && c.codes[c.pos] === END) return tree;
  if (c.pos > c.furthest) miss(c, 'the end');
  throw syntaxError(c, rule);
}

/**
 * Parses a URL relative to the service root, as it was sent: percent-encoded, with or without a leading slash.
 * @throws UriSyntaxError that shows the character which the grammar does not allow
 */
export function parseODataUri(text: string, options: ParseOptions = {}): ODataUri {
  return whole(text, relativeUri, false, options);
}

function relativeUri(c: Cursor): ODataUri | undefined {
  if (c.codes[0] === SLASH) c.pos = 1;
  if (c.codes[c.pos] === END || c.codes[c.pos] === QUESTION_MARK) return serviceRootUri(c);
  return odataRelativeUri(c);
}

/** Parses a resource path without query, as it was sent. */
export function parsePath(text: string): readonly PathSegment[] {
  return whole(text, pathAlone, false, {});
}

function pathAlone(c: Cursor): readonly PathSegment[] | undefined {
  if (c.codes[0] === SLASH) c.pos = 1;
  return c.codes[c.pos] === END ? [] : (systemPath(c) ?? resourcePath(c));
}

/** `$batch`, `$metadata` and `$entity`, whose options stand elsewhere. */
function systemPath(c: Cursor): readonly PathSegment[] | undefined {
  const start = c.pos;
  const kind = (['$batch', '$metadata', '$entity'] as const).find(
    (name) => c.text.slice(offsetOf(c, start)) === name,
  );
  if (kind === undefined) return undefined;
  c.pos = c.length;
  return [{ kind, at: offsetOf(c, start), end: c.text.length }];
}

/** Parses the part behind the question mark, as it was sent, and the body of a request to `/$query`. */
export function parseQueryOptions(text: string, options: ParseOptions = {}): readonly QueryOption[] {
  return text === '' ? [] : whole(text, (c) => optionList(c, queryOption), true, options);
}

/** Parses an expression, percent-encoded as the value of $filter in a URL. */
export function parseExpression(text: string): Expr {
  return whole(text, boolCommonExpr, true, {});
}

/** Parses the value of a parameter alias or of an implicit parameter, percent-encoded as in a URL. */
export function parseParameterValue(text: string): Expr {
  return whole(text, commonExpr, true, {});
}
