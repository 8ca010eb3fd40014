// OData CSDL JSON 4.01, section 4.1 "Document Object": where its values stand in the text, and how deep they nest.
import type { CsdlPath, CsdlPositions } from './csdl-document.ts';
import { maximumDepth } from './document-limits.ts';
import { linePositions } from './line-positions.ts';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Offset of the first bracket that nests deeper than the limit; the text need not be well-formed. */
export function findTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > maximumDepth) return index;
  }
  return undefined;
}

interface Place {
  readonly offset: number;
  readonly children: Map<string, Place>;
}

/** Positions of members (at their names) and items in a well-formed text; it is scanned on first use only. */
export function jsonPositions(text: string): CsdlPositions {
  const positionOf = linePositions(text);
  let root: Place | undefined;
  return (path: CsdlPath) => {
    root ??= scan(text);
    let place = root;
    for (const step of path) {
      const next = place.children.get(String(step));
      if (next === undefined) break;
      place = next;
    }
    return positionOf(place.offset);
  };
}

interface Open {
  readonly place: Place;
  readonly isArray: boolean;
  /** The member whose value comes next; in an array, the number of items so far. */
  member: { readonly name: string; readonly offset: number } | undefined;
  items: number;
}

function scan(text: string): Place {
  const root: Place = { offset: 0, children: new Map() };
  const stack: Open[] = [{ place: root, isArray: false, member: { name: '', offset: 0 }, items: 0 }];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const open = stack.at(-1) as Open;
    if (token === '}' || token === ']') stack.pop();
    else if (token === ',' || token === ':') continue;
    else if (!open.isArray && open.member === undefined)
      open.member = { name: JSON.parse(token) as string, offset: index };
    else {
      const place = add(open, index);
      if (token === '{' || token === '[')
        stack.push({ place, isArray: token === '[', member: undefined, items: 0 });
    }
  }
  return root.children.get('') ?? root;
}

function add(open: Open, index: number): Place {
  const { name, offset } = open.member ?? { name: String(open.items), offset: index };
  const place: Place = { offset, children: new Map() };
  open.place.children.set(name, place);
  open.member = undefined;
  open.items++;
  return place;
}
