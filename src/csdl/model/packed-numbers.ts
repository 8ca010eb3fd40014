// The compact form of CSDL JSON values: whole numbers as printable text.

// Numbers are written with the printable ASCII characters that JSON does not escape: 46 end a number, 46 go on.
const digits = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (character) => character !== '"' && character !== '\\',
);
const base = digits.length / 2;
const digitValues = new Uint8Array(128);
for (const [value, digit] of digits.entries()) digitValues[digit.charCodeAt(0)] = value;

export function packNumber(number: number): string {
  let text = '';
  let rest = number;
  for (; rest >= base; rest = Math.floor(rest / base)) text += digits[base + (rest % base)];
  return text + digits[rest];
}

/** Reads the numbers of a text one after the other. */
export interface NumberReader {
  next(): number;
  readonly done: boolean;
}

export function readNumbers(text: string): NumberReader {
  let at = 0;
  return {
    get done() {
      return at >= text.length;
    },
    next() {
      let number = 0;
      for (let factor = 1; ; factor *= base) {
        const value = digitValues[text.charCodeAt(at++)] as number;
        if (value < base) return number + value * factor;
        number += (value - base) * factor;
      }
    },
  };
}
