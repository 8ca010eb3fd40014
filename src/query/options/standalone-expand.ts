// OData Protocol 4.01, section 11.2.6.7 "Server-Driven Paging": an expanded collection as a resource of its own, whose next page can be asked for.
import type { ExpandItem as ExpandSyntax, QueryOption } from '../../uri/syntax-tree.ts';
import type { Expression } from '../expression/expression.ts';
import { walkExpression } from '../expression/walk-expression.ts';
import type { ExpandItem, QueryOptions } from '../query.ts';

/** Whether the collection has a URL: members of collections of complex values have none. */
export function standsAlone({ path, options }: ExpandItem): boolean {
  return (
    path.every((step) => step.kind === 'cast' || !step.property.type.collection) && meansTheSame(options)
  );
}

const answers = new WeakMap<QueryOptions, boolean>();

/** Whether the options mean the same without the request around them: `$it` is the outer resource's instance. */
function meansTheSame(options: QueryOptions): boolean {
  let answer = answers.get(options);
  if (answer === undefined) {
    const { filter, orderby = [], compute = [], expand = [] } = options;
    const expressions = [...orderby, ...compute].map(({ expression }) => expression);
    if (filter !== undefined) expressions.push(filter);
    answer = !expressions.some(mentionsIt) && expand.every(({ options: nested }) => meansTheSame(nested));
    answers.set(options, answer);
  }
  return answer;
}

function mentionsIt(expression: Expression): boolean {
  let found = false;
  walkExpression(expression, ({ kind }) => {
    found ||= kind === 'it';
    return !found;
  });
  return found;
}

/** Whether what is related has the navigation property in its turn. */
export function isRecursive({ navigationProperty, cast, path }: ExpandItem): boolean {
  if (navigationProperty === undefined || path.some(({ kind }) => kind !== 'cast')) return true;
  return (cast ?? navigationProperty.entityType).navigationProperties.has(navigationProperty.name);
}

/** The options in parentheses as those of a request for the related entities; `$levels` becomes a nested `$expand`. */
export function standaloneOptions(item: ExpandItem): readonly QueryOption[] {
  const { written = [] } = item;
  const own = written.filter(({ kind }) => kind !== 'levels');
  const levels = written.find(({ kind }) => kind === 'levels');
  const left = item.options.levels;
  if (levels === undefined || left === undefined || left === 1 || !isRecursive(item)) return own;
  const { at, end } = levels;
  const again: ExpandSyntax = {
    path: [{ name: item.navigationProperty?.name ?? '', at, end }],
    suffix: undefined,
    options: [...own, { ...levels, kind: 'levels', value: left === 'max' ? 'max' : left - 1 }],
    at,
    end,
  };
  const others = own.filter(({ kind }) => kind !== 'expand');
  const items = own.flatMap((option) => (option.kind === 'expand' ? option.items : []));
  return [...others, { kind: 'expand', items: [...items, again], at, end, valueAt: levels.valueAt }];
}
