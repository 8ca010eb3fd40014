// OData CSDL 4.01, section 4 "CSDL Document": lines and columns of findings.
import type { CsdlPosition } from './csdl-document.ts';

/** Turns offsets in a text into lines and columns; the text is looked at on first use only. */
export function linePositions(text: string): (offset: number) => CsdlPosition {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
