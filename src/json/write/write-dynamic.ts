// OData JSON Format 4.01, section 4.6.3 "type" (dynamic properties), 7.5 "Untyped Value" and 20 "Instance Annotations".
import type { EdmModel, EdmType } from '../../edm/edm-model.ts';
import {
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  itemsOfValue,
  type StructuredValue,
} from '../../edm/value.ts';
import type { ComputeItem } from '../../query/query.ts';
import { collectionAnnotations } from '../member-name.ts';
import { typeUriOfName } from './control-information.ts';
import type { WriteState } from './serialize-context.ts';
import { valueException } from './value-exception.ts';
import { append, collectionWriter, isTypeEvident, primitiveWriter, quote } from './write-primitive.ts';

/** What a structured value holds beside its declared properties, each member's text without a comma. */
export interface DynamicMembers {
  /** Instance annotations of the value itself. */
  readonly annotations: readonly string[];
  /** Instance annotations of properties, by the property's name. */
  readonly propertyAnnotations: ReadonlyMap<string, readonly string[]>;
  /** Annotations of the items of collections, by the property's name. */
  readonly itemAnnotations: ReadonlyMap<string, string>;
  /** Dynamic properties, by name. */
  readonly properties: ReadonlyMap<string, string>;
}

/** `isSelected` says which dynamic properties are written. */
export function dynamicMembers(
  values: StructuredValue,
  isDeclared: (name: string) => boolean,
  isSelected: (name: string) => boolean,
  state: WriteState,
): DynamicMembers {
  const annotations: string[] = [];
  const propertyAnnotations = new Map<string, string[]>();
  const itemAnnotations = new Map<string, string>();
  const properties = new Map<string, string>();
  for (const name of Object.keys(values)) {
    if (isDeclared(name)) continue;
    const at = name.indexOf('@');
    const value = values[name] ?? null;
    if (at < 0) {
      if (isSelected(name)) properties.set(name, dynamicProperty(name, value, values, state));
      continue;
    }
    const of = name.slice(0, at);
    const term = name.slice(at + 1);
    const ofItems = term === collectionAnnotations;
    const member = ofItems ? itemAnnotationsMember(of, value, state) : annotationMember(name, value, state);
    if (member === '') continue;
    if (ofItems) itemAnnotations.set(of, member);
    else if (at === 0) annotations.push(member);
    else propertyAnnotations.set(of, [...(propertyAnnotations.get(of) ?? []), member]);
  }
  return { annotations, propertyAnnotations, itemAnnotations, properties };
}

/** Empty for what is not written: a term that is not asked for, and control information. */
function annotationMember(name: string, value: EdmValue, state: WriteState): string {
  const term = name.slice(name.indexOf('@') + 1);
  return isWrittenTerm(term, state) ? `${quote(name)}:${writeDynamic(value, undefined, state)}` : '';
}

/** `"Emails@collectionAnnotations":[{"index":0,"@ns.Term":…}]`; empty where none of them is asked for. */
function itemAnnotationsMember(of: string, kept: EdmValue, state: WriteState): string {
  const { metadata, prefix } = state.notation;
  if (metadata === 'none') return '';
  const items = itemsOfValue(kept).flatMap((item) => {
    const { index = null, ...terms } = isStructuredValue(item) ? item : {};
    const members = Object.keys(terms).map((name) => annotationMember(name, terms[name] ?? null, state));
    const written = members.filter((member) => member !== '');
    return written.length === 0 ? [] : [`{"index":${String(index)},${written.join(',')}}`];
  });
  return items.length === 0 ? '' : `${quote(`${of}${prefix}${collectionAnnotations}`)}:[${items.join(',')}]`;
}

/** `type` and its like have no dot: they are control information, not annotations. */
function isWrittenTerm(term: string, state: WriteState): boolean {
  return term.includes('.') && (state.context.includeAnnotation?.(term.split('#')[0] ?? '') ?? true);
}

/** `"name@type":"Int64","name":5`; `holder` has the type beside the value. */
export function dynamicProperty(
  name: string,
  value: EdmValue,
  holder: StructuredValue,
  state: WriteState,
): string {
  const declared = holder[`${name}@type`];
  const typeName = typeof declared === 'string' ? declared : impliedTypeName(value);
  return typedMember(name, value, typeName, state);
}

