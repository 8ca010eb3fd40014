// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": the members of a structured value, in their order.
import type { EdmStructuredType } from '../../edm/edm-model.ts';
import type { EdmValue, StructuredValue } from '../../edm/value.ts';
import type { CollectionResult } from '../../query/result.ts';
import { collectionAnnotations } from '../member-name.ts';
import { typeUri } from './control-information.ts';
import type { PropertyWriter, StructuredWriter } from './structured-writer.ts';
import type { Surroundings } from './surroundings.ts';
import { valueException } from './value-exception.ts';
import {
  annotatedProperties,
  annotationsBefore,
  computedTypeName,
  type DynamicMembers,
  dynamicMembers,
  dynamicProperty,
  typedMember,
} from './write-dynamic.ts';
import { mediaMembers } from './write-media.ts';
import { navigationMembers } from './write-navigation.ts';
import { append, isTypeEvident, quote } from './write-primitive.ts';
import { isLinkSelected, selectionOf } from './write-shape.ts';

/** A complex value, braces included. `declared`: the type that the client can tell from the metadata. */
export function writeComplex(
  value: StructuredValue,
  writer: StructuredWriter,
  declared: EdmStructuredType | undefined,
  around: Surroundings,
  head = '',
): string {
  const { metadata, prefix, version } = writer.notation;
  const typed = metadata === 'full' || (metadata === 'minimal' && writer.type !== declared);
  const type = typed
    ? `"${prefix}type":${quote(typeUri({ type: writer.type, collection: false }, version))}`
    : '';
  const text = head !== '' && type !== '' ? `${head},${type}` : head + type;
  const { convert } = around.state.context;
  const told = convert === undefined ? value : convert(value, writer.type, around.entity);
  const members = writeMembers(text, told, writer, around);
  const { made, path } = around;
  if (made === undefined || path === undefined) return `{${members}}`;
  return `{${made(path, writer.type).reduce(append, members)}}`;
}

/** Appends the members of the value to `text`, which holds the members before them or is empty. */
export function writeMembers(
  head: string,
  values: StructuredValue,
  writer: StructuredWriter,
  around: Surroundings,
): string {
  let text = head;
  let present = 0;
  for (const member of writer.properties) {
    const value = values[member.name];
    if (value === undefined) continue;
    present++;
    const shaped = shapeOfCollection(member, around);
    if (shaped !== undefined) text = append(text, shapedCollection(member, shaped, around));
    else if (value === null) {
      if (!member.omitted(null)) text += `${text === '' ? member.key : member.nextKey}null`;
    } else if (member.plain)
      text += (text === '' ? member.key : member.nextKey) + member.write(value, around);
    else if (!member.omitted(value)) text = append(text, writeWithType(member, value, values, around));
  }
  const hasMore = Object.keys(values).length !== present;
  const beside = hasMore ? membersBeside(values, writer, around) : undefined;
  if (beside !== undefined) {
    const { annotations, propertyAnnotations, itemAnnotations } = beside;
    if (annotations.length > 0 || propertyAnnotations.size > 0 || itemAnnotations.size > 0)
      text = writeAnnotated(head, values, writer, beside, around);
    text = annotatedProperties(beside).reduce(append, text);
  }
  if (around.computed !== undefined) text = writeComputed(text, around.computed, writer, around);
  const annotations = beside?.propertyAnnotations ?? noAnnotations;
  for (const { name, inline } of writer.streams) {
    text = (annotations.get(name) ?? []).reduce(append, text);
    text = append(text, mediaMembers(name, around, inline));
  }
  if (writer.navigation.length > 0) text = navigationMembers(text, writer.navigation, around, annotations);
  return beside === undefined ? text : looseAnnotations(writer, beside).reduce(append, text);
}

/** What options of $select made of a collection. */
function shapeOfCollection(member: PropertyWriter, around: Surroundings): CollectionResult | undefined {
  const shaped = around.selected?.get(`${around.path ?? ''}${member.name}`);
  return shaped?.kind === 'collection' ? shaped : undefined;
}

const noAnnotations: DynamicMembers['propertyAnnotations'] = new Map();

