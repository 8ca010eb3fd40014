// OData JSON Format 4.01, sections 6 "Entity" and 7.2 "Complex Value": writers of structured values, made for each type on first use.
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
import type { PropertyWriter, StructuredWriter } from './structured-writer.ts';
import type { Surroundings } from './surroundings.ts';
import { mayLackForm } from './value-exception.ts';
import { writeDynamic } from './write-dynamic.ts';
import { writeComplex } from './write-members.ts';
import { navigationWriters } from './write-navigation.ts';
import { collectionWriter, primitiveWriter, quote } from './write-primitive.ts';
import {
  complexShape,
  isStreamExpanded,
  isWhole,
  type Shape,
  shapeOf,
  wholeShape,
  writtenAs,
} from './write-shape.ts';

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
    const selected = writtenAs(shape, type, property.name);
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
  const typedByValue = isBuiltInAbstract(reference.type) && !reference.collection;
  const lacksForm = mayLackForm(reference.type, notation);
  const typeControl =
    notation.metadata === 'full' && (reference.collection || !structured)
      ? `${quote(`${name}${notation.prefix}type`)}:${quote(typeUri(reference, notation.version))},`
      : '';
  return {
    name,
    key,
    nextKey: `,${key}`,
    typeControl,
    property,
    typedByValue,
    plain: typeControl === '' && !typedByValue && !lacksForm && notation.omitValues === undefined,
    mayLackForm: lacksForm,
    omitted: isOmitted(property, notation),
    write: structured
      ? complexPropertyWriter(property, shape, notation)
      : primitivePropertyWriter(property, notation),
  };
}

function primitivePropertyWriter(property: EdmProperty, notation: JsonNotation): PropertyWriter['write'] {
  const { type, collection } = property.type;
  if (isBuiltInAbstract(type)) return (value, { state }) => writeDynamic(value, undefined, state);
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
    if (actual === undefined) return writeDynamic(value, undefined, around.state);
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

/** A structured value inside of a dynamic property: nothing is selected or expanded in it. */
export const writeComplexIn: WriteState['writeTyped'] = (value, type, state) =>
  writeComplex(value, writerFor(type, wholeOptions, state.notation), undefined, {
    state,
    entity: undefined,
    expanded: undefined,
    path: undefined,
  });
