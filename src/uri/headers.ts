// OData ABNF Construction Rules 4.01, section 8 "Header values".
import { DOT } from './characters.ts';
import { boolean } from './literals.ts';
import { named, namespace } from './names.ts';
import {
  alt,
  charClass,
  DIGIT,
  DQUOTE,
  EQ,
  exactly,
  list,
  many,
  obsText,
  one,
  oneToNine,
  opt,
  type Rule,
  run,
  STAR,
  seq,
  unreserved,
  VCHAR,
  word,
} from './terminals.ts';
import { URI } from './uri-reference.ts';

const whitespace = charClass('a blank', ' \t');
export const OWS: Rule = run(whitespace);
export const EQh: Rule = seq(OWS, EQ, OWS);
export const IRIinHeader: Rule = many(alt(one(VCHAR), one(obsText)), 1);
const digits = run(DIGIT, 1);
const odata = opt(word('odata.'));
const header = (name: string, ...value: readonly Rule[]): Rule =>
  seq(word(name), exactly(':'), OWS, ...value);

export const requestId: Rule = run(unreserved, 1);
export const asyncresult: Rule = header('AsyncResult', run(DIGIT, 3, 3));
export const contentId: Rule = header('Content-ID', requestId);
export const isolation: Rule = seq(opt(word('OData-')), header('Isolation', word('snapshot')));
export const odataEntityId: Rule = header('OData-EntityID', IRIinHeader);
const errorText = many(alt(one(VCHAR), exactly(' ')));
export const odataError: Rule = header(
  'OData-Error',
  exactly('{'),
  DQUOTE,
  exactly('code'),
  DQUOTE,
  exactly(':'),
  errorText,
);
export const odataMaxVersion: Rule = header('OData-MaxVersion', digits, exactly('.'), digits);
export const odataVersion: Rule = header('OData-Version', exactly('4.0'), opt(one(oneToNine)));

export const excludeOperator: Rule = exactly('-');
const termName = named('termName');
const identifier = named('odataIdentifier');
const _dot = exactly('.');

/** `namespace.*` or `namespace.Term`; the last name of the dotted ones is the term. */
const qualifiedTerm: Rule = (c) => {
  const start = c.pos;
  if (!namespace(c)) return false;
  const end = c.pos;
  // The namespace stops behind the last name that may be part of one, or behind the dot before another.
  if (c.codes[end] === DOT) {
    c.pos++;
    if (STAR(c) || termName(c)) return true;
  }
  c.pos = start;
  return termBehindNamespace(c, start, end);
};

/** The names of a namespace may end in the term's name. */
function termBehindNamespace(c: Parameters<Rule>[0], start: number, end: number): boolean {
  for (let at = end - 1; at > start; at--) {
    if (c.codes[at] !== DOT) continue;
    c.pos = at + 1;
    if (termName(c) && c.pos === end) return true;
    break;
  }
  c.pos = start;
  return false;
}

export const annotationIdentifier: Rule = seq(
  opt(excludeOperator),
  alt(STAR, qualifiedTerm),
  opt(seq(exactly('#'), identifier)),
);
export const annotationsList: Rule = list(annotationIdentifier, exactly(','));

export const allowEntityReferencesPreference: Rule = seq(odata, word('allow-entityreferences'));
export const callbackPreference: Rule = seq(
  odata,
  word('callback'),
  OWS,
  exactly(';'),
  OWS,
  word('url'),
  EQh,
  DQUOTE,
  URI,
  DQUOTE,
);
export const continueOnErrorPreference: Rule = seq(odata, word('continue-on-error'), opt(seq(EQh, boolean)));
export const includeAnnotationsPreference: Rule = seq(
  odata,
  word('include-annotations'),
  EQh,
  DQUOTE,
  annotationsList,
  DQUOTE,
);
export const maxpagesizePreference: Rule = seq(odata, word('maxpagesize'), EQh, one(oneToNine), run(DIGIT));
export const omitValuesPreference: Rule = seq(word('omit-values'), EQh, alt(word('nulls'), word('defaults')));
export const respondAsyncPreference: Rule = word('respond-async');
export const returnPreference: Rule = seq(
  word('return'),
  EQh,
  alt(exactly('representation'), exactly('minimal')),
);
export const trackChangesPreference: Rule = seq(odata, word('track-changes'));
export const waitPreference: Rule = seq(word('wait'), EQh, digits);

export const preference: Rule = alt(
  allowEntityReferencesPreference,
  callbackPreference,
  continueOnErrorPreference,
  includeAnnotationsPreference,
  maxpagesizePreference,
  omitValuesPreference,
  respondAsyncPreference,
  returnPreference,
  trackChangesPreference,
  waitPreference,
);
export const prefer: Rule = header('Prefer', list(preference, seq(OWS, exactly(','), OWS)));

export const anyHeader: Rule = alt(
  asyncresult,
  contentId,
  isolation,
  odataEntityId,
  odataError,
  odataMaxVersion,
  odataVersion,
  prefer,
);