function membersBeside(
  values: StructuredValue,
  { shape, type }: StructuredWriter,
  { state }: Surroundings,
): DynamicMembers {
  const isSelected = (name: string): boolean => selectionOf(shape, type, name) !== undefined;
  return dynamicMembers(values, (name) => type.properties.has(name), isSelected, state);
}

function writeWithType(
  member: PropertyWriter,
  value: EdmValue,
  holder: StructuredValue,
  around: Surroundings,
): string {
  if (member.typedByValue) return dynamicProperty(member.name, value, holder, around.state);
  const { type, collection } = member.property.type;
  const exception = exceptionOf(member, value, around, holder);
  const evident = !collection && (exception !== '' || isTypeEvident(type, value));
  const written = member.key + member.write(value, around);
  return (evident ? '' : member.typeControl) + append(exception, written);
}

/** Where items of a collection are annotated in their own right, that is what is told of them. */
function exceptionOf(
  { mayLackForm, name, property }: PropertyWriter,
  value: EdmValue,
  { state }: Surroundings,
  holder?: StructuredValue,
): string {
  const isTold = !mayLackForm || holder?.[`${name}@${collectionAnnotations}`] !== undefined;
  return isTold ? '' : valueException(name, value, property.type.type, state.notation);
}

/** Protocol, section 11.2.5.1: a collection with options of its own, such as `$select=Emails($count=true;$top=2)`. */
function shapedCollection(member: PropertyWriter, result: CollectionResult, around: Surroundings): string {
  const { state } = around;
  const { prefix, ieee754Compatible } = state.notation;
  const values = result.items.map((item) => (item.kind === 'value' ? item.value : null));
  const written = member.key + member.write(values, around);
  const value = append(exceptionOf(member, values, around), written);
  if (result.count === undefined) return value;
  const count = ieee754Compatible ? `"${result.count}"` : String(result.count);
  return `${quote(`${member.name}${prefix}count`)}:${count},${value}`;
}

/**
 * Annotations: rare enough to write the members anew, each immediately after its own (section 20.2). Those of streams and
 * navigation properties are left to the writers of these.
 */
function writeAnnotated(
  head: string,
  values: StructuredValue,
  writer: StructuredWriter,
  beside: DynamicMembers,
  around: Surroundings,
): string {
  let text = beside.annotations.reduce(append, head);
  for (const member of writer.properties) {
    const value = values[member.name];
    const shaped = shapeOfCollection(member, around);
    // items that are annotated are counted: not those of a part of the collection
    const own = shaped
      ? (beside.propertyAnnotations.get(member.name) ?? [])
      : annotationsBefore(beside, member.name);
    text = own.reduce(append, text);
    if (shaped !== undefined) text = append(text, shapedCollection(member, shaped, around));
    else if (value !== undefined && (!member.omitted(value) || own.length > 0))
      text = append(
        text,
        value === null ? `${member.key}null` : writeWithType(member, value, values, around),
      );
  }
  return text;
}

/** Annotations of navigation properties that leave no other trace: what the client did not select has none. */
function looseAnnotations(
  { type, shape, navigation }: StructuredWriter,
  beside: DynamicMembers,
): readonly string[] {
  const written = new Set(navigation.map(({ name }) => name));
  return [...beside.propertyAnnotations].flatMap(([name, annotations]) => {
    const property = type.navigationProperties.get(name);
    const isLoose = property !== undefined && !written.has(name) && isLinkSelected(shape, property);
    return isLoose ? annotations : [];
  });
}

function writeComputed(
  text: string,
  computed: StructuredValue,
  writer: StructuredWriter,
  around: Surroundings,
): string {
  const { state } = around;
  let result = text;
  for (const name of Object.keys(computed)) {
    const item = writer.shape.compute.find((candidate) => candidate.name === name);
    if (name.includes('@') || selectionOf(writer.shape, writer.type, name) === undefined) continue;
    const value = computed[name] ?? null;
    const typeName = computedTypeName(computed[`${name}@type`], item);
    result = append(result, typedMember(name, value, typeName, state));
  }
  return result;
}
