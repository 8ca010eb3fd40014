// OData URL Conventions 4.01, section 5.1.1 "Common Expression Syntax": expressions that stand elsewhere than in the URL of a request.
import type { EdmModel, EdmTypeReference } from '../edm/edm-model.ts';
import { primitiveType } from '../edm/primitive-types.ts';
import type { EdmValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import { resolveExpression, resolveTyped } from '../query/expression/resolve-expression.ts';
import type { Scope } from '../query/expression/scope.ts';
import type { ResolveOptions } from '../query/query.ts';
import type { ExpandedResult, ItemResult } from '../query/result.ts';
import type { StoreReader } from '../store/store.ts';
import { parseExpression } from '../uri/parse.ts';

/** Resolves the text of an expression, percent-encoded where it has to be, as a value of `expected` where that is given. */
export function resolveText(
  model: EdmModel,
  options: ResolveOptions,
  scope: Scope,
  text: string,
  expected?: EdmTypeReference,
): Expression {
  const context = {
    model,
    options,
    aliases: new Map(),
    aliasUses: { count: 0 },
    custom: new Map(),
    implied: new Set<string>(),
    text: undefined,
  };
  const expression = parseExpression(text);
  return expected === undefined
    ? resolveExpression(context, scope, expression)
    : resolveTyped(context, scope, expression, expected);
}

/** An instance that has no members, for expressions that need none. */
export const nothing: ItemResult = { kind: 'instance', type: undefined, values: {} };

/** The value of an expression on one instance or complex value; entities as their values. */
export async function evaluateOn(
  reader: Pick<StoreReader, 'read'>,
  expression: Expression,
  item: ItemResult = nothing,
): Promise<EdmValue> {
  const result = { type: primitiveType('Untyped'), collection: true, nullable: false };
  const found = await reader.read(
    {
      path: { segments: [{ kind: 'all', result, source: undefined, at: 0 }], result, source: undefined },
      options: { compute: [{ expression, name: member }] },
    },
    { start: { segment: 0, result: { kind: 'collection', items: [item] } } },
  );
  const [row] = found?.kind === 'collection' ? found.items : [];
  return row === undefined ? null : computedOf(row);
}

/** What the expression is computed as: no member of an instance is called so. */
const member = '$value';

function computedOf(row: ItemResult): EdmValue {
  const related = row.expanded?.get(member);
  if (related !== undefined) return edmValueOf(related);
  const values = row.kind === 'instance' ? row.values : row.computed;
  return values?.[member] ?? null;
}

function edmValueOf(result: ExpandedResult | ItemResult): EdmValue {
  switch (result.kind) {
    case 'collection':
      return result.items.map(edmValueOf);
    case 'entity':
      return result.entity.values;
    case 'instance':
      return result.values;
    case 'value':
      return result.value;
    case 'count':
      return result.count;
    case 'null':
      return null;
  }
}
