// A documented response and the emulator's, by shape: status, type, names and kinds of members.
import {
  type EdmModel,
  type EdmStructuredType,
  type EdmTypeReference,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { ResolvedRequest, Select } from '../../query/query.ts';
import { isStream } from '../../service/entity-values.ts';
import type { Operation } from '../check/operation.ts';
import type { ResponseExample } from '../examples/http-example.ts';
import { isObject, parseJsonText } from './concrete-request.ts';

/** How the two differ; undefined where they agree. */
export interface Difference {
  readonly kind: 'status' | 'shape';
  readonly message: string;
}

export interface Answer {
  readonly status: number;
  /** Parsed, or undefined for a body that is no JSON. */
  readonly body: unknown;
}

/**
 * Statuses agree when both are among those of the operation; members that the model does not have are the documentation's
 * own and are not compared, nor are values that the documentation or the emulator has as null.
 */
export function compareAnswer(
  documented: ResponseExample,
  answer: Answer,
  operation: Operation,
  { options }: ResolvedRequest,
  model: EdmModel,
): Difference | undefined {
  const { status } = documented;
  const isDocumentedError = status !== undefined && status >= 400;
  const isError = answer.status >= 400;
  if (isDocumentedError ? !isError : !operation.statuses.includes(answer.status)) {
    return {
      kind: 'status',
      message: `documented is ${status ?? 'a body'}, the emulator answers ${answer.status}`,
    };
  }
  if (isError || answer.body === undefined || operation.result === undefined) return undefined;
  const comparison: Comparison = { model, select: options.select };
  const message = compareResult(parseJsonText(documented.body), answer.body, operation.result, comparison);
  return message === undefined ? undefined : { kind: 'shape', message };
}

interface Comparison {
  readonly model: EdmModel;
  /** Members that the request did not select are the documentation's, though Graph adds the key of some entities. */
  readonly select: Select | undefined;
}

type Json = { readonly [name: string]: unknown };

/** The item with the documented one's id, else one of its type, else any: the order of keys is not the documented one. */
function sameItem(documented: unknown, items: readonly unknown[]): unknown {
  if (!isObject(documented)) return items[0];
  const { id } = documented;
  const type = typeNameOf(documented);
  const same = (found: (item: Json) => boolean) => items.find((item) => isObject(item) && found(item));
  return (
    (id === undefined ? undefined : same((item) => item.id === id)) ??
    (type === undefined ? undefined : same((item) => typeNameOf(item) === type)) ??
    items[0]
  );
}

/** Qualified name, with or without `#`. */
function typeNameOf({ '@odata.type': name }: Json): string | undefined {
  return typeof name === 'string' ? name.replace(/^#/, '') : undefined;
}

function compareResult(
  documented: unknown,
  answer: unknown,
  result: EdmTypeReference,
  comparison: Comparison,
): string | undefined {
  if (!isObject(documented)) return undefined;
  if (!isObject(answer)) return 'the emulator answers with no object';
  if (result.collection) {
    // a documented collection without value is the documentation's own mistake
    if (!Array.isArray(documented.value)) return undefined;
    if (!Array.isArray(answer.value)) return 'the emulator answers with no collection';
    const [item] = documented.value;
    const same = sameItem(item, answer.value);
    return same === undefined || item === undefined
      ? undefined
      : compareValue(item, same, { ...result, collection: false }, comparison, 'value/0');
  }
  if (isStructuredType(result.type)) return compareValue(documented, answer, result, comparison, '');
  return 'value' in documented
    ? compareValue(documented.value, answer.value, result, comparison, 'value')
    : undefined;
}

function compareValue(
  documented: unknown,
  answer: unknown,
  { type }: EdmTypeReference,
  comparison: Comparison,
  path: string,
): string | undefined {
  if (documented === null || answer === null) return undefined;
  if (type.kind !== 'EntityType' && type.kind !== 'ComplexType') return undefined;
  if (!isObject(documented)) return undefined;
  if (!isObject(answer)) return `${path} is no object`;
  const named = namedType(documented, type, comparison.model);
  const answered = typeNameOf(answer) ?? type.qualifiedName;
  if (named !== undefined && named !== type && named.qualifiedName !== answered)
    return `${path}/@odata.type is ${answered}, documented is ${named.qualifiedName}`;
  return compareMembers(documented, answer, named ?? type, comparison, path);
}

/** The type that the documentation gives an instance; one that is abstract, or does not fit the declared type, has none. */
function namedType(
  documented: Json,
  declared: EdmStructuredType,
  model: EdmModel,
): EdmStructuredType | undefined {
  const type = model.findStructuredType(typeNameOf(documented) ?? '');
  return type !== undefined && isSameOrDerived(type, declared) && !type.abstract ? type : undefined;
}

function compareMembers(
  documented: Json,
  answer: Json,
  type: EdmStructuredType,
  comparison: Comparison,
  path: string,
): string | undefined {
  for (const [name, value] of Object.entries(documented)) {
    const property = type.properties.get(name);
    // contents of streams are resources of their own
    if (property === undefined || name.includes('@') || isStream(property)) continue;
    if (isLeftOut(name, path, comparison)) continue;
    const at = path === '' ? name : `${path}/${name}`;
    if (!(name in answer)) return `${at} is missing`;
    const other = answer[name];
    if (value === null || other === null) continue;
    const { type: reference } = property;
    if (Array.isArray(other) !== reference.collection)
      return `${at} is ${Array.isArray(other) ? 'a' : 'no'} collection`;
    if (reference.collection) continue;
    const message = compareValue(value, other, reference, comparison, at);
    if (message !== undefined) return message;
  }
  return undefined;
}

function isLeftOut(name: string, path: string, { select }: Comparison): boolean {
  const isTop = path === '' || path === 'value/0';
  return isTop && select !== undefined && !select.all && !select.properties.has(name);
}
