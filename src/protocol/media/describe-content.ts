// OData Protocol 4.01, section 11.4.7 "Managing Media Entities": the properties that tell the media type and the size of a content.

import type { ContentElement } from '../../edm/content-annotation.ts';
import type { EdmEntityType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { createRecord, type EdmValue, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { NewStreamContent, StoreTransaction } from '../../store/store.ts';
import { changeAt } from '../modification/change-at.ts';
import { mediaTypePath } from './media-annotations.ts';

/** By steps from the media entity, or from what has the stream property. */
export type Description = readonly (readonly [steps: readonly string[], value: EdmValue])[];

/** What the model, by Core.MediaType, and the service's options let be told of a content. */
export function describedBy(
  { options }: ODataService,
  element: ContentElement,
  { mediaType, length }: NewStreamContent,
): Description {
  const size = element.kind === 'EntityType' ? sizeProperty(options, element) : undefined;
  const described = describedMediaType(element, mediaType);
  return size === undefined
    ? described
    : [...described, [[size.name], sizeValue(size.type.type.name, length)]];
}

export function describedMediaType(element: ContentElement, mediaType: string): Description {
  const path = mediaTypePath(element);
  return path === undefined ? [] : [[path, mediaType]];
}

function sizeProperty({ contentSizes }: ODataService['options'], type: EdmEntityType) {
  const name = contentSizes?.[type.qualifiedName];
  return name === undefined ? undefined : type.properties.get(name);
}

/** A number of bytes as a value of the integer type that takes it. */
export function sizeValue(typeName: string, length: number): EdmValue {
  return typeName === 'Int64' ? BigInt(length) : length;
}

/** As values of an entity that is yet to be. */
export function describingValues(description: Description): StructuredValue {
  const values = createRecord();
  for (const [steps, value] of description) {
    let holder = values;
    for (const step of steps.slice(0, -1)) {
      const inner = holder[step];
      const next = isStructuredValue(inner) ? inner : createRecord();
      holder[step] = next;
      holder = next;
    }
    holder[steps.at(-1) ?? ''] = value;
  }
  return values;
}

/** Writes the description into an entity; `holder`: steps to what has the stream property. */
export async function describeContent(
  transaction: StoreTransaction,
  entity: Entity,
  holder: readonly string[],
  description: Description,
): Promise<void> {
  if (description.length === 0) return;
  let { values = entity.values } = (await transaction.get(entity.identity)) ?? {};
  const successors = new Map<StructuredValue, StructuredValue>();
  for (const [steps, value] of description) {
    const changed = changeAt(values, [...holder, ...steps], () => value);
    values = changed.values;
    for (const [before, after] of changed.successors) successors.set(before, after);
  }
  await transaction.replace(entity.identity, values, undefined, successors);
}