/** A member with what is told of it: its type, and what stands for it where the format has no form for the value. */
export function typedMember(
  name: string,
  value: EdmValue,
  typeName: string | undefined,
  state: WriteState,
): string {
  const type = typeName === undefined ? undefined : findType(state.context.model, typeName);
  const exception = type === undefined ? '' : valueException(name, value, type, state.notation);
  const member = `${quote(name)}:${writeDynamic(value, typeName, state)}`;
  return [typeMember(name, value, typeName, state), exception, member].reduce(append);
}

/** `"name@odata.type":"#Int64"`, or nothing where JSON tells the type or the metadata level forbids it. */
export function typeMember(
  name: string,
  value: EdmValue,
  typeName: string | undefined,
  state: WriteState,
): string {
  const { metadata, prefix, version } = state.notation;
  if (typeName === undefined || metadata === 'none') return '';
  const type = findType(state.context.model, typeName);
  if (type !== undefined && !isCollectionName(typeName) && isTypeEvident(type, value)) return '';
  return `${quote(`${name}${prefix}type`)}:${quote(typeUriOfName(typeName, version))}`;
}

/** What a value in memory tells where nothing is declared: integers beyond a double's reach, and numbers that JSON lacks. */
export function impliedTypeName(value: EdmValue): string | undefined {
  if (typeof value === 'bigint') return 'Edm.Int64';
  return typeof value === 'number' && !Number.isFinite(value) ? 'Edm.Double' : undefined;
}

/** A value whose type the model does not declare. `typeName`: qualified, also `Collection(…)`. */
export function writeDynamic(value: EdmValue, typeName: string | undefined, state: WriteState): string {
  if (value === null) return 'null';
  const type = typeName === undefined ? undefined : findType(state.context.model, typeName);
  const item = (element: EdmValue): string => writeItem(element, type, state);
  return isCollectionValue(value) ? collectionWriter(item)(value) : item(value);
}

function writeItem(value: EdmValue, type: EdmType | undefined, state: WriteState): string {
  if (isCollectionValue(value)) return writeDynamic(value, undefined, state);
  if (!isStructuredValue(value)) return primitiveWriter(type ?? untypedType, state.notation)(value);
  const named = typeof value['@type'] === 'string' ? findType(state.context.model, value['@type']) : type;
  if (named?.kind === 'ComplexType' || named?.kind === 'EntityType')
    return state.writeTyped(value, named, state);
  if (type?.kind === 'Primitive' && type.name !== 'Untyped')
    return primitiveWriter(type, state.notation)(value);
  return writeUntypedRecord(value, state);
}

export const untypedType: EdmType = {
  kind: 'Primitive',
  name: 'Untyped',
  namespace: 'Edm',
  qualifiedName: 'Edm.Untyped',
};

function writeUntypedRecord(value: StructuredValue, state: WriteState): string {
  const { metadata, prefix, version } = state.notation;
  const members = dynamicMembers(
    value,
    () => false,
    () => true,
    state,
  );
  const type = value['@type'];
  const head =
    typeof type === 'string' && metadata !== 'none'
      ? [`"${prefix}type":${quote(typeUriOfName(type, version))}`]
      : [];
  const absent = [...members.propertyAnnotations].flatMap(([name, annotations]) =>
    members.properties.has(name) ? [] : annotations,
  );
  return `{${[...head, ...members.annotations, ...annotatedProperties(members), ...absent].join(',')}}`;
}

/** Section 20.2: annotations stand immediately before what they are about. */
export function annotatedProperties(members: DynamicMembers): readonly string[] {
  return [...members.properties].flatMap(([name, member]) => [...annotationsBefore(members, name), member]);
}

export function annotationsBefore(
  { propertyAnnotations, itemAnnotations }: DynamicMembers,
  name: string,
): readonly string[] {
  const ofItems = itemAnnotations.get(name);
  const annotations = propertyAnnotations.get(name) ?? [];
  return ofItems === undefined ? annotations : [...annotations, ofItems];
}

const isCollectionName = (typeName: string): boolean => typeName.startsWith('Collection(');

function findType(model: EdmModel, typeName: string): EdmType | undefined {
  return model.findType(isCollectionName(typeName) ? typeName.slice(11, -1) : typeName);
}

/** The type that the value brings along, else the one that the expression has. */
export function computedTypeName(
  brought: EdmValue | undefined,
  item: ComputeItem | undefined,
): string | undefined {
  if (typeof brought === 'string') return brought;
  const { type, collection } = item?.expression.result ?? { type: undefined, collection: false };
  if (type === undefined) return undefined;
  return collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}
