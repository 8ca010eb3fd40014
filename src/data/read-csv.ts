// RFC 4180 "Common Format and MIME Type for CSV Files": rows of entities, each cell read by the type of its property.
import { type CsvError, parse } from 'csv-parse/sync';
import type { EdmModel, EdmStructuredType, EdmTypeReference } from '../edm/edm-model.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import { ODataError } from '../error/odata-error.ts';
import type { Place } from '../json/locate-json.ts';
import { parseJson } from '../json/parse-json.ts';
import { DataError, type DataItem, type DataProblem, type DataText } from './read-data.ts';

interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Where the row ends that it is in: 1 is the first line. */
  readonly line: number;
}

/** What the header says of one column. */
interface Column {
  /** As written: `Name`, `Address/City`, `Category@odata.bind`, `@odata.type`. */
  readonly name: string;
  /** Undefined for annotations and what the model does not tell. */
  readonly type: EdmTypeReference | undefined;
}

/**
 * The entities of a file whose first row names properties, or paths of complex properties. An empty cell is a member
 * that is not there, `""` an empty text; collections and other values with parts are JSON.
 * Throws a DataError for a text that is no CSV, and for columns that the type does not have.
 */
export function readCsv(
  { text, file }: DataText,
  type: EdmStructuredType,
  model: EdmModel,
): readonly DataItem[] {
  const [header, ...rows] = parseRows(text, file);
  if (header === undefined) return [];
  const lines = text.split(/\r?\n/);
  const types = [type, ...model.derivedTypes(type)];
  const columns = header.map(({ text: name }) => ({
    name: name.trim(),
    type: typeAt(types, name.trim(), model),
  }));
  const problems = headerProblems(columns, types, (index) => placeOfCell(lines, file, header, index));
  if (problems.length > 0) throw new DataError(problems);
  return rows.map((row) => {
    const placeOf = (path: string): Place => placeOfCell(lines, file, row, columnOf(columns, path));
    return { json: parseRow(row, columns, placeOf), placeOf };
  });
}

function parseRows(text: string, file: string): Cell[][] {
  try {
    return parse(text, {
      bom: true,
      skip_empty_lines: true,
      cast: (value, { quoting, lines }): Cell => ({ text: value, isQuoted: quoting, line: lines }),
    }) as unknown as Cell[][];
  } catch (error) {
    const { message, lines } = error as CsvError & { readonly lines?: number };
    if (typeof lines !== 'number') throw error;
    throw new DataError([{ place: { file, line: lines, column: 1 }, message }]);
  }
}

/** The type of the property at a path of complex properties. */
function typeAt(
  types: readonly EdmStructuredType[],
  path: string,
  model: EdmModel,
): EdmTypeReference | undefined {
  if (path.includes('@')) return undefined;
  let candidates = types;
  let found: EdmTypeReference | undefined;
  for (const step of path.split('/')) {
    found = candidates.map((type) => type.properties.get(step)?.type).find((one) => one !== undefined);
    const complex = found?.type;
    candidates = complex?.kind === 'ComplexType' ? [complex, ...model.derivedTypes(complex)] : [];
  }
  return found;
}

function headerProblems(
  columns: readonly Column[],
  types: readonly EdmStructuredType[],
  placeOf: (index: number) => Place,
): readonly DataProblem[] {
  return columns.flatMap((column, index): DataProblem[] => {
    const message = headerProblem(column, columns.slice(0, index), types);
    return message === undefined ? [] : [{ place: placeOf(index), message }];
  });
}

/** Control information that data may have; what has a dot is an annotation. */
const controls = ['odata.bind', 'odata.mediaContentType', 'odata.type', 'odata.id', 'odata.etag'];

