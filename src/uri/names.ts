// OData ABNF Construction Rules 4.01, section 6 "Names and identifiers".
import { DOT } from './characters.ts';
import { allows, classesOf, nameClass } from './constraints.ts';
import { type Cursor, ENCODED, miss, offsetOf, sliceUnits } from './cursor.ts';
import type { TypeExpr } from './syntax-tree.ts';
import {
  alt,
  CLOSE,
  exactly,
  HASH,
  identifierCharacter,
  identifierLeadingCharacter,
  OPEN,
  opt,
  type Rule,
  STAR,
  seq,
} from './terminals.ts';

const leading = /^[\p{L}\p{Nl}_]$/u;
const following = /^[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}_]$/u;

/** Units that one identifier character takes at `at`: 0, 1, or 2 of a surrogate pair. */
function identifierUnits(c: Cursor, at: number, first: boolean): number {
  const code = c.codes[at] as number;
  if (code < 128) return (first ? identifierLeadingCharacter : identifierCharacter).literal[code] as number;
  if (!c.decoded || code >= 2 * ENCODED || (code & 0xffff) < 128) return 0;
  const high = (code & 0xfc00) === 0xd800;
  const character = sliceCodes(c, at, high ? 2 : 1);
  return (first ? leading : following).test(character) ? character.length : 0;
}

function sliceCodes(c: Cursor, at: number, count: number): string {
  let out = '';
  for (let i = at; i < at + count && i < c.length; i++)
    out += String.fromCharCode((c.codes[i] as number) & 0xffff);
  return out;
}

/** ABNF odataIdentifier: moves behind it; its text, or undefined. */
export function identifier(c: Cursor): string | undefined {
  const start = c.pos;
  let at = start;
  for (let count = 0; count < 128; count++) {
    const units = identifierUnits(c, at, count === 0);
    if (units === 0) {
      miss(c, count === 0 ? 'an identifier' : 'an identifier character', at);
      break;
    }
    at += units;
  }
  if (at === start) return undefined;
  c.pos = at;
  return sliceUnits(c, start, at);
}

/** An identifier that the named rule may match. */
export const named =
  (rule: string): Rule =>
  (c) => {
    const start = c.pos;
    const text = identifier(c);
    if (text !== undefined && allows(c.constraints, rule, text)) return true;
    c.pos = start;
    return false;
  };

/** An identifier whose classes have one of the bits. */
export const ofClass =
  (bits: number): Rule =>
  (c) => {
    const start = c.pos;
    const text = identifier(c);
    if (text !== undefined && (classesOf(c.constraints, text) & bits) !== 0) return true;
    c.pos = start;
    return false;
  };

/** A name with or without namespace. */
export interface DottedName {
  /** As written, namespace included. */
  readonly text: string;
  /** The part behind the last dot. */
  readonly name: string;
  readonly qualified: boolean;
  /** What the last part may stand for. */
  readonly classes: number;
}

/**
 * ABNF [ namespace "." ] odataIdentifier, which all names of types, operations and terms have in common; stops before
 * a dot that no identifier follows.
 */
export function dottedName(c: Cursor): DottedName | undefined {
  const start = c.pos;
  let name = identifier(c);
  if (name === undefined) return undefined;
  let qualified = false;
  while (c.codes[c.pos] === DOT && allows(c.constraints, 'namespacePart', name)) {
    const dot = c.pos;
    c.pos++;
    const next = identifier(c);
    if (next === undefined) {
      c.pos = dot;
      break;
    }
    name = next;
    qualified = true;
  }
  if (!qualified) miss(c, '"."');
  const text = sliceUnits(c, start, c.pos);
  return { text, name, qualified, classes: classesOf(c.constraints, name) };
}

/** A name that takes no namespace. */
export function plainName(c: Cursor): DottedName | undefined {
  const name = identifier(c);
  return name === undefined
    ? undefined
    : { text: name, name, qualified: false, classes: classesOf(c.constraints, name) };
}

