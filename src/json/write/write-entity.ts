// OData JSON Format 4.01, section 6 "Entity" and 14 "Entity Reference": control information of an entity.
import { anyEntityType } from '../../edm/any-entity-type.ts';
import type { EdmEntityType, EdmNavigationSource } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isReadOnly } from '../../edm/read-only.ts';
import { shapeOfMember } from '../../query/apply/shape.ts';
import type { QueryOptions } from '../../query/query.ts';
import type { EntityResult, InstanceResult } from '../../query/result.ts';
import { editPath, entityUrl, isConventionalId } from '../entity-url.ts';
import { typeUri } from './control-information.ts';
import type { WriteState } from './serialize-context.ts';
import type { StructuredWriter } from './structured-writer.ts';
import type { MadeMembers, Surroundings } from './surroundings.ts';
import { appliedMembers, type RelatedWriter } from './write-applied.ts';
import { mediaMembers } from './write-media.ts';
import { writeMembers } from './write-members.ts';
import { advertisedOperations } from './write-operations.ts';
import { append, quote } from './write-primitive.ts';
import { isStreamExpanded } from './write-shape.ts';
import { writerFor } from './write-structured.ts';

/**
 * An entity, braces included. `expected`: the type that the client can tell without being told;
 * `head`: members before the others, such as the context; `told`: the set or singleton that the context names.
 */
export function writeEntity(
  result: EntityResult,
  options: QueryOptions,
  expected: EdmEntityType | undefined,
  state: WriteState,
  head = '',
  told?: EdmNavigationSource,
): string {
  const { entity } = result;
  if (wasReturned(entity, options, state)) return writeReference(entity, state, head);
  const writer = writerFor(entity.type, options, state.notation);
  const around: Surroundings = {
    state,
    entity,
    expanded: result.expanded,
    path: '',
    computed: result.computed,
    selected: result.selected,
    made: madeWithin(result.expanded, options, state),
  };
  const isControlled = state.notation.metadata !== 'none';
  const control = isControlled
    ? entityControl(head, writer, around, entity, expected, told)
    : append(head, mediaOf(writer, around));
  const text = writeMembers(control, entity.values, writer, around);
  if (result.expanded === undefined) return `{${text}}`;
  return `{${madeMembers(result.expanded, writer, options, state).reduce(append, text)}}`;
}

/** Whether the entity was written before with all that is asked for here; from now on it is. */
function wasReturned(entity: Entity, options: QueryOptions, { context: { returned } }: WriteState): boolean {
  if (returned === undefined) return false;
  const before = returned.get(entity.identity);
  if (before?.has(options)) return true;
  returned.set(entity.identity, (before ?? new Set()).add(options));
  return false;
}

function entityControl(
  head: string,
  writer: StructuredWriter,
  around: Surroundings,
  entity: Entity,
  expected: EdmEntityType | undefined,
  told: EdmNavigationSource | undefined,
): string {
  const { state } = around;
  const { prefix, metadata, version, alwaysType } = writer.notation;
  const full = metadata === 'full';
  let text = head;
  if (entity.type !== expected || alwaysType || full)
    text = append(
      text,
      `"${prefix}type":${quote(typeUri({ type: entity.type, collection: false }, version))}`,
    );
  if (
    full ||
    state.context.alwaysId === true ||
    (omitsKey(writer) && state.context.idInPlaceOfKey !== false) ||
    !isConventionalId(entity.identity.home, told)
  )
    text = append(text, `"${prefix}id":${quote(idOf(entity, state))}`);
  const etag = state.context.etag?.(entity);
  if (etag !== undefined) text = append(text, `"${prefix}etag":${quote(etag)}`);
  if (full) {
    const { keyAsSegment = false, serviceRoot } = state.context;
    const link = isReadOnly(entity.identity.home) ? 'readLink' : 'editLink';
    text = append(text, `"${prefix}${link}":${quote(serviceRoot + editPath(entity, { keyAsSegment }))}`);
  }
  text = append(text, mediaOf(writer, around));
  if (!full && writer.shape.select === undefined) return text;
  return append(text, advertisedOperations(writer.shape.select, entity, state));
}

function mediaOf(writer: StructuredWriter, around: Surroundings): string {
  if (writer.type.kind !== 'EntityType' || !writer.type.hasStream) return '';
  return mediaMembers(undefined, around, isStreamExpanded(writer.shape, '$value'));
}

const omitsKeyByWriter = new WeakMap<StructuredWriter, boolean>();