function headerProblem(
  { name, type }: Column,
  before: readonly Column[],
  types: readonly EdmStructuredType[],
): string | undefined {
  if (before.some((other) => other.name === name)) return `The column ${name} is there twice.`;
  const part = before.find((other) => name.startsWith(`${other.name}/`) || other.name.startsWith(`${name}/`));
  if (part !== undefined) return `The columns ${part.name} and ${name} tell of one value.`;
  const [owner = '', annotation] = name.split('@');
  if (annotation !== undefined) {
    const control = annotation.includes('.') ? annotation : `odata.${annotation}`;
    if (control.startsWith('odata.') && !controls.includes(control))
      return `Data have no column ${name}.${didYouMean(
        name,
        controls.map((known) => `${owner}@${known}`),
      )}`;
  }
  if (type !== undefined || owner === '' || types.some((one) => one.open)) return undefined;
  const [first = ''] = owner.split('/');
  if (annotation !== undefined && types.some((one) => hasMember(one, first))) return undefined;
  const separator = /[;\t]/.test(name) ? ' Columns are separated by commas.' : '';
  const known = types.flatMap((one) => [...one.properties.keys()]);
  return `${types[0]?.name} has no property ${name}.${separator || didYouMean(name, known)}`;
}

function hasMember(type: EdmStructuredType, name: string): boolean {
  return type.navigationProperties.has(name) || type.properties.has(name);
}

/** The column that holds a path, or what it is part of. */
function columnOf(columns: readonly Column[], path: string): number {
  const bare = path.replace(/@odata\./g, '@');
  return columns.findIndex(({ name }) => {
    const written = name.replace(/@odata\./g, '@');
    return bare === written || bare.startsWith(`${written}/`) || written.startsWith(`${bare}@`);
  });
}

/** Exact for a row of one line; the row's last line, where cells have line breaks. */
function placeOfCell(lines: readonly string[], file: string, row: readonly Cell[], index: number): Place {
  const line = row[0]?.line ?? 1;
  if (index <= 0) return { file, line, column: 1 };
  let isQuoted = false;
  let commas = 0;
  for (const [at, character] of [...(lines[line - 1] ?? '')].entries()) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted && ++commas === index) return { file, line, column: at + 2 };
  }
  return { file, line, column: 1 };
}

/** Members by name: JSON text, or more members. */
type Members = Map<string, string | Members>;

function parseRow(
  row: readonly Cell[],
  columns: readonly Column[],
  placeOf: (path: string) => Place,
): DataItem['json'] {
  const members: Members = new Map();
  row.forEach(({ text, isQuoted }, index) => {
    const column = columns[index];
    if (column === undefined || (text === '' && !isQuoted)) return;
    const json = cellJson(text, column);
    checkJson(json, placeOf(column.name));
    const steps = column.name.includes('@') ? [column.name] : column.name.split('/');
    let inner = members;
    for (const step of steps.slice(0, -1)) {
      const next = inner.get(step);
      const deeper: Members = next instanceof Map ? next : new Map();
      inner.set(step, deeper);
      inner = deeper;
    }
    inner.set(steps.at(-1) ?? '', json);
  });
  return parseJson(writeMembers(members));
}

function checkJson(json: string, place: Place): void {
  try {
    parseJson(json);
  } catch (error) {
    if (!(error instanceof ODataError)) throw error;
    throw new DataError([{ place, message: error.message }]);
  }
}

function writeMembers(members: Members): string {
  const texts = [...members].map(
    ([name, value]) => `${JSON.stringify(name)}:${typeof value === 'string' ? value : writeMembers(value)}`,
  );
  return `{${texts.join(',')}}`;
}

const numbers = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** What does not look like its type stays a text, for validation to say so. */
function cellJson(text: string, { name, type }: Column): string {
  if (type === undefined) return name.endsWith('.bind') && text.startsWith('[') ? text : JSON.stringify(text);
  if (type.collection) return text.startsWith('[') ? text : JSON.stringify(text);
  const { type: named } = type;
  const primitive =
    named.kind === 'TypeDefinition'
      ? named.underlyingType.name
      : named.kind === 'Primitive'
        ? named.name
        : named.kind;
  const tidy = text.trim();
  switch (primitive) {
    case 'Boolean':
      return /^(true|false)$/i.test(tidy) ? tidy.toLowerCase() : JSON.stringify(text);
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Decimal':
    case 'Single':
    case 'Double':
      return numbers.test(tidy) ? tidy : JSON.stringify(tidy);
    case 'String':
    case 'EnumType':
      return JSON.stringify(text);
    default:
      return /^[{[]/.test(tidy) ? tidy : JSON.stringify(tidy);
  }
}
