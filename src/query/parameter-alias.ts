// OData URL Conventions 4.01, section 5.3 "Parameter Aliases".
import type { Expr } from '../uri/syntax-tree.ts';
import { expressionError, type ResolveContext, urlError } from './resolve-context.ts';

/** How deep aliases may refer to others inside larger expressions. */
const deepest = 50;
/** How often the values of aliases may be used. */
const most = 1000;

/**
 * Follows an alias to the expression that it stands for, through aliases of aliases. An alias without a value is null.
 * @throws ODataError 400 InvalidExpression where aliases go in a circle
 */
export function dereference(context: ResolveContext, expression: Expr): Expr {
  let current = expression;
  const seen = new Set<string>();
  while (current.kind === 'alias') {
    if (seen.has(current.name))
      throw expressionError(context, `The parameter alias @${current.name} refers to itself.`, current.at);
    seen.add(current.name);
    const value = context.aliases.get(current.name);
    if (value === undefined)
      return { kind: 'literal', type: 'null', value: 'null', at: current.at, end: current.end };
    current = value;
  }
  return current;
}

/**
 * The context inside the value of an alias: the alias itself is out of reach there, so that circles that go through
 * larger expressions (`@a=@b add 1&@b=@a`) end.
 */
export function insideAlias(context: ResolveContext, name: string, at: number): ResolveContext {
  if (context.openAliases?.has(name))
    throw expressionError(context, `The parameter alias @${name} refers to itself.`, at);
  if ((context.openAliases?.size ?? 0) >= deepest || context.aliasUses.count++ > most)
    throw urlError(
      context,
      400,
      'TooComplex',
      `Aliases are limited to ${deepest} levels and ${most} uses.`,
      at,
    );
  return { ...context, openAliases: new Set([...(context.openAliases ?? []), name]) };
}