/** Whether a part of the key is not among the members, a related entity's for instance: the id can't be computed by the client then. */
function omitsKey(writer: StructuredWriter): boolean {
  let omits = omitsKeyByWriter.get(writer);
  if (omits === undefined) {
    const names = new Set(writer.properties.map((property) => property.name));
    const key = writer.type.kind === 'EntityType' ? writer.type.key : [];
    omits = key.some((property) => !names.has(property.path[0] ?? property.name));
    omitsKeyByWriter.set(writer, omits);
  }
  return omits;
}

function idOf(entity: Entity, state: WriteState): string {
  const { serviceRoot, keyAsSegment = false } = state.context;
  return entityUrl(entity, serviceRoot, { keyAsSegment });
}

/** Section 14: `{"@id":"…"}`, whatever the metadata level: nothing else would be left of it. */
export function writeReference(entity: Entity, state: WriteState, head = ''): string {
  return `{${append(head, `"${state.notation.prefix}id":${quote(idOf(entity, state))}`)}}`;
}

/** An instance without identity: a result of $apply or of an operation. `expected`: the type that the client can tell. In 4.0 a transient entity says so by a null id. */
export function writeInstance(
  result: InstanceResult,
  options: QueryOptions,
  state: WriteState,
  head = '',
  expected: EdmEntityType | undefined = undefined,
): string {
  const { metadata, version, prefix } = state.notation;
  const transient = metadata !== 'none' && version === '4.0' && result.type?.kind === 'EntityType';
  const { expanded } = result;
  const made = madeWithin(expanded, options, state);
  const around: Surroundings = { state, entity: undefined, expanded, path: '', made };
  const writer = writerFor(result.type ?? anyEntityType, options, state.notation);
  let control = head;
  const { type } = result;
  const isDerived = type !== undefined && expected !== undefined && type !== expected;
  // what $apply made is no whole instance of its type
  const isFull = metadata === 'full' && expected !== undefined && options.apply === undefined;
  if (type !== undefined && (isFull || (metadata !== 'none' && isDerived)))
    control = append(control, `"${prefix}type":${quote(typeUri({ type, collection: false }, version))}`);
  if (transient) control = append(control, `"${prefix}id":null`);
  const text = writeMembers(control, result.values, writer, around);
  if (result.expanded === undefined) return `{${text}}`;
  return `{${madeMembers(result.expanded, writer, options, state).reduce(append, text)}}`;
}

/** What $apply made beside the members that the writer knows. */
function madeMembers(
  members: NonNullable<EntityResult['expanded']>,
  writer: StructuredWriter,
  options: QueryOptions,
  state: WriteState,
): string[] {
  const named = writer.navigation.filter((navigation) => navigation.item).map(({ name }) => name);
  return appliedMembers(members, writer.type, new Set(named), options, state, writeRelated);
}

/** The same for the members inside of complex values, by the paths of these; undefined where there is none. */
function madeWithin(
  members: EntityResult['expanded'],
  options: QueryOptions,
  state: WriteState,
): MadeMembers | undefined {
  const inside = members && [...members].filter(([name]) => name.includes('/'));
  if (inside === undefined || inside.length === 0) return undefined;
  return (path, type) => {
    const here = inside.flatMap(([name, related]) =>
      name.startsWith(path) ? [[name.slice(path.length), related] as const] : [],
    );
    if (here.length === 0) return [];
    // where $expand says what is shown, nothing of this is: no other member is written under these names
    return appliedMembers(new Map(here), type, new Set(), optionsWithin(options, path), state, writeRelated);
  };
}

/** What is asked for in the complex value at a path of names and ordinals, each with a slash. */
function optionsWithin({ shape, expand }: QueryOptions, path: string): QueryOptions {
  const names = path.split('/').filter((name) => name !== '' && !/^\d+$/.test(name));
  const inner = names.reduce(shapeOfMember, shape);
  return { ...(inner && { shape: inner }), ...(expand && { expand: [] }) };
}

export const writeRelated: RelatedWriter = (related, options, expected, state, head) => {
  if (related.kind === 'count') return countText(related.count, state);
  return related.kind === 'instance'
    ? writeInstance(related, options, state, head, expected)
    : writeEntity(related, options, expected ?? related.entity.type, state, head);
};

/** Section 4.6.4 "count" is an Edm.Int64. */
export function countText(count: number, state: WriteState): string {
  return state.notation.ieee754Compatible ? `"${count}"` : String(count);
}
