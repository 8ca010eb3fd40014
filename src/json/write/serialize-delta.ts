// OData JSON Format 4.01, section 15 "Delta Payload": a response with changes, in the forms of 4.0 and 4.01.
import type { EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { Entity, EntityIdentity } from '../../edm/entity.ts';
import type { QueryOptions } from '../../query/query.ts';
import type { EntityResult } from '../../query/result.ts';
import { contextFragment, deltaItemFragment, entityFragment } from '../context-url.ts';
import { entityPath, homeType } from '../entity-url.ts';
import { stepsTo } from '../place-path.ts';
import { selectList } from './select-list.ts';
import { createWriteState } from './serialize.ts';
import type { SerializeContext, WriteState } from './serialize-context.ts';
import { countText, writeEntity } from './write-entity.ts';
import { contentIdMember, type FailedChange, writeFailure } from './write-failed-change.ts';
import { append, primitiveWriter, quote } from './write-primitive.ts';

/** Changes of a collection since a delta link, in order of occurrence. */
export type DeltaChange =
  /** Added or changed: the entity as it is, with the members that the defining query selects. */
  | {
      readonly kind: 'entity';
      readonly result: EntityResult;
      /** What is written of it, where that is not what the defining query says. */
      readonly options?: QueryOptions;
      /** It is of another set than the result: in 4.0, since it is expanded by another one. */
      readonly related?: true;
    }
  | {
      readonly kind: 'removed';
      readonly identity: EntityIdentity;
      readonly reason: 'deleted' | 'changed';
      readonly contentId?: string | undefined;
      /** It was of another set than the result. */
      readonly related?: true;
    }
  | FailedChange
  /** 4.0 only; in 4.01 links are a matter of the entities that hold them. */
  | {
      readonly kind: 'link' | 'deletedLink';
      readonly source: Entity;
      readonly path: readonly string[];
      readonly navigationProperty: EdmNavigationProperty;
      readonly target: EntityIdentity;
    };

export interface DeltaResult {
  readonly changes: readonly DeltaChange[];
  /** Number of all changes, where $count asks for it. */
  readonly count?: number | undefined;
  readonly nextLink?: string | undefined;
  /** Only on the last page. */
  readonly deltaLink?: string | undefined;
}

/** `metadata=none` is not valid for a delta response: minimal is written then. */
export function serializeDelta(delta: DeltaResult, context: SerializeContext): string {
  const metadata = context.metadata === 'none' ? 'minimal' : context.metadata;
  const state = createWriteState({ ...context, metadata, delta: true });
  const { prefix } = state.notation;
  const { serviceRoot, query } = context;
  const fragment = contextFragment(query, { ...context, delta: true });
  let text = `"${prefix}context":${quote(`${serviceRoot}$metadata${fragment}`)}`;
  if (delta.count !== undefined) text += `,"${prefix}count":${countText(delta.count, state)}`;
  text += `,"value":[${delta.changes.map((change) => writeChange(change, state)).join(',')}]`;
  if (delta.nextLink !== undefined) text += `,"${prefix}nextLink":${quote(delta.nextLink)}`;
  else if (delta.deltaLink !== undefined) text += `,"${prefix}deltaLink":${quote(delta.deltaLink)}`;
  return `{${text}}`;
}

function writeChange(change: DeltaChange, state: WriteState): string {
  switch (change.kind) {
    case 'entity':
      return writeChangedEntity(change, state);
    case 'failed':
      return writeFailure(change, state);
    case 'removed':
      return hasRemovedAnnotation(state) ? removedIn401(change, state) : removedIn40(change, state);
    default:
      return writeLink(change, state);
  }
}

/** A related entity says by its own context which set it is of, unless that is the set of the result. */
function writeChangedEntity(
  { result, options, related }: DeltaChange & { readonly kind: 'entity' },
  state: WriteState,
): string {
  const { query } = state.context;
  const { home } = result.entity.identity;
  const { source, result: declared } = query.path;
  const isOfSet =
    home.kind === 'entitySet' &&
    source?.kind === 'navigationSource' &&
    source.navigationSource === home.entitySet;
  const type = declared?.type.kind === 'EntityType' ? declared.type : undefined;
  const written = options ?? query.options;
  if (related !== true || isOfSet) return writeEntity(result, written, type, state);
  const list = selectList(written, state.notation.version);
  const head = contextMember(entityFragment(home, result.entity.type, list), state);
  return writeEntity(result, written, homeType(home), state, head);
}

function contextMember(fragment: string, { notation, context }: WriteState): string {
  return `"${notation.prefix}context":${quote(`${context.serviceRoot}$metadata${fragment}`)}`;
}

function idOf(identity: EntityIdentity, { context }: WriteState): string {
  return context.serviceRoot + entityPath(identity, { keyAsSegment: context.keyAsSegment ?? false });
}

type Removed = DeltaChange & { readonly kind: 'removed' };

function hasRemovedAnnotation({ notation, context }: WriteState): boolean {
  return notation.version !== '4.0' || (context.removedAnnotation ?? false) !== false;
}

/** In 4.0 `id` and `reason` are properties, not control information. */
function removedIn40({ identity, reason }: Removed, state: WriteState): string {
  const head = contextMember(deltaItemFragment(identity.home, '$deletedEntity'), state);
  return `{${head},"id":${quote(idOf(identity, state))},"reason":"${reason}"}`;
}

function removedIn401({ identity, reason, contentId, related }: Removed, state: WriteState): string {
  const { prefix, metadata } = state.notation;
  const { removedAnnotation, removedFacet } = state.context;
  const isBare = removedAnnotation === 'bare';
  const tellsSet = metadata === 'full' || related === true;
  let text = tellsSet ? contextMember(deltaItemFragment(identity.home, '$deletedEntity'), state) : '';
  const facet = removedFacet?.(homeType(identity.home));
  text = append(
    text,
    facet === undefined
      ? `"${isBare ? '@' : prefix}removed":{"reason":"${reason}"}`
      : `${quote(facet.name)}:${facet.value}`,
  );
  if (!isBare) text = append(text, `"${prefix}id":${quote(idOf(identity, state))}`);
  if (contentId !== undefined) text = append(text, contentIdMember(contentId));
  for (const { name, path, property } of homeType(identity.home).key) {
    const value = identity.key[name];
    if (path.length === 1 && value !== undefined && value !== null)
      text += `,${quote(property.name)}:${primitiveWriter(property.type.type, state.notation)(value)}`;
  }
  return `{${text}}`;
}

function writeLink(
  change: DeltaChange & { readonly kind: 'link' | 'deletedLink' },
  state: WriteState,
): string {
  const { source, path, navigationProperty, target } = change;
  const { home } = source.identity;
  const head = contextMember(deltaItemFragment(home, `$${change.kind}`), state);
  const place = [...path, navigationProperty.name];
  const relationship = stepsTo(state.context.model, source, homeType(home), place).join('/');
  return (
    `{${head},"source":${quote(idOf(source.identity, state))},"relationship":${quote(relationship)}` +
    `,"target":${quote(idOf(target, state))}}`
  );
}
