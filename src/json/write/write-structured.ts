// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": the members of a structured value.
import type { EdmProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import { permits } from '../../edm/permissions.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from '../../edm/value.ts';
import type { QueryOptions } from '../../query/query.ts';
import type { CollectionResult, ItemResult } from '../../query/result.ts';
import { type JsonNotation, typeUri } from './control-information.ts';
import { isOmitted } from './omit-values.ts';
import type { WriteState } from './serialize-context.ts';
import type { Surroundings } from './surroundings.ts';
import {
  computedTypeName,
  dynamicMembers,
  dynamicProperty,
  type TypedWriter,
  typeControl,
  writeDynamic,
} from './write-dynamic.ts';
import { mediaMembers } from './write-media.ts';
import { type NavigationWriter, navigationMembers, navigationWriters } from './write-navigation.ts';
import { collectionWriter, isTypeEvident, primitiveWriter, quote } from './write-primitive.ts';
import {
  complexShape,
  isStreamExpanded,
  isWhole,
  type Shape,
  selectionOf,
  shapeOf,
  wholeShape,
} from './write-shape.ts';

/** Writes one property; the text has no comma before it. */
interface PropertyWriter {
  readonly name: string;
  /** `"name":` */
  readonly key: string;
  /** `,"name":` */
  readonly nextKey: string;
  /** `"name@odata.type":"#Guid",` where metadata=full says what JSON does not. */
  readonly typeControl: string;
  readonly property: EdmProperty;
  /** Of an abstract type: each value has a type of its own, which is told like that of a dynamic property. */
  readonly typedByValue: boolean;
  readonly omitted: (value: EdmValue) => boolean;
  readonly write: (value: EdmValue, around: Surroundings) => string;
}

/** A writer for values of one type, in one shape and one notation. */
export interface StructuredWriter {
  readonly type: EdmStructuredType;
  readonly notation: JsonNotation;
  readonly shape: Shape;
  readonly properties: readonly PropertyWriter[];
  readonly streams: readonly { readonly name: string; readonly inline: boolean }[];
  readonly navigation: readonly NavigationWriter[];
}

type WriterTable = (StructuredWriter | undefined)[];
const wholeWriters = new WeakMap<EdmStructuredType, WriterTable>();
const shapedWriters = new WeakMap<QueryOptions, Map<EdmStructuredType, WriterTable>>();

/** The writer for instances of a type that a query with these options yields; made on first use. */
export function writerFor(
  type: EdmStructuredType,
  options: QueryOptions,
  notation: JsonNotation,
): StructuredWriter {
  const table = isWhole(options) ? wholeTable(type) : shapedTable(type, options);
  let writer = table[notation.index];
  if (writer === undefined) {
    writer = compile(type, shapeOf(options), notation);
    table[notation.index] = writer;
  }
  return writer;
}

function wholeTable(type: EdmStructuredType): WriterTable {
  const known = wholeWriters.get(type);
  if (known !== undefined) return known;
  const table: WriterTable = [];
  wholeWriters.set(type, table);
  return table;
}

function shapedTable(type: EdmStructuredType, options: QueryOptions): WriterTable {
  const byType = shapedWriters.get(options) ?? new Map<EdmStructuredType, WriterTable>();
  const table = byType.get(type) ?? [];
  shapedWriters.set(options, byType.set(type, table));
  return table;
}

const wholeOptions: QueryOptions = {};

function complexWriterFor(type: EdmStructuredType, shape: Shape, notation: JsonNotation): StructuredWriter {
  return shape === wholeShape ? writerFor(type, wholeOptions, notation) : compile(type, shape, notation);
}

function compile(type: EdmStructuredType, shape: Shape, notation: JsonNotation): StructuredWriter {
  const properties: PropertyWriter[] = [];
  const streams: { name: string; inline: boolean }[] = [];
  for (const property of type.properties.values()) {
    if (!permits(property, 'Read')) continue;
    const selected = selectionOf(shape, type, property.name);
    const inline = isStreamExpanded(shape, property);
    if (isStream(property) && (selected !== undefined || inline))
      streams.push({ name: property.name, inline });
    if (selected === undefined || isStream(property)) continue;
    properties.push(propertyWriter(property, complexShape(shape, property.name, selected), notation));
  }
  return { type, notation, shape, properties, streams, navigation: navigationWriters(type, shape, notation) };
}

const isStream = ({ type: { type } }: EdmProperty): boolean =>
  type.kind === 'Primitive' && type.name === 'Stream';

function propertyWriter(property: EdmProperty, shape: Shape, notation: JsonNotation): PropertyWriter {
  const { name, type: reference } = property;
  const key = `${quote(name)}:`;
  const structured = reference.type.kind === 'ComplexType' || reference.type.kind === 'EntityType';
  return {
    name,
    key,
    nextKey: `,${key}`,
    typeControl:
      notation.metadata === 'full' && (reference.collection || !structured)
        ? `${quote(`${name}${notation.prefix}type`)}:${quote(typeUri(reference, notation.version))},`
        : '',
    property,
    typedByValue: isBuiltInAbstract(reference.type) && !reference.collection,
    omitted: isOmitted(property, notation),
    write: structured
      ? complexPropertyWriter(property, shape, notation)
      : primitivePropertyWriter(property, notation),
  };
}

function primitivePropertyWriter(property: EdmProperty, notation: JsonNotation): PropertyWriter['write'] {
  const { type, collection } = property.type;
  if (isBuiltInAbstract(type))
    return (value, { state }) => writeDynamic(value, undefined, state, writeComplexIn);
  const item = primitiveWriter(type, notation);
  return collection ? collectionWriter(item) : item;
}

function complexPropertyWriter(
  property: EdmProperty,
  shape: Shape,
  notation: JsonNotation,
): PropertyWriter['write'] {
  const type = property.type.type as EdmStructuredType;
  // types may hold themselves: their writers are made when the first value comes
  const writers = new Map<EdmStructuredType, StructuredWriter>();
  const writeItem = (value: EdmValue, around: Surroundings): string => {
    if (!isStructuredValue(value)) return primitiveWriter(type, notation)(value);
    const actual = actualType(value, type, around.state);
    if (actual === undefined) return writeDynamic(value, undefined, around.state, writeComplexIn);
    let writer = writers.get(actual);
    if (writer === undefined) {
      writer = complexWriterFor(actual, shape, notation);
      writers.set(actual, writer);
    }
    return writeComplex(value, writer, type, around);
  };
  return (value, around) => {
    const here = `${around.path ?? ''}${property.name}`;
    const path = around.path === undefined ? undefined : `${here}/`;
    const shaped = around.selected?.get(here);
    if (!isCollectionValue(value)) return writeItem(value, { ...around, path, computed: computedIn(shaped) });
    const shapedItems = shaped?.kind === 'collection' ? shaped.items : [];
    const items = value.map((item, ordinal) =>
      writeItem(item, {
        ...around,
        path: path === undefined ? undefined : `${path}${ordinal}/`,
        computed: computedIn(shapedItems[ordinal]),
      }),
    );
    return `[${items.join(',')}]`;
  };
}

/** What $compute, nested in $select, made of a complex value. */
function computedIn(result: ItemResult | CollectionResult | undefined): StructuredValue | undefined {
  return result?.kind === 'value' ? result.computed : undefined;
}

/** The type that `@type` names; undefined where the model does not know it. */
export function actualType(
  value: StructuredValue,
  declared: EdmStructuredType,
  state: WriteState,
): EdmStructuredType | undefined {
  const named = value['@type'];
  return typeof named === 'string' ? state.context.model.findStructuredType(named) : declared;
}

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
  return `{${writeMembers(text, value, writer, around)}}`;
}

