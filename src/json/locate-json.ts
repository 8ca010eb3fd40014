// RFC 8259: where a member stands in a JSON text.

/** A place in a file; line and column are 1-based, columns count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Offset of the value that a path (`value/0/address/city`) leads to: of its member's name, or of an item itself.
 * The offset of the longest part of the path that is there, so that a missing member points at its object.
 */
export function locateJson(text: string, path: string): number {
  let offset = skipBlanks(text, 0);
  let found = offset;
  for (const step of path === '' ? [] : path.split('/')) {
    const child =
      text[offset] === '[' ? locateItem(text, offset, Number(step)) : locateMember(text, offset, step);
    if (child === undefined) return found;
    found = child.at;
    offset = child.value;
  }
  return found;
}

/** Offsets of the items of the array that a path leads to; none where it leads to no array. */
export function locateItems(text: string, path: string): readonly number[] {
  let array = skipBlanks(text, 0);
  for (const step of path.split('/')) {
    const child = locateMember(text, array, step);
    if (child === undefined) return [];
    array = child.value;
  }
  if (text[array] !== '[') return [];
  const items: number[] = [];
  for (let at = skipBlanks(text, array + 1); at < text.length && text[at] !== ']'; at = nextSibling(text, at))
    items.push(at);
  return items;
}

interface Located {
  readonly at: number;
  readonly value: number;
}

function locateMember(text: string, object: number, name: string): Located | undefined {
  if (text[object] !== '{') return undefined;
  let offset = skipBlanks(text, object + 1);
  while (text[offset] === '"') {
    const end = skipString(text, offset);
    const value = skipBlanks(text, skipBlanks(text, end) + 1);
    if (text.slice(offset + 1, end - 1) === name) return { at: offset, value };
    offset = nextSibling(text, value);
  }
  return undefined;
}

function locateItem(text: string, array: number, index: number): Located | undefined {
  let offset = skipBlanks(text, array + 1);
  for (let i = 0; offset < text.length && text[offset] !== ']'; i++) {
    if (i === index) return { at: offset, value: offset };
    offset = nextSibling(text, offset);
  }
  return undefined;
}

/** After a value and the comma behind it. */
function nextSibling(text: string, value: number): number {
  const end = skipBlanks(text, skipValue(text, value));
  return text[end] === ',' ? skipBlanks(text, end + 1) : end;
}

function skipValue(text: string, start: number): number {
  let depth = 0;
  let offset = start;
  while (offset < text.length) {
    const character = text[offset] as string;
    if (character === '"') offset = skipString(text, offset);
    else {
      if (depth === 0 && /[,\]}]/.test(character)) return offset;
      if (/[[{]/.test(character)) depth++;
      if (/[\]}]/.test(character)) depth--;
      offset++;
    }
    if (depth === 0 && /["\]}]/.test(text[offset - 1] as string)) return offset;
  }
  return offset;
}

function skipString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset + 1;
}

function skipBlanks(text: string, start: number): number {
  let offset = start;
  while (/\s/.test(text[offset] ?? '')) offset++;
  return offset;
}

/** The place of an offset in a body that stands verbatim at `start`. */
export function placeOfOffset(text: string, offset: number, start: Place): Place {
  const before = text.slice(0, offset).split('\n');
  const line = before.length - 1;
  const column = (before[line] as string).length;
  return {
    file: start.file,
    line: start.line + line,
    column: line === 0 ? start.column + column : column + 1,
  };
}
