// OData URL Conventions 4.01, section 4 "Resource Path": a path's segments against the model.

import { didYouMean } from '../../error/did-you-mean.ts';
import type { NameSegment, PathSegment } from '../../uri/syntax-tree.ts';
import { notFound, type ResolveContext } from '../resolve-context.ts';
import { opensPath, resolveAddressedPath, withoutColon } from './path-addressing.ts';
import { describe, type PathState, startPath } from './path-state.ts';
import { addKeySegment, keyAsSegment } from './resolve-key.ts';
import { resolveKeyParentheses } from './resolve-key-parentheses.ts';
import { resolveDynamicProperty, resolveMemberSegment } from './resolve-member-segment.ts';
import { resolveLenientOperation, resolveOperationSegment } from './resolve-operation-segment.ts';
import { findRoot, resolveRootSegment } from './resolve-root-segment.ts';
import { resolveSystemSegment } from './resolve-system-segment.ts';
import type { ResourcePath, ResourceSegment } from './resource-path.ts';

/** Segments that nothing may follow, save `$query` where the resource can be read. */
const last: ReadonlySet<ResourceSegment['kind']> = new Set([
  'value',
  'count',
  'ref',
  'query',
  'action',
  'batch',
  'metadata',
]);

/**
 * Resolves the segments of a path.
 * @throws ODataError 404 NotFound for names that the model does not have there, 400 for what is malformed
 */
export function resolvePath(context: ResolveContext, segments: readonly PathSegment[]): ResourcePath {
  const state = resolvePathState(context, segments);
  return { segments: state.segments, result: state.result, source: state.source };
}

/** The same with what resolving of query options needs beside the path. */
export function resolvePathState(context: ResolveContext, segments: readonly PathSegment[]): PathState {
  const state = startPath(context);
  for (let at = 0; at < segments.length; ) {
    const segment = segments[at] as PathSegment;
    refuseAfterLast(state, segment);
    at += segment.kind === 'name' ? resolveNameSegment(state, segments, at) : 1;
    if (segment.kind !== 'name') resolveSystemSegment(state, segment);
  }
  // section 4.13: "The response is a collection of instances of the result type of the bound operation."
  if (state.spread && state.result?.collection === false)
    state.result = { ...state.result, collection: true };
  return state;
}

function refuseAfterLast(state: PathState, segment: PathSegment): void {
  const previous = state.segments.at(-1);
  if (previous === undefined || !last.has(previous.kind)) return;
  const readable = previous.kind !== 'action' && previous.kind !== 'batch' && previous.kind !== 'query';
  if (segment.kind === '$query' && readable) return;
  const shown = segment.kind === 'name' ? segment.raw : segment.kind;
  throw notFound(state.context, `Nothing follows this segment, but there is '${shown}'.`, segment.at);
}

/** @returns how many segments were consumed: more than one where a key takes several segments */
function resolveNameSegment(state: PathState, segments: readonly PathSegment[], at: number): number {
  const segment = segments[at] as NameSegment;
  if (opensPath(state, segment)) return resolveOpenPath(state, segments, at);
  if (at > 0 && isIgnored(state, segment)) return 1;
  if (segment.raw === '') throw notFound(state.context, 'The path has an empty segment.', segment.at);
  // the raw value of an operation's result is the result itself, not something composed of it
  const endsWith = (length: number): boolean =>
    segments.slice(at + length).every(({ kind }) => kind === '$query' || kind === '$value');
  if (state.segments.length === 0) {
    const root = findRoot(state, segments.slice(at));
    resolveRootSegment(state, root, endsWith(root.length));
    return root.length;
  }
  const isLast = endsWith(1);
  if (followsWithoutSlash(segments, at)) {
    resolveKeyParentheses(state, segment, 0);
    return 1;
  }
  if (resolveMemberSegment(state, segment)) return 1;
  if (resolveOperationSegment(state, segment, isLast)) return 1;
  if (resolveDynamicProperty(state, segment)) return 1;
  const consumed = resolveKeySegments(state, segments, at);
  if (consumed > 0) return consumed;
  if (resolveLenientOperation(state, segment, isLast)) return 1;
  if (resolveOrdinal(state, segment)) return 1;
  throw notFound(state.context, unknownSegment(state, segment), segment.at);
}

function isIgnored({ context: { options } }: PathState, { raw }: NameSegment): boolean {
  if (raw === '') return options.emptySegments === true;
  return raw === '$' && options.keyAsSegmentEscape === true;
}

/** A key predicate directly after `/$filter(…)` is a segment of its own in the syntax tree. */
function followsWithoutSlash(segments: readonly PathSegment[], at: number): boolean {
  const [previous, segment] = [segments[at - 1], segments[at]];
  return previous?.kind === '$filter' && segment?.at === previous.end;
}

/** `root:/Folder/File.txt:`: the segment before the colon as usual, then the names up to the next colon. */
function resolveOpenPath(state: PathState, segments: readonly PathSegment[], at: number): number {
  const opened = [
    ...segments.slice(0, at),
    withoutColon(segments[at] as NameSegment),
    ...segments.slice(at + 1),
  ];
  const consumed = resolveNameSegment(state, opened, at);
  const addressed = resolveAddressedPath(state, segments.slice(at + consumed));
  if (addressed === undefined)
    throw notFound(state.context, unknownSegment(state, segments[at] as NameSegment), opened[at]?.at ?? 0);
  return consumed + addressed;
}

function resolveKeySegments(state: PathState, segments: readonly PathSegment[], at: number): number {
  const type = state.result?.collection ? state.result.type : undefined;
  if (type?.kind !== 'EntityType' || !state.context.options.keyAsSegment || state.each) return 0;
  const texts: NameSegment[] = [];
  for (const segment of segments.slice(at)) {
    if (segment.kind !== 'name') break;
    texts.push(segment);
  }
  const found = keyAsSegment(state, type, texts);
  if (found === undefined) return 0;
  addKeySegment(state, type, found.resolved, (segments[at] as NameSegment).at);
  return found.consumed;
}

/** Section 4.14 "Addressing a Member of an Ordered Collection". */
function resolveOrdinal(state: PathState, segment: NameSegment): boolean {
  const { result } = state;
  if (!result?.collection || result.type.kind === 'EntityType' || !/^-?\d+$/.test(segment.raw)) return false;
  state.result = { ...result, collection: false };
  state.segments.push({
    kind: 'index',
    ordinal: Number(segment.raw),
    result: state.result,
    source: state.source,
    at: segment.at,
  });
  return true;
}

function unknownSegment(state: PathState, segment: NameSegment): string {
  const type = state.result?.type;
  const name = segment.name ?? segment.raw;
  if (type?.kind === 'EntityType' && state.result?.collection)
    return `'${segment.raw}' is no type, operation or key of ${describe(state)}.`;
  const members =
    !state.result?.collection && (type?.kind === 'EntityType' || type?.kind === 'ComplexType')
      ? [...type.properties.keys(), ...type.navigationProperties.keys()]
      : [];
  return `${describe(state)} has no member '${name}'.${didYouMean(name, members)}`;
}
