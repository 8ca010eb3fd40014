// OData Data Aggregation Extension 4.0, section 3.3 "Transformations Preserving the Input Set Structure": filter, search, orderby, skip, top.
import { compileExpression } from '../compile-expression.ts';
import { compileOrderby, createSelection } from '../orderby.ts';
import { compileSearch } from '../search.ts';
import { at, type Transform } from './transform.ts';

export const filter: Transform<'filter'> = ({ predicate }, { input, scope }) => {
  const test = compileExpression(predicate);
  return input.filter((row) => test(at(scope, row)) === true);
};

export const search: Transform<'search'> = ({ search: expression }, { input, scope }) => {
  const matches = compileSearch(expression);
  return input.filter((row) => matches(row, scope.evaluation));
};

export const orderby: Transform<'orderby'> = ({ items }, { input, scope }) => {
  const selection = createSelection(compileOrderby(items), scope, undefined);
  for (const row of input) {
    at(scope, row);
    selection.add(row);
  }
  return selection.slice(0, undefined);
};

export const top: Transform<'top'> = ({ value }, { input }) => input.slice(0, value);
export const skip: Transform<'skip'> = ({ value }, { input }) => input.slice(value);
export const identity: Transform<'identity'> = (_, { input }) => input;
