// OData URL Conventions 4.01, sections 4.8 "Addressing a Property", and 4.13 "Addressing the Media Stream of a Media Entity": the stream at the end of a path.
import type { EdmProperty } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { isStructuredValue, valueAt } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import { isStream } from '../../service/entity-values.ts';
import { propertyPath } from './property-path.ts';
import { withOrdinals } from './resource-target.ts';

export interface StreamPath {
  /** Segments that name the entity. */
  readonly entityLength: number;
  /** The stream property with its steps from the entity; undefined for the content of a media entity. */
  readonly property: { readonly declaration: EdmProperty; readonly steps: readonly string[] } | undefined;
}

/** `Photo`, `Photo/$value`, or `$value` of a media entity at the end of a path. */
export function streamPath(path: ResourcePath): StreamPath | undefined {
  const { segments } = path;
  const isValue = segments.at(-1)?.kind === 'value';
  const at = segments.length - (isValue ? 2 : 1);
  const segment = segments[at];
  if (segment?.kind === 'property' && isStream(segment.property)) {
    const { entityLength, steps } = propertyPath(path);
    return { entityLength, property: { declaration: segment.property, steps } };
  }
  const result = segment?.result;
  const isContent = isValue && result?.type.kind === 'EntityType' && !result.collection;
  return isContent ? { entityLength: at + 1, property: undefined } : undefined;
}

export function isStreamRequest(path: ResourcePath): boolean {
  return streamPath(path) !== undefined;
}

export function requireStream(path: ResourcePath): StreamPath {
  const target = streamPath(path);
  if (target === undefined) throw new ODataError(400, 'BadRequest', 'The URL names no stream.');
  return target;
}

/** The steps to the stream property in just this entity; undefined for its own content. 400 or 404 where it has no such stream. */
export function streamSteps(entity: Entity, { property }: StreamPath): readonly string[] | undefined {
  if (property === undefined) {
    if (entity.type.hasStream) return undefined;
    throw new ODataError(400, 'BadRequest', `${entity.type.name} is no media entity: it has no $value.`);
  }
  const steps = withOrdinals(entity.values, property.steps);
  if (isStructuredValue(valueAt(entity.values, steps.slice(0, -1)))) return steps;
  throw new ODataError(404, 'NotFound', `There is no complex value ${steps.slice(0, -1).join('/')} here.`);
}
