// OData ABNF Construction Rules 4.01, appendix A "URI syntax" and rule serviceRoot.
import {
  ALPHA,
  alt,
  charClass,
  DIGIT,
  exactly,
  HEXDIG,
  many,
  one,
  opt,
  pchar,
  pctEncoded,
  queryChar,
  type Rule,
  run,
  seq,
  subDelims,
  unreserved,
  word,
} from './terminals.ts';

const colon = exactly(':');
const dot = exactly('.');
const slash = exactly('/');

export const query: Rule = run(queryChar);
export const fragment: Rule = query;
export const segment: Rule = run(pchar);
export const segmentNz: Rule = run(pchar, 1);
export const pathAbempty: Rule = many(seq(slash, segment));
export const pathAbsolute: Rule = seq(slash, opt(seq(segmentNz, pathAbempty)));
export const pathRootless: Rule = seq(segmentNz, pathAbempty);

const schemeCharacters = run(
  charClass('a scheme', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.'),
);
export const scheme: Rule = seq(one(ALPHA), schemeCharacters);

export const decOctet: Rule = alt(
  seq(exactly('1'), run(DIGIT, 2, 2)),
  seq(exactly('2'), one(charClass('a digit', '01234')), one(DIGIT)),
  seq(exactly('25'), one(charClass('a digit', '012345'))),
  seq(one(charClass('a digit', '123456789')), one(DIGIT)),
  one(DIGIT),
);
export const IPv4address: Rule = seq(decOctet, dot, decOctet, dot, decOctet, dot, decOctet);
export const h16: Rule = run(HEXDIG, 1, 4);
export const ls32: Rule = alt(seq(h16, colon, h16), IPv4address);

const doubleColon = exactly('::');
const groups = (count: number): Rule => seq(...Array.from({ length: count }, () => seq(h16, colon)));
/** `[ *n( h16 ":" ) h16 ] "::"`: groups that end before the double colon. */
const upTo = (max: number): Rule => opt(seq(h16, many(seq(colon, h16), 0, max)));
export const IPv6address: Rule = alt(
  seq(groups(6), ls32),
  seq(doubleColon, groups(5), ls32),
  seq(upTo(0), doubleColon, groups(4), ls32),
  seq(upTo(1), doubleColon, groups(3), ls32),
  seq(upTo(2), doubleColon, groups(2), ls32),
  seq(upTo(3), doubleColon, groups(1), ls32),
  seq(upTo(4), doubleColon, ls32),
  seq(upTo(5), doubleColon, h16),
  seq(upTo(6), doubleColon),
);
const addressCharacters = alt(one(unreserved), one(subDelims), colon);
export const IPvFuture: Rule = seq(word('v'), run(HEXDIG, 1), dot, many(addressCharacters, 1));
export const IPliteral: Rule = seq(exactly('['), alt(IPv6address, IPvFuture), exactly(']'));
const nameCharacter = alt(one(unreserved), one(pctEncoded), one(subDelims));
export const regName: Rule = many(nameCharacter);
export const host: Rule = alt(IPliteral, IPv4address, regName);
export const port: Rule = run(DIGIT);
export const userinfo: Rule = many(alt(nameCharacter, colon));
export const authority: Rule = seq(opt(seq(userinfo, exactly('@'))), host, opt(seq(colon, port)));
export const hierPart: Rule = alt(seq(exactly('//'), authority, pathAbempty), pathAbsolute, pathRootless);
export const URI: Rule = seq(
  scheme,
  colon,
  hierPart,
  opt(seq(exactly('?'), query)),
  opt(seq(exactly('#'), fragment)),
);

/** `http://host:port/`, the part of a service root that no path segment belongs to. */
export const serviceAuthority: Rule = seq(
  alt(word('https'), word('http')),
  exactly('://'),
  host,
  opt(seq(colon, port)),
  slash,
);
export const serviceRootSegment: Rule = seq(segmentNz, slash);
export const serviceRoot: Rule = seq(serviceAuthority, many(serviceRootSegment));
