// RFC 3986, section 2.1 "Percent-Encoding": which characters of a printed URL stand for themselves.

const literal = new Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*,;:@/?=");

/** Percent-encodes what the grammar does not have literally, and the characters of `also`. */
export function encodeText(text: string, also = ''): string {
  let out = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    const loneSurrogate = char.length === 1 && code >= 0xd800 && code <= 0xdfff;
    if (loneSurrogate || (literal.has(char) && !also.includes(char))) out += char;
    else if (code < 128) out += `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
    else out += encodeURIComponent(char);
  }
  return out;
}
