// OData URL Conventions 4.01, section 5.1.1.7 "String Functions": ECMAScript patterns for an engine that runs in linear time.

const blanks = '\\t\\n\\x{B}\\f\\r\\x{FEFF}\\x{2028}\\x{2029}\\p{Zs}';
const anything = '[\\x{0}-\\x{10FFFF}]';
const nothing = '[^\\x{0}-\\x{10FFFF}]';

/**
 * The pattern in the engine's dialect, where the two read the same text otherwise: `.` leaves out four line ends and not one,
 * `\s` knows all blanks of Unicode, `[^]` matches anything and `[]` nothing.
 */
export function translateEcmascript(pattern: string): string {
  let translated = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '\\') {
      translated += translateEscape(pattern[++i] ?? '', inClass);
    } else if (inClass) {
      if (character === ']') inClass = false;
      translated += character === '[' ? '\\[' : character;
    } else if (pattern.startsWith('[^]', i)) {
      translated += anything;
      i += 2;
    } else if (pattern.startsWith('[]', i)) {
      translated += nothing;
      i += 1;
    } else if (character === '.') {
      translated += '[^\\n\\r\\x{2028}\\x{2029}]';
    } else {
      inClass = character === '[';
      translated += character;
    }
  }
  return translated;
}

function translateEscape(character: string, inClass: boolean): string {
  if (character === 's') return inClass ? blanks : `[${blanks}]`;
  if (character === 'S' && !inClass) return `[^${blanks}]`;
  return `\\${character}`;
}
