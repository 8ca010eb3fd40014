// OData ABNF Construction Rules 4.01, section 7 "Literal Data Values": geography and geometry in well-known text.
import { nested } from './cursor.ts';
import {
  alt,
  CLOSE,
  COMMA,
  charClass,
  DIGIT,
  EQ,
  exactly,
  list,
  OPEN,
  one,
  opt,
  type Rule,
  run,
  SEMI,
  seq,
  word,
} from './terminals.ts';

const digits = run(DIGIT, 1);
const sign = opt(one(charClass('a sign', '+-')));
const double: Rule = alt(
  seq(sign, digits, opt(seq(exactly('.'), digits)), opt(seq(word('e'), sign, digits))),
  exactly('NaN'),
  exactly('-INF'),
  exactly('INF'),
);
const blank = exactly(' ');
const none: Rule = () => true;

export const positionLiteral: Rule = seq(
  double,
  blank,
  double,
  opt(seq(blank, double, opt(seq(blank, double)))),
);
const positions = list(positionLiteral, COMMA);
export const pointData: Rule = seq(OPEN, positionLiteral, CLOSE);
export const lineStringData: Rule = seq(OPEN, positionLiteral, COMMA, positions, CLOSE);
export const ringLiteral: Rule = seq(OPEN, positions, CLOSE);
export const polygonData: Rule = seq(OPEN, list(ringLiteral, COMMA), CLOSE);

const multi = (name: string, item: Rule): Rule => seq(word(name), alt(list(item, COMMA), none), CLOSE);
export const pointLiteral: Rule = seq(word('Point'), pointData);
export const lineStringLiteral: Rule = seq(word('LineString'), lineStringData);
export const polygonLiteral: Rule = seq(word('Polygon'), polygonData);
export const multiPointLiteral: Rule = multi('MultiPoint(', pointData);
export const multiLineStringLiteral: Rule = multi('MultiLineString(', lineStringData);
export const multiPolygonLiteral: Rule = multi('MultiPolygon(', polygonData);
export const collectionLiteral: Rule = (c) => nested(c, collection);
export const geoLiteral: Rule = alt(
  collectionLiteral,
  lineStringLiteral,
  multiPointLiteral,
  multiLineStringLiteral,
  multiPolygonLiteral,
  pointLiteral,
  polygonLiteral,
);
const collection = seq(word('GeometryCollection('), list(geoLiteral, COMMA), CLOSE);

export const sridLiteral: Rule = seq(word('SRID'), EQ, run(DIGIT, 1, 5), SEMI);
export const full = (literal: Rule): Rule => seq(sridLiteral, literal);
/** What stands in the quotes behind `geography` or `geometry`. */
export const fullGeoLiteral: Rule = full(geoLiteral);
