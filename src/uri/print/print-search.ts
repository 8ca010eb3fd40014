// OData ABNF Construction Rules 4.01, section 2 "Query Options": a search expression as text.

import type { SearchExpr } from '../syntax-tree.ts';
import { encodeText } from './print-text.ts';

const operatorWords = new Set(['AND', 'OR', 'NOT']);

const strength = { or: 1, and: 2, not: 3, word: 4, phrase: 4 } as const;

function operand(expression: SearchExpr, least: number): string {
  const text = printSearch(expression);
  const isOperator = expression.kind === 'word' && operatorWords.has(expression.value);
  return strength[expression.kind] < least || isOperator ? `(${text})` : text;
}

/** A search expression, percent-encoded. */
export function printSearch(expression: SearchExpr): string {
  switch (expression.kind) {
    case 'or':
    case 'and': {
      const own = strength[expression.kind];
      const left = operand(expression.left, own);
      return `${left}%20${expression.kind.toUpperCase()}%20${operand(expression.right, own + 1)}`;
    }
    case 'not':
      return `NOT%20${operand(expression.operand, strength.not)}`;
    case 'word':
      return encodeText(expression.value, ';');
    case 'phrase':
      // Only the form of version 4.0 can hold a double quote.
      if (expression.value.includes('"')) return `'${encodeText(expression.value.replaceAll("'", "''"))}'`;
      return `%22${encodeText(expression.value)}%22`;
  }
}
