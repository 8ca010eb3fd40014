// OASIS Core vocabulary, term DataModificationException: changes that were not made, in the answer that tells of them.
import { type StructuredValue, valueAt } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import type { DeltaItem } from '../read/payload.ts';
import type { WriteState } from './serialize-context.ts';
import { primitiveWriter, quote } from './write-primitive.ts';

/** What was not done, and why. */
export interface Failure {
  readonly operation: 'insert' | 'update' | 'delete' | 'invoke' | 'link' | 'unlink';
  readonly exception: {
    readonly responseCode: number;
    readonly code: string;
    readonly message: string;
    readonly target: string | undefined;
  };
}

/** A change of a delta payload that was not made. */
export interface FailedChange extends Failure {
  readonly kind: 'failed';
  /** As it was sent. */
  readonly item: DeltaItem;
}

/** The value of the annotation. */
export function modificationException({ operation, exception }: Failure): StructuredValue {
  const { responseCode, code, message, target } = exception;
  return {
    failedOperation: operation,
    responseCode,
    info: { code, message, ...(target !== undefined && { target }), severity: 'error' },
  };
}

/** The annotation, as a member of what it is about. */
export function exceptionMember(failure: Failure): string {
  return `${quote(`@${Core.DataModificationException}`)}:${JSON.stringify(modificationException(failure))}`;
}

/**
 * An insert is a deleted entity, since there is none; an update and a delete are references to what is still there;
 * an added link is a deleted one, and a deleted one is there as before.
 */
export function writeFailure(failure: FailedChange, state: WriteState): string {
  const { item, operation } = failure;
  const what = item.kind === 'entity' ? entityMembers(item, operation, state) : linkMembers(item, state);
  return `{${[...what, exceptionMember(failure)].join(',')}}`;
}

function entityMembers(
  { entity, entitySet }: DeltaItem & { readonly kind: 'entity' },
  operation: FailedChange['operation'],
  { notation }: WriteState,
): readonly string[] {
  const { prefix } = notation;
  const { contentId, id, type, values } = entity;
  const isInsert = operation === 'insert';
  const members: string[] = [];
  if (entitySet !== undefined) {
    const form = isInsert ? '$deletedEntity' : '$entity';
    members.push(`"${prefix}context":${quote(`#${entitySet.name}/${form}`)}`);
  }
  if (isInsert) members.push(`"${prefix}removed":{}`);
  if (id !== undefined) members.push(`"${prefix}id":${quote(id)}`);
  if (contentId !== undefined) members.push(contentIdMember(contentId));
  for (const { path, property } of type.key) {
    const value = path.length === 1 ? (valueAt(values, path) ?? null) : null;
    if (value !== null)
      members.push(`${quote(property.name)}:${primitiveWriter(property.type.type, notation)(value)}`);
  }
  return members;
}

export function contentIdMember(contentId: string): string {
  return `${quote(`@${Core.ContentID}`)}:${quote(contentId)}`;
}

function linkMembers(
  { kind, source, relationship, target }: DeltaItem & { readonly kind: 'link' | 'deletedLink' },
  { notation, context }: WriteState,
): readonly string[] {
  const { path } = context.query;
  const set = path.source?.kind === 'navigationSource' ? path.source.navigationSource.name : '';
  const form = kind === 'link' ? '$deletedLink' : '$link';
  return [
    `"${notation.prefix}context":${quote(`#${set}/${form}`)}`,
    `"source":${quote(source)}`,
    `"relationship":${quote(relationship)}`,
    ...(target === undefined ? [] : [`"target":${quote(target)}`]),
  ];
}
