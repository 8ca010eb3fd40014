// OData URL Conventions 4.01, section 4.3 "Addressing Entities", 4.4 and 4.5 (imports): the first segment of a path.
import type { EdmContainerChild } from '../../edm/edm-model.ts';
import { annotatedPath } from '../../edm/resource-path.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { NameSegment, PathSegment } from '../../uri/syntax-tree.ts';
import { findByName } from '../find-name.ts';
import { notFound, typeReference } from '../resolve-context.ts';
import { atNavigationSource } from './entity-source.ts';
import { addSegment, type PathState } from './path-state.ts';
import { resolveKeyParentheses } from './resolve-key-parentheses.ts';
import { resolveImport } from './resolve-operation-segment.ts';

/** A child of the container, and the segment that ends its path. */
export interface RootSegment {
  readonly child: EdmContainerChild | undefined;
  readonly segment: NameSegment;
  /** How many segments name it: more than one where Core.ResourcePath says so. */
  readonly length: number;
}

/** What a path begins with: the name of a child of the container, or the path that Core.ResourcePath gives it. */
export function findRoot({ context }: PathState, segments: readonly PathSegment[]): RootSegment {
  const children = context.model.entityContainer?.children;
  const [first] = segments as readonly [NameSegment];
  const child = findByName(children ?? new Map(), first.name ?? first.raw, context.options.ignoreCase);
  if (child === undefined)
    for (const candidate of children?.values() ?? []) {
      const steps = annotatedPath(candidate)?.split('/').map(decodeURIComponent) ?? [];
      const last = segments[steps.length - 1];
      if (steps.length > 0 && last?.kind === 'name' && begins(segments, steps))
        return { child: candidate, segment: last, length: steps.length };
    }
  return { child, segment: first, length: 1 };
}

function begins(segments: readonly PathSegment[], steps: readonly string[]): boolean {
  return steps.every((step, index) => {
    const segment = segments[index];
    if (segment?.kind !== 'name') return false;
    return (index === steps.length - 1 ? (segment.name ?? segment.raw) : segment.raw) === step;
  });
}

/** An entity set, a singleton, or an action or function import. */
export function resolveRootSegment(state: PathState, { child, segment }: RootSegment, isLast: boolean): void {
  const { context } = state;
  switch (child?.kind) {
    case 'EntitySet':
      state.result = typeReference(child.entityType, true, false);
      Object.assign(state, atNavigationSource(child));
      addSegment(state, { kind: 'entitySet', entitySet: child, at: segment.at });
      resolveKeyParentheses(state, segment, 0);
      return;
    case 'Singleton':
      state.result = typeReference(child.entityType, false, child.nullable);
      Object.assign(state, atNavigationSource(child));
      addSegment(state, { kind: 'singleton', singleton: child, at: segment.at });
      resolveKeyParentheses(state, segment, 0);
      return;
    case 'ActionImport':
    case 'FunctionImport':
      resolveImport(state, segment, child, isLast);
      return;
    case undefined: {
      const name = segment.name ?? segment.raw;
      const children = context.model.entityContainer?.children ?? new Map();
      throw notFound(
        context,
        `The service has no resource '${name}'.${didYouMean(name, children.keys())}`,
        segment.at,
      );
    }
  }
}
