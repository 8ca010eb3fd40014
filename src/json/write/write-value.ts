// OData JSON Format 4.01, section 11 "Individual Property or Operation Response".
import type { EdmStructuredType, EdmType, EdmTypeReference } from '../../edm/edm-model.ts';
import { isBuiltInAbstract } from '../../edm/primitive-types.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  itemsOfValue,
  type StructuredValue,
  valueAt,
} from '../../edm/value.ts';
import type { CollectionResult, ValueOrigin, ValueResult } from '../../query/result.ts';
import { typeUri } from './control-information.ts';
import type { WriteState } from './serialize-context.ts';
import type { Surroundings } from './surroundings.ts';
import { mayLackForm, valueException } from './value-exception.ts';
import { dynamicMembers, impliedTypeName, typeMember, writeDynamic } from './write-dynamic.ts';
import { writeComplex } from './write-members.ts';
import { append, isTypeEvident, primitiveReferenceWriter } from './write-primitive.ts';
import { writerFor } from './write-structured.ts';

/** A complex value is the body itself, any other value its member `value`. `head`: members before the others. */
export function writeValue(result: ValueResult, state: WriteState, head: string): string {
  const reference = declaredReference(state);
  const { value, origin } = result;
  const typeName = reference === undefined ? typeNameOf(result) : undefined;
  const type = structuredTypeOf(value, typeName, reference?.type, state);
  if (type !== undefined && isStructuredValue(value))
    return writeStructured(value, type, result, state, head);
  const told =
    reference === undefined ? typeMember('', value, typeName, state) : declaredType(value, reference, state);
  const annotations = withExceptions(annotationsOf(origin, state), value, state);
  const members = [told, ...annotations, `"value":${writeAny(result, typeName, state)}`];
  return `{${members.reduce(append, head)}}`;
}

/** The declared type; undefined where each value has one of its own: of a dynamic property, and of an abstract type. */
function declaredReference({ context }: WriteState): EdmTypeReference | undefined {
  const reference = context.query.path.result;
  return reference === undefined || isBuiltInAbstract(reference.type) ? undefined : reference;
}

/** The type that a value brings along, where none is declared. */
function typeNameOf({ value, typeName, origin }: ValueResult): string | undefined {
  return typeName ?? keptTypeName(origin) ?? impliedTypeName(value);
}

function keptTypeName(origin: ValueOrigin | undefined): string | undefined {
  const kept = holderOf(origin)?.[`${origin?.path.at(-1)}@type`];
  return typeof kept === 'string' ? kept : undefined;
}

/** What holds the property, and annotations beside it. */
function holderOf(origin: ValueOrigin | undefined): StructuredValue | undefined {
  if (origin === undefined) return undefined;
  const holder = valueAt(origin.entity.values, origin.path.slice(0, -1));
  return isStructuredValue(holder) ? holder : undefined;
}

function structuredTypeOf(
  value: EdmValue,
  typeName: string | undefined,
  declared: EdmType | undefined,
  { context }: WriteState,
): EdmStructuredType | undefined {
  if (!isStructuredValue(value)) return undefined;
  const named = value['@type'] ?? typeName;
  const type = typeof named === 'string' ? context.model.findStructuredType(named) : undefined;
  return type ?? (declared !== undefined && isStructuredType(declared) ? declared : undefined);
}

function writeStructured(
  value: StructuredValue,
  type: EdmStructuredType,
  { expanded, computed, selected, origin }: ValueResult,
  state: WriteState,
  head = '',
): string {
  const { options } = state.context.query;
  const declared = declaredReference(state)?.type;
  // what no declaration describes has no navigation properties that anything could be related by
  const place = declared && origin && { entity: origin.entity, base: `${origin.path.join('/')}/` };
  const around: Surroundings = {
    state,
    entity: undefined,
    ...place,
    path: '',
    expanded,
    computed,
    selected,
  };
  const expected = declared !== undefined && isStructuredType(declared) ? declared : undefined;
  return writeComplex(value, writerFor(type, options, state.notation), expected, around, head);
}