/** A name whose last part has one of the classes; with a namespace when `qualified`. */
export const typeOf =
  (bits: number, qualified: boolean): Rule =>
  (c) => {
    const start = c.pos;
    const name = dottedName(c);
    if (name !== undefined && (name.classes & bits) !== 0 && (name.qualified || !qualified)) return true;
    c.pos = start;
    return false;
  };

/** ABNF namespace, behind which a dot and a name may still follow. */
export const namespace: Rule = (c) => {
  const start = c.pos;
  let end = -1;
  for (;;) {
    const part = identifier(c);
    if (part === undefined || !allows(c.constraints, 'namespacePart', part)) break;
    end = c.pos;
    if (c.codes[c.pos] !== DOT) {
      miss(c, '"."');
      break;
    }
    c.pos++;
  }
  c.pos = end < 0 ? start : end;
  return end >= 0;
};

/** ABNF allOperationsInSchema: `namespace.*` */
export const allOperationsInSchema: Rule = seq(namespace, exactly('.'), STAR);

export const entityTypes = nameClass.entityTypeName;
export const complexTypes = nameClass.complexTypeName;
export const enumTypes = nameClass.enumerationTypeName;
export const anyType = entityTypes | complexTypes | enumTypes | nameClass.typeDefinitionName;

const spatial = [
  '',
  'Collection',
  'LineString',
  'MultiLineString',
  'MultiPoint',
  'MultiPolygon',
  'Point',
  'Polygon',
];
export const abstractSpatialTypeName: Rule = alt(exactly('Geography'), exactly('Geometry'));
export const concreteSpatialTypeName: Rule = alt(...spatial.slice(1).map(exactly));

const primitiveTypeNames =
  'Binary Boolean Byte Date DateTimeOffset Decimal Double Duration Guid Int16 Int32 Int64 SByte Single Stream String TimeOfDay';
export const primitiveTypeName: Rule = seq(
  exactly('Edm.'),
  alt(
    ...primitiveTypeNames.split(' ').map(exactly),
    seq(abstractSpatialTypeName, opt(concreteSpatialTypeName)),
  ),
);

/** Names of the namespace `Edm` that no other rule knows, but that a type argument may have. */
export const singleQualifiedTypeName: Rule = alt(typeOf(anyType, true), primitiveTypeName);
const optionallyQualifiedSingle: Rule = alt(typeOf(anyType, false), primitiveTypeName);
const collectionOf = (type: Rule): Rule => seq(exactly('Collection'), OPEN, type, CLOSE);

export const qualifiedTypeName: Rule = alt(singleQualifiedTypeName, collectionOf(singleQualifiedTypeName));
export const optionallyQualifiedTypeName: Rule = alt(
  optionallyQualifiedSingle,
  collectionOf(optionallyQualifiedSingle),
);

/** ABNF optionallyQualifiedTypeName, as a node. */
export function typeExpr(c: Cursor): TypeExpr | undefined {
  const start = c.pos;
  if (!optionallyQualifiedTypeName(c)) return undefined;
  const text = sliceUnits(c, start, c.pos);
  const collection = text.endsWith(')');
  return {
    kind: 'type',
    name: collection ? text.slice('Collection('.length, -1) : text,
    collection,
    at: offsetOf(c, start),
    end: offsetOf(c, c.pos),
  };
}

/** A term: of `@ns.Term#Qualifier`, behind the sign. */
export interface TermName {
  readonly term: string;
  readonly qualifier: string | undefined;
}

/** Behind the `@` of an annotation; `hash` is HASH in a query and `#` in a fragment. */
export function termName(c: Cursor, hash: Rule = HASH): TermName | undefined {
  const start = c.pos;
  const name = dottedName(c);
  if (name === undefined || !allows(c.constraints, 'termName', name.name)) {
    c.pos = start;
    return undefined;
  }
  const end = c.pos;
  if (!hash(c)) return { term: name.text, qualifier: undefined };
  const qualifier = identifier(c);
  if (qualifier === undefined || !allows(c.constraints, 'annotationQualifier', qualifier)) c.pos = end;
  return { term: name.text, qualifier };
}
