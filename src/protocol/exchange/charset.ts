// OData Protocol 4.01, section 8.2.1 "Header Accept" and 8.2.2 "Header Accept-Charset": whatever is text is UTF-8.
import { ODataError } from '../../error/odata-error.ts';
import { covers, parseAccept } from './headers.ts';

const charsetParameter = /;\s*charset\s*=\s*(?:"[^"]*"|[^;,\s]*)/gi;

/** The Accept header; where there is an Accept-Charset, that alone decides on the character set. */
export function acceptOf({ headers }: Request): string | null {
  const accept = headers.get('accept');
  return accept !== null && headers.has('accept-charset') ? accept.replace(charsetParameter, '') : accept;
}

/** 406 where Accept-Charset refuses UTF-8. */
export function checkCharset({ headers }: Request): void {
  const wanted = headers.get('accept-charset');
  if (wanted === null || wanted.trim() === '') return;
  const ranges = parseAccept(wanted);
  const named = ranges.find(({ type }) => isUtf8(type)) ?? ranges.find(({ type }) => type === '*');
  if (named === undefined || named.quality <= 0)
    throw new ODataError(406, 'NotAcceptable', 'The service writes UTF-8 only.', {
      target: 'Accept-Charset',
    });
}

export function isUtf8(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

/** The Content-Type of plain text: the character set is told to whom asks for one, and to nobody else. */
export function textContentType({ headers }: Request): string {
  const asked = parseAccept(headers.get('accept') ?? '').some(
    (range) => range.parameters.has('charset') && covers(range, 'text/plain'),
  );
  return asked ? 'text/plain;charset=utf-8' : 'text/plain';
}