/** A structured value inside of a dynamic property: nothing is selected or expanded in it. */
export const writeComplexIn: TypedWriter = (value, type, state) =>
  writeComplex(value, writerFor(type, wholeOptions, state.notation), undefined, {
    state,
    entity: undefined,
    expanded: undefined,
    path: undefined,
  });

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
    const shaped = around.selected?.get(`${around.path ?? ''}${member.name}`);
    if (shaped?.kind === 'collection') text = append(text, shapedCollection(member, shaped, around));
    else if (value === null) {
      if (!member.omitted(null)) text += `${text === '' ? member.key : member.nextKey}null`;
    } else if (member.typeControl !== '' || member.typedByValue || writer.notation.omitValues !== undefined) {
      if (!member.omitted(value)) text = append(text, writeWithType(member, value, values, around));
    } else text += (text === '' ? member.key : member.nextKey) + member.write(value, around);
  }
  if (Object.keys(values).length !== present) text = writeBeside(head, text, values, writer, around);
  if (around.computed !== undefined) text = writeComputed(text, around.computed, writer, around);
  if (writer.streams.length > 0)
    for (const stream of writer.streams)
      text = append(text, mediaMembers(stream.name, around, stream.inline));
  return writer.navigation.length > 0 ? navigationMembers(text, writer.navigation, around) : text;
}

