// OData URL Conventions 4.01, section 2 "URL Components": from a syntax tree to the text of a URL.

import type {
  ComputeItem,
  ExpandItem,
  ODataUri,
  OrderbyItem,
  PathSegment,
  QueryOption,
  SelectItem,
} from '../syntax-tree.ts';
import { printTransformations } from './print-apply.ts';
import { printExpression, printParentheses } from './print-expression.ts';
import { printSearch } from './print-search.ts';
import { encodeText } from './print-text.ts';

/** One segment of a resource path, percent-encoded. */
function printSegment(segment: PathSegment): string {
  switch (segment.kind) {
    case 'name':
      return segment.raw === '' ? printNameSegment(segment) : encodeText(segment.raw, '/?');
    case '$filter':
      return `$filter(${printExpression(segment.expression)})`;
    case '$crossjoin':
      return `$crossjoin(${segment.entitySets.map(({ name }) => encodeText(name)).join(',')})`;
    default:
      return segment.kind;
  }
}

const printNameSegment = (segment: Extract<PathSegment, { kind: 'name' }>): string =>
  encodeText(segment.name ?? '') + segment.parentheses.map(printParentheses).join('');

/** A key that follows no name, as behind `/$filter(…)`, needs no slash. */
const startsWithKey = (segment: PathSegment): boolean =>
  segment.kind === 'name' && segment.name === undefined && segment.parentheses.length > 0;

/** A resource path, percent-encoded, without a leading slash. */
function printPath(path: readonly PathSegment[]): string {
  let text = '';
  path.forEach((segment, index) => {
    text += index === 0 || startsWithKey(segment) ? printSegment(segment) : `/${printSegment(segment)}`;
  });
  return text;
}

export const printOrderbyItem = (item: OrderbyItem): string =>
  printExpression(item.expression) + (item.direction === 'desc' ? '%20desc' : '');

export const printComputeItem = (item: ComputeItem): string =>
  `${printExpression(item.expression)}%20as%20${encodeText(item.alias)}`;

const printNested = (options: readonly QueryOption[]): string =>
  options.length === 0 ? '' : `(${options.map(printOption).join(';')})`;

function printSelectItem(item: SelectItem): string {
  const names = item.path.map(({ name, parameters }) =>
    parameters === undefined
      ? encodeText(name)
      : `${encodeText(name)}(${parameters.map((p) => encodeText(p)).join(',')})`,
  );
  return names.join('/') + printNested(item.options);
}

function printExpandItem(item: ExpandItem): string {
  const names = item.path.map(({ name }) => encodeText(name)).join('/');
  return names + (item.suffix === undefined ? '' : `/${item.suffix}`) + printNested(item.options);
}

function printValue(option: Exclude<QueryOption, { kind: 'alias' | 'custom' }>): string {
  switch (option.kind) {
    case 'filter':
      return printExpression(option.expression);
    case 'search':
      return printSearch(option.expression);
    case 'orderby':
      return option.items.map(printOrderbyItem).join(',');
    case 'compute':
      return option.items.map(printComputeItem).join(',');
    case 'select':
      return option.items.map(printSelectItem).join(',');
    case 'expand':
      return option.items.map(printExpandItem).join(',');
    case 'apply':
      return printTransformations(option.transformations);
    default:
      return encodeText(String(option.value));
  }
}

/** One query option, `name=value`, percent-encoded. */
export function printOption(option: QueryOption): string {
  switch (option.kind) {
    case 'alias':
      return `@${encodeText(option.name)}=${printExpression(option.value)}`;
    case 'custom':
      return `${encodeText(option.name, '=')}=${encodeText(option.value)}`;
    default:
      return `$${option.kind}=${printValue(option)}`;
  }
}

const printQueryOptions = (options: readonly QueryOption[]): string => options.map(printOption).join('&');

/** The URL of a syntax tree, percent-encoded and relative to the service root; it parses to the same tree. */
export function print(uri: ODataUri): string {
  const path = printPath(uri.path);
  return uri.options.length === 0 ? path : `${path}?${printQueryOptions(uri.options)}`;
}
