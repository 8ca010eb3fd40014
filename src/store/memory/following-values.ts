// OData CSDL 4.01, section 9 "Complex Type": complex values have no identity; where one of an entity's is after a change of the entity.
import type { EdmModel, EdmStructuredType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from '../../edm/value.ts';
import { canonicalText } from '../../evaluate/compare.ts';
import type { Successors } from '../store.ts';

type State = Pick<Entity, 'type' | 'values'>;

/** A complex value after the change. */
export interface FollowedValue {
  readonly path: readonly string[];
  readonly type: EdmStructuredType;
}

/** From the path before the change; undefined where the value is not there any more. */
export type FollowValue = (path: readonly string[]) => FollowedValue | undefined;

/**
 * In collections an item is found where the same value stands, or its successor; else one that was sent anew and equals it
 * stands for it: what a client sends back as it has read it is still what it was.
 */
export function createFollower(
  model: EdmModel,
  before: State,
  after: State,
  successors: Successors = new Map(),
): FollowValue {
  const ordinals = new Map<readonly EdmValue[], readonly (number | undefined)[]>();
  const ordinalsIn = (was: readonly EdmValue[], is: readonly EdmValue[], type: EdmStructuredType) => {
    const known = ordinals.get(was) ?? itemOrdinals(was, is, type, successors);
    ordinals.set(was, known);
    return known;
  };
  return (path) => {
    const followed: string[] = [];
    let was: EdmValue | undefined = before.values;
    let is: EdmValue | undefined = after.values;
    let type: EdmStructuredType | undefined = after.type;
    for (const step of path) {
      if (type === undefined) return undefined;
      if (isCollectionValue(was) && isCollectionValue(is)) {
        const ordinal: number | undefined = ordinalsIn(was, is, type)[Number(step)];
        if (ordinal === undefined) return undefined;
        followed.push(String(ordinal));
        was = was[Number(step)];
        is = is[ordinal];
      } else if (isStructuredValue(was) && isStructuredValue(is)) {
        followed.push(step);
        was = was[step];
        is = is[step];
        type = complexTypeOf(type, step);
      } else return undefined;
      if (isStructuredValue(is) && typeof is['@type'] === 'string')
        type = model.findStructuredType(is['@type']) ?? type;
    }
    return isStructuredValue(is) && type !== undefined ? { path: followed, type } : undefined;
  };
}

function complexTypeOf(type: EdmStructuredType, name: string): EdmStructuredType | undefined {
  const member = type.properties.get(name)?.type.type;
  return member?.kind === 'ComplexType' ? member : undefined;
}

/** For each of the items before, the ordinal of the one that stands for it. */
function itemOrdinals(
  was: readonly EdmValue[],
  is: readonly EdmValue[],
  type: EdmStructuredType,
  successors: Successors,
): readonly (number | undefined)[] {
  const places = new Map(is.map((item, ordinal) => [item, ordinal]));
  const kept = was.map((item) =>
    places.get((isStructuredValue(item) ? successors.get(item) : undefined) ?? item),
  );
  const taken = new Set(kept);
  const anew = new Map<string, number[]>();
  for (const [ordinal, item] of is.entries()) {
    if (taken.has(ordinal) || !isStructuredValue(item)) continue;
    const text = textOf(item, type);
    anew.set(text, [...(anew.get(text) ?? []), ordinal]);
  }
  if (anew.size === 0) return kept;
  return kept.map((ordinal, index) => {
    const item = was[index];
    return ordinal ?? (isStructuredValue(item) ? anew.get(textOf(item, type))?.shift() : undefined);
  });
}

function textOf(item: StructuredValue, type: EdmStructuredType): string {
  return `${String(item['@type'] ?? '')} ${canonicalText(item, type)}`;
}
