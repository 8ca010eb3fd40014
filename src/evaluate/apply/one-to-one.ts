// OData Data Aggregation Extension 4.0, section 3.4 "One-to-One Transformations": compute, addnested, and the expand of earlier drafts.
import type { EdmValue } from '../../edm/value.ts';
import { createRecord, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import type { ExpandTransformation, NestItem, Transformation } from '../../query/apply/transformation.ts';
import { compileExpression } from '../compile-expression.ts';
import { compileCompute } from '../compute.ts';
import { isEntityTyped } from '../edm-kind.ts';
import { extendRow } from '../extend-row.ts';
import { extendInstance, type Instance, type Operand, type Related } from '../instance.ts';
import { flat, isInstance, memberOf, membersOf } from '../member.ts';
import type { Scope } from '../scope.ts';
import { at, scopeOfInput, type Transform, type TransformInput } from './transform.ts';

export const compute: Transform<'compute'> = ({ items }, { input, scope }) => {
  const computeAll = compileCompute(items);
  return input.map((row) => extendRow(row, computeAll(at(scope, row)), scope));
};

/** Adds the transformed resources beside the member that they come from. */
export const addnested: Transform<'addnested'> = (transformation, context) => {
  const { source, collection, path, items } = transformation;
  const resource = compileExpression(source);
  const entities = isEntityTyped(source.result);
  return context.input.map((row) => {
    if (path.length > 0) return addBelow(row, transformation, context);
    const value = resource(at(context.scope, row));
    if (value === null) return row;
    return items.reduce<Operand>((extended, item) => {
      const nested = applyNested(item, value, collection, context);
      return addMember(extended, item.name, nested, entities);
    }, row);
  });
};

/** The transformed collection; for a single instance the single result. */
function applyNested(
  { then }: NestItem,
  value: Operand,
  collection: boolean,
  { scope, applySequence }: TransformInput,
): Operand {
  const output = applySequence(then, flat(value), scope);
  return collection ? output : (output[0] ?? null);
}

function addMember(row: Operand, name: string, value: Operand, entities: boolean): Operand {
  if (!isInstance(row)) {
    return isStructuredValue(row as EdmValue)
      ? (Object.assign(createRecord(), row, { [name]: plainValue(value) }) as StructuredValue)
      : row;
  }
  if (entities) return extendInstance(row, createRecord(), new Map([[name, value as Related]]));
  const computed = createRecord();
  computed[name] = plainValue(value);
  return extendInstance(row, computed);
}

/** A complex value without the frame that computing gave it. */
function plainValue(value: Operand): EdmValue {
  if (Array.isArray(value)) return value.map((item) => plainValue(item as Operand));
  return isInstance(value) ? value.values : (value as EdmValue);
}

type AddNested = Extract<Transformation, { kind: 'addnested' }>;

/** The holder is a complex value, or each of a collection: entities are related by a path, values are put inside. */
function addBelow(
  row: Operand,
  { source, collection, path, items }: AddNested,
  context: TransformInput,
): Operand {
  if (!isInstance(row) || !('source' in source) || source.source === undefined) return row;
  const holders = holdersOf(row, path);
  return holders.reduce<Operand>((extended, { value, shown }) => {
    const inner = resourceOf(source, collection, value, row, shown, context.scope);
    if (inner === null) return extended;
    return items.reduce<Operand>((before, item) => {
      const nested = applyNested(item, inner, collection, context);
      const name = [...shown, item.name].join('/');
      if (isEntityTyped(source.result)) {
        return extendInstance(before as Instance, createRecord(), new Map([[name, nested as Related]]));
      }
      return putInside(before as Instance, shown, item.name, plainValue(nested));
    }, extended);
  }, row);
}

interface Holder {
  readonly value: Operand;
  readonly shown: readonly string[];
}

function holdersOf(row: Operand, path: readonly string[]): readonly Holder[] {
  return path.reduce<readonly Holder[]>(
    (holders, name) =>
      holders.flatMap(({ value, shown }): readonly Holder[] => {
        const member = memberOf(value, name);
        if (!Array.isArray(member))
          return member === null ? [] : [{ value: member, shown: [...shown, name] }];
        return (member as readonly Operand[]).map((item, i) => ({
          value: item,
          shown: [...shown, name, String(i)],
        }));
      }),
    [{ value: row, shown: [] }],
  );
}

/** The last member of the path, of one holder. */
function resourceOf(
  source: Parameters<typeof compileExpression>[0],
  collection: boolean,
  holder: Operand,
  row: Instance,
  shown: readonly string[],
  scope: Scope,
): Operand {
  if (source.kind !== 'navigation')
    return 'property' in source ? memberOf(holder, source.property.name) : null;
  const entity = 'identity' in row ? row : row.entity;
  if (entity === undefined) return null;
  const related = scope.evaluation.access.related(entity, shown, source.navigationProperty);
  return collection ? related : (related[0] ?? null);
}

function putInside(row: Instance, shown: readonly string[], name: string, value: EdmValue): Instance {
  const values = Object.assign(createRecord(), row.values);
  let owner: StructuredValue = values;
  for (const step of shown) {
    const member = owner[step];
    const copy = Array.isArray(member) ? [...member] : Object.assign(createRecord(), member);
    owner[step] = copy as EdmValue;
    owner = copy as StructuredValue;
  }
  owner[name] = value;
  const changed = createRecord();
  changed[shown[0]!] = values[shown[0]!]!;
  return extendInstance(row, changed);
}

/** Related instances, transformed, in place of what the navigation property has. */
export const expand: Transform<'expand'> = ({ item }, context) =>
  context.input.map((row) => expandRow(row, item, context));

function expandRow(row: Operand, item: ExpandTransformation, context: TransformInput): Operand {
  if (!isInstance(row) || membersOf(row) === undefined) return row;
  const scope = scopeOfInput(context.scope, context.input);
  const value = compileExpression(item.source)(at(scope, row));
  const transformed = context
    .applySequence(item.then, flat(value), context.scope)
    .map((one) => item.nested.reduce((extended, nested) => expandRow(extended, nested, context), one));
  const related = item.source.result.collection ? transformed : (transformed[0] ?? null);
  return extendInstance(row, createRecord(), new Map([[item.path.join('/'), related as Related]]));
}
