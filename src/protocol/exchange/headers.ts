// OData Protocol 4.01, section 8.2.1 "Header Accept", 8.2.6 "Header OData-MaxVersion", 8.1.5 "Header OData-Version"; JSON Format, section 3.
import { ODataError } from '../../error/odata-error.ts';
import type { MetadataLevel } from '../../json/write/control-information.ts';

export type ODataVersion = '4.0' | '4.01';

/** What a JSON answer looks like. */
export interface JsonFormat {
  readonly metadata: MetadataLevel;
  readonly ieee754Compatible: boolean;
  readonly exponentialDecimals: boolean;
  readonly streaming: boolean;
}

/** One range of an Accept header, or the value of $format. */
export interface MediaRange {
  /** `application/json`, `text/*`; lower case. */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** Ranges with the preferred one first; ones that are refused (`q=0`) are last. */
export function parseAccept(header: string): readonly MediaRange[] {
  const ranges = header
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseMediaType);
  // the sort is stable: of equal quality, the more specific, then the first written is preferred
  return ranges.sort((a, b) => b.quality - a.quality || specificity(b) - specificity(a));
}

function specificity(range: MediaRange): number {
  if (range.type === '*/*') return 0;
  return range.type.endsWith('/*') ? 1 : 2;
}

const noParameters: ReadonlyMap<string, string> = new Map();

export function parseMediaType(text: string): MediaRange {
  if (!text.includes(';')) return { type: text.trim().toLowerCase(), parameters: noParameters, quality: 1 };
  const [type = '', ...rest] = text.split(';');
  const parameters = new Map<string, string>();
  let quality = 1;
  for (const part of rest) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    const name = part.slice(0, at).trim().toLowerCase();
    const value = part
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    if (name === 'q') quality = Number(value);
    else parameters.set(name.replace(/^odata\./, ''), value);
  }
  return { type: type.trim().toLowerCase(), parameters, quality: Number.isNaN(quality) ? 1 : quality };
}

export function covers(range: MediaRange, mediaType: string): boolean {
  if (range.type === '*/*' || range.type === '*' || range.type === mediaType) return true;
  return range.type.endsWith('/*') && mediaType.startsWith(range.type.slice(0, -1));
}

export const defaultJsonFormat: JsonFormat = {
  metadata: 'minimal',
  ieee754Compatible: false,
  exponentialDecimals: false,
  streaming: false,
};

const formats = new Map<string, JsonFormat | undefined>();
const formatLimit = 200;

/** The JSON format that an Accept header or $format asks for; 406 where it wants something else. */
export function negotiateJson(accept: string | null, format: string | undefined): JsonFormat {
  const wanted = format === undefined ? accept : expandFormat(format);
  if (wanted === null || wanted === '' || wanted === '*/*' || wanted === 'application/json')
    return defaultJsonFormat;
  let found = formats.get(wanted);
  if (found === undefined && !formats.has(wanted)) {
    found = findJson(wanted);
    // the headers of real clients are few; whoever sends ever new ones gets no more room
    if (formats.size < formatLimit) formats.set(wanted, found);
  }
  if (found === undefined)
    throw new ODataError(
      406,
      'NotAcceptable',
      `The service has application/json, not ${wanted.slice(0, 100)}.`,
      { target: format === undefined ? 'Accept' : '$format' },
    );
  return found;
}

/** `$format=json` and `$format=xml` stand for media types. */
export function expandFormat(format: string): string {
  const at = format.indexOf(';');
  const name = (at < 0 ? format : format.slice(0, at)).toLowerCase();
  const rest = at < 0 ? '' : format.slice(at);
  if (name === 'json') return `application/json${rest}`;
  if (name === 'xml') return `application/xml${rest}`;
  return name === 'atom' ? `application/atom+xml${rest}` : format;
}

function findJson(wanted: string): JsonFormat | undefined {
  for (const range of parseAccept(wanted)) {
    if (range.quality <= 0 || !covers(range, 'application/json')) continue;
    const format = jsonFormat(range.parameters);
    if (format !== undefined) return format;
  }
  return undefined;
}

/** The values of each format parameter that there is: "Services MUST reject formats that specify unknown or unsupported format parameters." */
const formatParameters: ReadonlyMap<string, RegExp> = new Map([
  ['metadata', /^(?:minimal|full|none)$/i],
  ['ieee754compatible', /^(?:true|false)$/i],
  ['exponentialdecimals', /^(?:true|false)$/i],
  ['streaming', /^(?:true|false)$/i],
  ['charset', /^utf-?8$/i],
]);

export function areSupported(parameters: ReadonlyMap<string, string>): boolean {
  return [...parameters].every(([name, value]) => formatParameters.get(name)?.test(value));
}

function jsonFormat(parameters: ReadonlyMap<string, string>): JsonFormat | undefined {
  if (!areSupported(parameters)) return undefined;
  return {
    metadata: (parameters.get('metadata')?.toLowerCase() ?? 'minimal') as MetadataLevel,
    ieee754Compatible: isTrue(parameters.get('ieee754compatible')),
    exponentialDecimals: isTrue(parameters.get('exponentialdecimals')),
    streaming: isTrue(parameters.get('streaming')),
  };
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

/** By format: the formats that occur are kept, and are few. */
const contentTypes = {
  prefixed: new WeakMap<JsonFormat, string>(),
  plain: new WeakMap<JsonFormat, string>(),
};

/** The Content-Type of a JSON answer: what was negotiated is repeated. */
export function jsonContentType(format: JsonFormat, prefixed: boolean): string {
  const known = prefixed ? contentTypes.prefixed : contentTypes.plain;
  let text = known.get(format);
  if (text === undefined) {
    const prefix = prefixed ? 'odata.' : '';
    text = `application/json;${prefix}metadata=${format.metadata}`;
    if (format.streaming) text += `;${prefix}streaming=true`;
    if (format.ieee754Compatible) text += ';IEEE754Compatible=true';
    if (format.exponentialDecimals) text += ';ExponentialDecimals=true';
    known.set(format, text);
  }
  return text;
}

/** The version of the answer: the highest that both sides know. A value that is no version is ignored. */
export function negotiateVersion(maxVersion: string | null, fallback: ODataVersion): ODataVersion {
  if (maxVersion === null) return fallback;
  const version = versionNumber(maxVersion);
  if (version === undefined) return fallback;
  if (version < 4)
    throw new ODataError(
      400,
      'VersionNotSupported',
      'The service speaks OData 4.0 and 4.01, nothing older.',
      {
        target: 'OData-MaxVersion',
      },
    );
  return version < 4.01 ? '4.0' : '4.01';
}

/** The version that a request's body is written in: as it says, else the smaller of OData-MaxVersion and what is understood here. */
export function requestVersion(headers: Headers): ODataVersion {
  const header = headers.get('odata-version');
  if (header === null) return negotiateVersion(headers.get('odata-maxversion'), '4.01');
  const version = versionNumber(header);
  if (version === undefined) return '4.01';
  if (version < 4 || version > 4.02)
    throw new ODataError(
      400,
      'VersionNotSupported',
      `OData-Version is ${header.slice(0, 20)}; the service speaks 4.0 and 4.01.`,
      { target: 'OData-Version' },
    );
  return version < 4.01 ? '4.0' : '4.01';
}

function versionNumber(text: string): number | undefined {
  return /^\s*\d{1,3}(\.\d{1,3})?\s*$/.test(text) ? Number(text) : undefined;
}
