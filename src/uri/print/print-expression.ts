// OData ABNF Construction Rules 4.01, section 4 "Expressions": an expression as text, with no more parentheses than it needs.
import { precedence, unaryPrecedence } from '../operators.ts';
import type {
  Expr,
  LiteralExpr,
  MemberSegment,
  NamedArgument,
  ParenthesesArguments,
  PathExpr,
} from '../syntax-tree.ts';
import { printOption } from './print.ts';
import { printAggregate } from './print-apply.ts';
import { encodeText } from './print-text.ts';

const quote = (text: string): string => `'${encodeText(text.replaceAll("'", "''"), '/?')}'`;

/** A literal, percent-encoded. */
function printLiteral(literal: LiteralExpr): string {
  switch (literal.type) {
    case 'string':
      return quote(literal.value);
    case 'enum':
      return encodeText(literal.typeName ?? '') + quote(literal.value);
    case 'duration':
    case 'binary':
    case 'geography':
    case 'geometry':
      return literal.type + quote(literal.value);
    default:
      return encodeText(literal.value);
  }
}

const printArguments = (list: readonly NamedArgument[]): string =>
  list.map(({ name, value }) => `${encodeText(name)}=${printExpression(value)}`).join(',');

/** What stands in parentheses behind a name, the parentheses included. */
export function printParentheses(parentheses: ParenthesesArguments): string {
  switch (parentheses.kind) {
    case 'empty':
      return '()';
    case 'simple':
      return `(${printExpression(parentheses.value)})`;
    case 'named':
      return `(${printArguments(parentheses.arguments)})`;
  }
}

function printSegment(segment: MemberSegment): string {
  switch (segment.kind) {
    case 'name':
      return encodeText(segment.name) + segment.parentheses.map(printParentheses).join('');
    case 'key':
      return printParentheses(segment.key);
    case 'annotation':
      return `${segment.of ?? ''}@${segment.term}${segment.qualifier === undefined ? '' : `%23${segment.qualifier}`}`;
    case 'any':
    case 'all': {
      const { variable, predicate } = segment;
      const body =
        variable === undefined || predicate === undefined
          ? ''
          : `${encodeText(variable)}:${printExpression(predicate)}`;
      return `${segment.kind}(${body})`;
    }
    case '$count':
      return segment.options.length === 0
        ? '$count'
        : `$count(${segment.options.map(printOption).join(';')})`;
    case '$filter':
      return `$filter(${printExpression(segment.expression)})`;
    case 'aggregate':
      return `aggregate(${printAggregate(segment.expression)})`;
  }
}

/** A path in an expression, percent-encoded. */
export function printPathExpr(path: PathExpr): string {
  let text =
    path.root === undefined
      ? ''
      : typeof path.root === 'string'
        ? path.root
        : `@${encodeText(path.root.name)}`;
  for (const segment of path.segments)
    text += text === '' || segment.kind === 'key' ? printSegment(segment) : `/${printSegment(segment)}`;
  return text;
}

const strengthOf = (expression: Expr): number =>
  expression.kind === 'binary'
    ? precedence[expression.operator]
    : expression.kind === 'unary'
      ? unaryPrecedence
      : expression.kind === 'in'
        ? precedence.in
        : 9;

/** Behind `has` and `in` the grammar allows few operators, so below any but `and` and `or` they stand in parentheses. */
const closes = (expression: Expr): boolean =>
  expression.kind === 'in' || (expression.kind === 'binary' && expression.operator === 'has');

function operand(expression: Expr, least: number, logical = false): string {
  const text = printExpression(expression);
  return strengthOf(expression) < least || (!logical && closes(expression)) ? `(${text})` : text;
}

function printCall(name: string, list: readonly Expr[]): string {
  if (name !== 'case') return `${name}(${list.map(printExpression).join(',')})`;
  const pairs: string[] = [];
  for (let i = 0; i + 1 < list.length; i += 2)
    pairs.push(`${printExpression(list[i] as Expr)}:${printExpression(list[i + 1] as Expr)}`);
  return `case(${pairs.join(',')})`;
}

/** A minus before a literal would become part of it. */
const printNegated = (inner: Expr): string =>
  inner.kind === 'literal' ? `-(${printLiteral(inner)})` : `-${operand(inner, unaryPrecedence)}`;

/** An expression, percent-encoded. */
export function printExpression(expression: Expr): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression);
    case 'alias':
      return `@${encodeText(expression.name)}`;
    case 'path':
      return printPathExpr(expression);
    case 'binary': {
      const own = precedence[expression.operator];
      const logical = own <= precedence.and;
      const left = operand(expression.left, own, logical);
      return `${left}%20${expression.operator}%20${operand(expression.right, own + 1, logical)}`;
    }
    case 'in':
      return `${operand(expression.left, precedence.in)}%20in%20${operand(expression.right, precedence.in + 1)}`;
    case 'unary':
      if (expression.operator === 'negate') return printNegated(expression.operand);
      return `not%20${operand(expression.operand, unaryPrecedence)}`;
    case 'call':
      return printCall(expression.function, expression.arguments);
    case 'list':
      return `(${expression.items.map(printExpression).join(',')})`;
    case 'collection':
      return `%5B${expression.items.map(printExpression).join(',')}%5D`;
    case 'record':
      return `%7B${expression.members.map(({ name, value }) => `${encodeText(JSON.stringify(name))}:${printExpression(value)}`).join(',')}%7D`;
    case 'type':
      return expression.collection
        ? `Collection(${encodeText(expression.name)})`
        : encodeText(expression.name);
  }
}
