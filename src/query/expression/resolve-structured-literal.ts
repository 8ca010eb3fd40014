// OData URL Conventions 4.01, section 5.1.1.14.2 "Complex and Collection Literals".
import type { EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { CollectionExpr, ListExpr, NamedArgument, RecordExpr } from '../../uri/syntax-tree.ts';
import { findMember, findType } from '../find-name.ts';
import { expressionError, type ResolveContext } from '../resolve-context.ts';
import type { Expression } from './expression.ts';
import { areComparable } from './numeric-promotion.ts';
import { resolveExpression, resolveTyped } from './resolve-expression.ts';
import type { Scope } from './scope.ts';

/** `[1,2]` and `(1,2)`: of the expected item type, else of the one that the items have in common. */
export function resolveCollection(
  context: ResolveContext,
  scope: Scope,
  expr: CollectionExpr | ListExpr,
  itemType: EdmType | undefined,
): Expression {
  const inside = expr.kind === 'collection' ? withJsonLiterals(context) : context;
  const items = expr.items.map((item) =>
    itemType === undefined || item.kind === 'collection'
      ? resolveExpression(inside, scope, item)
      : resolveTyped(inside, scope, item, { type: itemType, collection: false }),
  );
  const type = itemType ?? commonType(items);
  return { kind: 'collection', items, result: { type, collection: true }, at: expr.at };
}

/** JSON writes GUIDs, dates, times and the like as strings: where such a type is expected, a string is its text. */
function withJsonLiterals(context: ResolveContext): ResolveContext {
  if (context.options.quotedLiterals === true) return context;
  return { ...context, options: { ...context.options, quotedLiterals: true } };
}

function commonType(items: readonly Expression[]): EdmType | undefined {
  const typed = items.filter((item) => item.result.type !== undefined);
  const [first] = typed;
  if (first === undefined || first.result.collection) return undefined;
  return typed.every((item) => areComparable(item.result, first.result)) ? first.result.type : undefined;
}

/** `{"City":"Berlin"}`: members are typed by the declared properties; `@type` (`@odata.type`) names a derived type. */
export function resolveRecord(
  context: ResolveContext,
  scope: Scope,
  expr: RecordExpr,
  expected: EdmType | undefined,
): Expression {
  const type = recordType(context, expr, expected);
  const inside = withJsonLiterals(context);
  const members = new Map<string, Expression>();
  for (const member of expr.members) {
    if (isTypeAnnotation(member.name)) continue;
    members.set(member.name, resolveRecordMember(inside, scope, member, type));
  }
  return {
    kind: 'record',
    type,
    members,
    result: { type: type ?? expected, collection: false },
    at: expr.at,
  };
}

const isTypeAnnotation = (name: string) => name === '@type' || name === '@odata.type';

function recordType(
  context: ResolveContext,
  expr: RecordExpr,
  expected: EdmType | undefined,
): EdmStructuredType | undefined {
  const named = expr.members.find((member) => isTypeAnnotation(member.name))?.value;
  if (named?.kind === 'literal') {
    const type = findType(context, named.value.replace(/^#/, ''));
    if (isStructuredType(type)) return type;
    throw expressionError(context, `'${named.value}' is no structured type.`, named.at);
  }
  return isStructuredType(expected) ? expected : undefined;
}

function resolveRecordMember(
  context: ResolveContext,
  scope: Scope,
  member: NamedArgument,
  type: EdmStructuredType | undefined,
): Expression {
  if (type === undefined || member.name.includes('@')) return resolveExpression(context, scope, member.value);
  const declared = findMember(context, type, member.name);
  if (declared?.kind === 'Property') return resolveTyped(context, scope, member.value, declared.type);
  if (declared?.kind === 'NavigationProperty')
    return resolveTyped(context, scope, member.value, {
      type: declared.entityType,
      collection: declared.collection,
    });
  if (type.open) return resolveExpression(context, scope, member.value);
  throw expressionError(context, `${type.qualifiedName} has no property '${member.name}'.`, member.at);
}