/** Section 3.1.2: full metadata tells the type of the addressed value where JSON does not. */
function declaredType(value: EdmValue, { type, collection }: EdmTypeReference, state: WriteState): string {
  const { metadata, prefix, version } = state.notation;
  if (metadata !== 'full' || (!collection && isTypeEvident(type, value))) return '';
  return `"${prefix}type":"${typeUri({ type, collection }, version)}"`;
}

function writeAny(result: ValueResult, typeName: string | undefined, state: WriteState): string {
  const { value } = result;
  const reference = declaredReference(state);
  if (reference === undefined) return writeDynamic(value, typeName, state);
  if (!isCollectionValue(value)) return writeSingle(result, reference, state);
  const items = value.map((item: EdmValue) => writeSingle({ kind: 'value', value: item }, reference, state));
  return `[${items.join(',')}]`;
}

function writeSingle(result: ValueResult, { type }: EdmTypeReference, state: WriteState): string {
  const { value } = result;
  if (value === null) return 'null';
  const structured = structuredTypeOf(value, undefined, type, state);
  if (structured !== undefined && isStructuredValue(value))
    return writeStructured(value, structured, result, state);
  return primitiveReferenceWriter({ type, collection: false, nullable: true }, state.notation)(value);
}

/** Writes the items of a collection of values. */
export function valueItemWriter(
  { origin }: CollectionResult,
  state: WriteState,
): (item: ValueResult) => string {
  const reference = declaredReference(state);
  if (reference !== undefined) return (item) => writeSingle(item, reference, state);
  const typeName = /^Collection\((.*)\)$/.exec(keptTypeName(origin) ?? '')?.[1];
  return ({ value }) => writeDynamic(value, typeName, state);
}

/** Section 4.6.3: full metadata tells the type of a collection of values, as it does of a property in an entity. */
export function collectionType({ origin }: CollectionResult, state: WriteState): string {
  const { metadata, prefix, version } = state.notation;
  const { options } = state.context.query;
  const result = declaredReference(state);
  if (result === undefined) return typeMember('', [], keptTypeName(origin), state);
  if (metadata !== 'full' || options.apply !== undefined) return '';
  if (!result.collection || result.type.kind === 'EntityType') return '';
  return `"${prefix}type":"${typeUri(result, version)}"`;
}

/** Section 20: "the annotations for the value appear next to the value property and are not prefixed". */
function annotationsOf(origin: ValueOrigin | undefined, state: WriteState, items = true): readonly string[] {
  const holder = holderOf(origin);
  const prefix = `${origin?.path.at(-1)}@`;
  if (holder === undefined) return [];
  const own = createRecord();
  for (const name of Object.keys(holder))
    if (name.startsWith(prefix)) own[name.slice(prefix.length - 1)] = holder[name] ?? null;
  const none = (): boolean => false;
  const { annotations, itemAnnotations } = dynamicMembers(own, none, none, state);
  const ofItems = itemAnnotations.get('');
  return ofItems === undefined || !items ? annotations : [...annotations, ofItems];
}

/** What stands for values that the format has no form for; items that are annotated in their own right are left at that. */
function withExceptions(own: readonly string[], value: EdmValue, state: WriteState): readonly string[] {
  const type = declaredReference(state)?.type;
  const exception = type === undefined ? '' : valueException('', value, type, state.notation);
  const [name = ''] = exception.split(':', 1);
  return exception === '' || own.some((member) => member.startsWith(name)) ? own : [...own, exception];
}

/** Of an addressed collection. */
export function annotationsOfCollection(result: CollectionResult, state: WriteState): readonly string[] {
  const own = keptAnnotations(result, state);
  const type = declaredReference(state)?.type;
  if (type === undefined || !mayLackForm(type, state.notation)) return own;
  const values = result.items.map((item) => (item.kind === 'value' ? item.value : null));
  return withExceptions(own, values, state);
}

/** Those of items only where the collection is whole, since they count them. */
function keptAnnotations({ origin, items }: CollectionResult, state: WriteState): readonly string[] {
  if (origin === undefined || items.some((item) => item.kind !== 'value')) return [];
  const kept = itemsOfValue(valueAt(origin.entity.values, origin.path));
  const isWhole =
    kept.length === items.length &&
    items.every((item, index) => item.kind === 'value' && item.value === kept[index]);
  return annotationsOf(origin, state, isWhole);
}
