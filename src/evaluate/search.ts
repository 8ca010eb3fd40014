// OData URL Conventions 4.01, section 5.1.7 "System Query Option $search".
import type { EdmStructuredType } from '../edm/edm-model.ts';
import { type EdmValue, isCollectionValue, isStructuredValue } from '../edm/value.ts';
import type { SearchExpr } from '../uri/syntax-tree.ts';
import { primitiveName } from './edm-kind.ts';
import type { Operand } from './instance.ts';
import { isInstance, membersOf } from './member.ts';
import type { Evaluation } from './scope.ts';

/** Whether an item matches the search, whatever the case of letters. */
export type SearchTest = (item: Operand, evaluation: Evaluation) => boolean;

/** What is searched: all texts of an item, and those of a property where phrases may name one. */
interface Searched {
  readonly texts: readonly string[];
  readonly of: ((property: string) => readonly string[]) | undefined;
}

type TextTest = (searched: Searched) => boolean;

/**
 * A word matches where a searched text has it as a whole word; a phrase where its words stand one after another.
 */
export function compileSearch(search: SearchExpr): SearchTest {
  const test = compileTest(search);
  return (item, evaluation) =>
    test({
      texts: textsOf(item, evaluation),
      of: evaluation.searchByProperty ? (property) => textsAt(item, property.split('/')) : undefined,
    });
}

function compileTest(search: SearchExpr): TextTest {
  switch (search.kind) {
    case 'and': {
      const [left, right] = [compileTest(search.left), compileTest(search.right)];
      return (searched) => left(searched) && right(searched);
    }
    case 'or': {
      const [left, right] = [compileTest(search.left), compileTest(search.right)];
      return (searched) => left(searched) || right(searched);
    }
    case 'not': {
      const operand = compileTest(search.operand);
      return (searched) => !operand(searched);
    }
    case 'word':
    case 'phrase': {
      const wanted = normalized(search.value);
      const [, property, start] = /^([\w/]+):(.*)$/s.exec(search.value) ?? [];
      const beginning = start === undefined ? '' : normalized(start);
      return ({ texts, of }) =>
        of === undefined || property === undefined
          ? texts.some((text) => hasWords(text, wanted))
          : of(property).some((text) => hasWords(text, beginning, true));
    }
  }
}

function normalized(text: string): string {
  return text.toLowerCase().trim().split(/\s+/u).join(' ');
}

const letterOrDigit = /[\p{L}\p{N}]/u;

/** The text has the words as whole words; `open`: the last one may go on. */
function hasWords(text: string, wanted: string, open = false): boolean {
  const bounded = (at: number, neighbour: number) =>
    !letterOrDigit.test(wanted.charAt(at)) || !letterOrDigit.test(text.charAt(neighbour));
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (bounded(0, at - 1) && (open || bounded(wanted.length - 1, at + wanted.length))) return true;
  }
  return false;
}

/** The texts of a property of an item, in whatever case its name is written. */
function textsAt(item: Operand, path: readonly string[]): readonly string[] {
  const { texts, add } = collectTexts();
  const named = path.reduce<EdmValue>((owner, wanted) => {
    if (!isStructuredValue(owner)) return null;
    const name = Object.keys(owner).find((known) => known.toLowerCase() === wanted.toLowerCase());
    return name === undefined ? null : (owner[name] ?? null);
  }, membersOf(item) as EdmValue);
  add(named);
  return texts;
}

/** In lower case, runs of blanks as one. */
function collectTexts() {
  const texts: string[] = [];
  const add = (value: EdmValue): void => {
    if (typeof value === 'string') texts.push(value.toLowerCase().replace(/\s+/gu, ' '));
    else if (isCollectionValue(value)) for (const one of value) add(one);
  };
  return { texts, add };
}

/** The searched texts of an item. */
function textsOf(item: Operand, evaluation: Evaluation): readonly string[] {
  const { texts, add } = collectTexts();
  const type = isInstance(item) ? item.type : undefined;
  const paths = type && searchablePaths(type, evaluation);
  if (paths !== undefined) {
    for (const path of paths) add(valueAt(membersOf(item) as EdmValue, path));
  } else if (type === undefined) {
    addAllTexts((membersOf(item) as EdmValue | undefined) ?? (item as EdmValue), undefined, add);
  } else {
    addAllTexts(membersOf(item) as EdmValue, type, add);
  }
  return texts;
}

/** What the service says of the type, or of the nearest base type that it says something of. */
function searchablePaths(type: EdmStructuredType, { searchable }: Evaluation) {
  for (let t: EdmStructuredType | undefined = type; t !== undefined; t = t.baseType) {
    const paths = searchable?.(t);
    if (paths !== undefined) return paths;
  }
  return undefined;
}

function valueAt(value: EdmValue, path: readonly string[]): EdmValue {
  return path.reduce<EdmValue>((owner, name) => {
    if (isCollectionValue(owner)) return owner.map((item) => valueAt(item, [name]));
    return isStructuredValue(owner) ? (owner[name] ?? null) : null;
  }, value);
}

/** Every String property, those of complex values included, and open properties that are texts. */
function addAllTexts(
  value: EdmValue,
  type: EdmStructuredType | undefined,
  add: (value: EdmValue) => void,
): void {
  if (isCollectionValue(value)) {
    for (const item of value) addAllTexts(item, type, add);
  } else if (isStructuredValue(value)) {
    for (const name of Object.keys(value)) {
      if (name.includes('@')) continue;
      const property = type?.properties.get(name);
      const propertyType = property?.type.type;
      if (propertyType?.kind === 'ComplexType') addAllTexts(value[name]!, propertyType, add);
      else if (property === undefined || primitiveName(propertyType) === 'String') add(value[name]!);
    }
  } else add(value);
}