export function append(text: string, member: string): string {
  return text === '' || member === '' ? text + member : `${text},${member}`;
}

function writeWithType(
  member: PropertyWriter,
  value: EdmValue,
  holder: StructuredValue,
  around: Surroundings,
): string {
  if (member.typedByValue) return dynamicProperty(member.name, value, holder, around.state, writeComplexIn);
  const { type, collection } = member.property.type;
  const evident = !collection && isTypeEvident(type, value);
  return (evident ? '' : member.typeControl) + member.key + member.write(value, around);
}

/** Protocol, section 11.2.5.1: a collection with options of its own, such as `$select=Emails($count=true;$top=2)`. */
function shapedCollection(member: PropertyWriter, result: CollectionResult, around: Surroundings): string {
  const { state } = around;
  const { prefix, ieee754Compatible } = state.notation;
  const values = result.items.map((item) => (item.kind === 'value' ? item.value : null));
  const value = member.key + member.write(values, around);
  if (result.count === undefined) return value;
  const count = ieee754Compatible ? `"${result.count}"` : String(result.count);
  return `${quote(`${member.name}${prefix}count`)}:${count},${value}`;
}

/** Dynamic properties and annotations: rare enough to write the members anew, each after its annotations. */
function writeBeside(
  head: string,
  written: string,
  values: StructuredValue,
  writer: StructuredWriter,
  around: Surroundings,
): string {
  const { shape, type } = writer;
  const isSelected = (name: string): boolean => selectionOf(shape, type, name) !== undefined;
  const declared = (name: string): boolean => type.properties.has(name);
  const beside = dynamicMembers(values, declared, isSelected, around.state, writeComplexIn);
  const plain = beside.annotations.length === 0 && beside.propertyAnnotations.size === 0;
  let text = plain ? written : beside.annotations.reduce(append, head);
  if (!plain)
    for (const member of writer.properties) {
      const value = values[member.name];
      const annotations = beside.propertyAnnotations.get(member.name) ?? [];
      text = annotations.reduce(append, text);
      if (value !== undefined && (!member.omitted(value) || annotations.length > 0))
        text = append(
          text,
          value === null ? `${member.key}null` : writeWithType(member, value, values, around),
        );
    }
  for (const [name, annotations] of beside.propertyAnnotations)
    if (!declared(name)) text = annotations.reduce(append, text);
  return beside.properties.reduce(append, text);
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
    const member = `${quote(name)}:${writeDynamic(value, typeName, state, writeComplexIn)}`;
    result = append(result, typeControl(name, value, typeName, state) + member);
  }
  return result;
}
