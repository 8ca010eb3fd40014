// OData Protocol 4.01, section 10 "Context URL": the canonical URLs that a resource path tells.
import { type EdmType, isSameOrDerived } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import type { KeyPredicate, ResourceSegment } from '../query/path/resource-path.ts';
import { urlLiteral } from './literal.ts';

/** What a path says of canonical URLs, step by step. */
export interface CanonicalPath {
  /** Canonical path of the set, or of the single place, that was last entered. */
  place: string;
  /** Canonical path of the entity in it that the path has reached. */
  entity: string;
  /** Structural properties since then, each with its slash, casts that they need among them. */
  properties: string;
  /** Whether the URL alone tells the canonical path. */
  certain: boolean;
  /** Whether it went through what the model neither binds nor contains: nothing behind it has a canonical URL. */
  implied: boolean;
  /** Declared type of what was reached last, casts left out, and the cast that followed. */
  declared: EdmType | undefined;
  cast: string;
}

export function canonicalPath(segments: readonly ResourceSegment[]): CanonicalPath {
  const walk: CanonicalPath = {
    place: '',
    entity: '',
    properties: '',
    certain: true,
    implied: false,
    declared: undefined,
    cast: '',
  };
  for (const segment of segments) step(walk, segment);
  return walk;
}

function step(walk: CanonicalPath, segment: ResourceSegment): void {
  switch (segment.kind) {
    case 'entitySet':
    case 'singleton': {
      const source = segment.kind === 'entitySet' ? segment.entitySet : segment.singleton;
      enter(walk, source.name, true);
      break;
    }
    case 'key':
      // a cast before the key holds for what follows it
      walk.entity = walk.place + keyPredicateText(segment.key);
      walk.certain &&= isPrimaryKey(segment);
      return;
    case 'cast':
      walk.cast = segment.type.qualifiedName;
      return;
    case 'property':
      walk.properties += neededCast(walk, segment.property.declaringType) + segment.property.name;
      break;
    case 'dynamicProperty':
      walk.properties += neededCast(walk, undefined) + segment.name;
      break;
    case 'navigation':
      navigate(walk, segment);
      break;
    case 'function':
    case 'action':
    case 'entity':
    case 'index':
      walk.certain = false;
      break;
    default:
      return;
  }
  walk.declared = segment.result?.type;
  walk.cast = '';
}

function enter(walk: CanonicalPath, place: string, certain: boolean): void {
  walk.place = place;
  walk.entity = place;
  walk.properties = '';
  walk.certain = certain;
}

function navigate(walk: CanonicalPath, segment: ResourceSegment & { kind: 'navigation' }): void {
  const { source, navigationProperty } = segment;
  if (source?.kind === 'contained') {
    const path = neededCast(walk, navigationProperty.declaringType) + navigationProperty.name;
    walk.implied ||= !navigationProperty.containsTarget;
    enter(walk, walk.entity + walk.properties + path, walk.certain);
  } else if (source?.kind === 'navigationSource') {
    // the entity behind a single-valued navigation has a key that only the data tell; a key segment makes it certain again
    const certain = navigationProperty.collection || source.navigationSource.kind === 'Singleton';
    walk.implied = false;
    enter(walk, source.navigationSource.name, certain);
  } else if (source?.kind === 'targetPath') {
    const path = [source.navigationSource.name, ...source.path].join('/');
    walk.implied = false;
    enter(walk, path, source.navigationSource.kind === 'Singleton');
  } else enter(walk, '', false);
}

/** `/` or `/ns.Derived/`: a member that the declared type has not got is reached through a cast. */
function neededCast(walk: CanonicalPath, declaringType: EdmType | undefined): string {
  const known =
    declaringType !== undefined &&
    walk.declared !== undefined &&
    isSameOrDerived(walk.declared, declaringType);
  return walk.cast === '' || known ? '/' : `/${walk.cast}/`;
}

/** An alternate key, and one whose missing parts a referential constraint gives, do not tell the canonical URL. */
function isPrimaryKey(segment: ResourceSegment & { kind: 'key' }): boolean {
  const complete = !segment.alternate && segment.key.size === segment.keyProperties.length;
  return complete && [...segment.key.values()].every(isConstant);
}

const isConstant = (expression: Expression): boolean => expression.kind === 'literal';

function keyPredicateText(key: KeyPredicate): string {
  const entries = [...key].map(([name, expression]) => {
    const value: EdmValue = expression.kind === 'literal' ? expression.value : null;
    return [name, urlLiteral(value, expression.result.type)] as const;
  });
  const only = entries[0];
  if (entries.length === 1 && only !== undefined) return `(${only[1]})`;
  return `(${entries.map(([name, literal]) => `${name}=${literal}`).join(',')})`;
}
