// OData ABNF Construction Rules 4.01: rules odataUri and odataRelativeUri.
import { AMPERSAND, QUESTION_MARK } from './characters.ts';
import { type Cursor, END, miss, offsetOf } from './cursor.ts';
import { aliasAndValue, customQueryOption } from './custom-query-option.ts';
import { optionList, queryOption } from './query-options.ts';
import { castSegment, resourcePath } from './resource-path.ts';
import type { ODataUri, PathSegment, QueryOption, SystemSegment } from './syntax-tree.ts';
import { type OptionContext, optionOf } from './system-query-options.ts';
import { exactly, type Rule } from './terminals.ts';

export const question = exactly('?');

/** Options of a context, each of them or a custom one; ABNF batchOption, metadataOption, entityIdOption, entityCastOption. */
export const contextOption =
  (context: OptionContext) =>
  (c: Cursor): QueryOption | undefined => {
    const start = c.pos;
    const option = optionOf(c, context);
    const end = c.pos;
    if (option !== undefined && (c.codes[end] === AMPERSAND || c.codes[end] === END)) return option;
    c.pos = start;
    const custom = customQueryOption(c);
    if (custom !== undefined && c.pos > end) return custom;
    if (option === undefined) return custom;
    c.pos = end;
    return option;
  };

const optionsAfter = (c: Cursor, rule: (c: Cursor) => QueryOption | undefined): QueryOption[] => {
  const start = c.pos;
  if (!question(c)) return [];
  const options = optionList(c, rule);
  if (options.length === 0) c.pos = start;
  return options;
};

/** ABNF entityOptions and entityCastOptions: one of the options is the id. */
function optionsWithId(context: OptionContext): (c: Cursor) => QueryOption[] | undefined {
  const rule = contextOption(context);
  return (c) => {
    const start = c.pos;
    const options = optionList(c, rule);
    if (options.some(({ kind }) => kind === 'id')) return options;
    c.pos = start;
    return undefined;
  };
}
export const entityOptions = optionsWithId('entity');
export const entityCastOptions = optionsWithId('entityCast');

const batch = exactly('$batch');
const entity = exactly('$entity');
const metadata = exactly('$metadata');

function system(c: Cursor, rule: Rule, kind: SystemSegment['kind']): SystemSegment | undefined {
  const start = c.pos;
  return rule(c) ? { kind, at: offsetOf(c, start), end: offsetOf(c, c.pos) } : undefined;
}

type Parts = Pick<ODataUri, 'path' | 'options'>;

function entityUri(c: Cursor): Parts | undefined {
  const segment = system(c, entity, '$entity');
  if (segment === undefined) return undefined;
  const cast = castSegment(c);
  const path: PathSegment[] = cast ? [segment, cast] : [segment];
  const options = question(c) ? (cast ? entityCastOptions(c) : entityOptions(c)) : undefined;
  return options && { path, options };
}

/** A resource path, and behind `?` the query options, if any. */
function resourceUri(c: Cursor): Parts | undefined {
  const path = resourcePath(c);
  if (path === undefined) return undefined;
  return { path, options: question(c) ? optionList(c, queryOption) : [] };
}

function systemUri(c: Cursor): Parts | undefined {
  const start = c.pos;
  const batchSegment = system(c, batch, '$batch');
  if (batchSegment) return { path: [batchSegment], options: optionsAfter(c, contextOption('batch')) };
  const metadataSegment = system(c, metadata, '$metadata');
  if (metadataSegment)
    return { path: [metadataSegment], options: optionsAfter(c, contextOption('metadata')) };
  const parts = entityUri(c);
  if (parts === undefined) c.pos = start;
  return parts;
}

/** ABNF odataRelativeUri; `fragment` is what may follow the options of `$metadata`. */
export function odataRelativeUri(c: Cursor, fragment?: Rule): ODataUri | undefined {
  const start = c.pos;
  const parts = systemUri(c) ?? resourceUri(c);
  if (parts === undefined) {
    c.pos = start;
    return undefined;
  }
  if (parts.path[0]?.kind === '$metadata') fragment?.(c);
  const { path, options } = parts;
  return { path, options, at: offsetOf(c, start), end: offsetOf(c, c.pos) };
}

/** The service root itself, which no rule of the grammar has a query for, but the protocol has: `?$format=json`. */
export function serviceRootUri(c: Cursor): ODataUri | undefined {
  if (c.codes[c.pos] !== END && c.codes[c.pos] !== QUESTION_MARK) {
    miss(c, '"?"');
    return undefined;
  }
  const options = optionsAfter(c, (inner) => contextOption('metadata')(inner) ?? aliasAndValue(inner));
  if (options.length === 0) question(c);
  return { path: [], options, at: 0, end: offsetOf(c, c.pos) };
}
