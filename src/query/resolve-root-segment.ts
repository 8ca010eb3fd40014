// OData URL Conventions 4.01, section 4.3 "Addressing Entities", 4.4 and 4.5 (imports): the first segment of a path.
import { didYouMean } from '../error/did-you-mean.ts';
import type { NameSegment } from '../uri/syntax-tree.ts';
import { atNavigationSource } from './entity-source.ts';
import { findByName } from './find-name.ts';
import { addSegment, type PathState } from './path-state.ts';
import { notFound, typeReference } from './resolve-context.ts';
import { resolveKeyParentheses } from './resolve-key-parentheses.ts';
import { resolveImport } from './resolve-operation-segment.ts';

/** An entity set, a singleton, or an action or function import. */
export function resolveRootSegment(state: PathState, segment: NameSegment, isLast: boolean): void {
  const { context } = state;
  const name = segment.name ?? segment.raw;
  const children = context.model.entityContainer?.children ?? new Map();
  const child = findByName(children, name, context.options.ignoreCase);
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
    case undefined:
      throw notFound(
        context,
        `The service has no resource '${name}'.${didYouMean(name, children.keys())}`,
        segment.at,
      );
  }
}
