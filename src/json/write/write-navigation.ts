// OData JSON Format 4.01, section 8 "Navigation Property": links and expanded members.
import type { EdmNavigationProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import { permits } from '../../edm/permissions.ts';
import type { ExpandItem } from '../../query/query.ts';
import { editPath } from '../entity-url.ts';
import type { JsonNotation } from './control-information.ts';
import { memberUrlPath, type Surroundings } from './surroundings.ts';
import type { DynamicMembers } from './write-dynamic.ts';
import { append, quote } from './write-primitive.ts';
import { expandsOf, isLinkSelected, type Shape } from './write-shape.ts';

export interface NavigationWriter {
  readonly name: string;
  readonly property: EdmNavigationProperty;
  readonly item: ExpandItem | undefined;
  /** `navigation`: named in $select, where the link belongs to the answer with any amount of control information but none. */
  readonly links: 'all' | 'navigation' | undefined;
}

/** The navigation properties that leave a trace in values of this shape. */
export function navigationWriters(
  type: EdmStructuredType,
  shape: Shape,
  notation: JsonNotation,
): readonly NavigationWriter[] {
  const { metadata } = notation;
  const named = shape.select?.navigationProperties ?? noNames;
  if (metadata !== 'full' && shape.expand.length === 0 && named.size === 0) return [];
  const expands = expandsOf(shape, type);
  const writers: NavigationWriter[] = [];
  for (const property of type.navigationProperties.values()) {
    if (!permits(property, 'Read')) continue;
    const item = expands.get(property.name);
    const isNamed = metadata === 'minimal' && named.has(property.name);
    const isFull = metadata === 'full' && (item !== undefined || isLinkSelected(shape, property));
    const links = isFull ? 'all' : isNamed ? 'navigation' : undefined;
    if (links !== undefined || item !== undefined)
      writers.push({ name: property.name, property, item, links });
  }
  return writers;
}

const noNames: ReadonlySet<string> = new Set();

/** Appends links and expanded members to the members before them, each after the annotations of its property. */
export function navigationMembers(
  before: string,
  writers: readonly NavigationWriter[],
  around: Surroundings,
  annotations: DynamicMembers['propertyAnnotations'],
): string {
  let text = before;
  for (const writer of writers) {
    for (const member of annotations.get(writer.name) ?? []) text = append(text, member);
    for (const member of membersOf(writer, around)) text = append(text, member);
  }
  return text;
}

function membersOf({ name, property, item, links }: NavigationWriter, around: Surroundings): string[] {
  const { state, expanded, path, entity, base = '' } = around;
  const { prefix } = state.notation;
  const linked = links === undefined ? [] : linkMembers(name, links, around);
  const result = item === undefined ? undefined : expanded?.get(`${path ?? ''}${name}`);
  if (item === undefined || result === undefined) return linked;
  const within = entity && { entity, path: base + (path ?? '') };
  const written = state.writeExpanded(result, item, property.entityType, within, state);
  const members: string[] = [];
  if (written.context !== undefined) members.push(`${quote(`${name}${prefix}context`)}:${written.context}`);
  if (written.count !== undefined) members.push(`${quote(`${name}${prefix}count`)}:${written.count}`);
  // section 8.1: the link immediately precedes the expanded navigation property
  members.push(...linked);
  if (written.value !== undefined) members.push(`${quote(name)}:${written.value}`);
  if (written.nextLink !== undefined)
    members.push(`${quote(`${name}${prefix}nextLink`)}:${written.nextLink}`);
  return members;
}

function linkMembers(name: string, links: 'all' | 'navigation', around: Surroundings): string[] {
  const { state, entity } = around;
  const place = memberUrlPath(around, name);
  if (entity === undefined || place === undefined) return [];
  const { serviceRoot, keyAsSegment = false } = state.context;
  const { prefix } = state.notation;
  const link = `${serviceRoot}${editPath(entity, { keyAsSegment })}/${place}`;
  const navigationLink = `${quote(`${name}${prefix}navigationLink`)}:${quote(link)}`;
  if (links === 'navigation') return [navigationLink];
  return [`${quote(`${name}${prefix}associationLink`)}:${quote(`${link}/$ref`)}`, navigationLink];
}
