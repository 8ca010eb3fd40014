// OData Protocol 4.01, sections 11.1.4 "Media Entities" and 11.1.5 "Stream Properties": contents that satisfy what the model says of their media type.
import { deflateSync } from 'node:zlib';
import type { Faker } from '@faker-js/faker';
import { annotationPath, type ContentElement, contentAnnotation } from '../edm/content-annotation.ts';
import { Core } from '../edm/vocabularies.ts';
import type { Subject } from './plausible-by-name.ts';

export interface PlausibleContent {
  readonly mediaType: string;
  /** As a body has it inline: text as such, anything else in base64url. */
  readonly content: string;
  /** Where the media type is kept, in steps from what has the content; undefined where the model does not say. */
  readonly mediaTypePath: readonly string[] | undefined;
}

const bytesText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** By media type. */
const contents: Readonly<Record<string, (faker: Faker) => string>> = {
  'text/plain': (f) => f.lorem.paragraphs(2),
  'text/html': (f) => `<!doctype html>\n<title>${f.lorem.words(3)}</title>\n<p>${f.lorem.paragraph()}</p>\n`,
  'text/csv': (f) => `name,city\n${f.person.lastName()},${f.location.city()}\n`,
  'application/json': (f) => JSON.stringify({ name: f.person.fullName(), city: f.location.city() }),
  'image/png': (f) => bytesText(squareInPng(f)),
  'image/jpeg': () => smallestJpeg,
  'image/svg+xml': (f) =>
    bytesText(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="16" height="16" fill="${f.color.rgb()}"/></svg>`,
      ),
    ),
  'application/octet-stream': someBytes,
};

export function plausibleContent(faker: Faker, element: ContentElement, subject: Subject): PlausibleContent {
  const told = contentAnnotation(element, Core.MediaType);
  const mediaType = typeof told === 'string' ? told : acceptableType(element, usualType(subject));
  const make = contents[mediaType] ?? (mediaType.startsWith('text/') ? contents['text/plain'] : someBytes);
  return { mediaType, content: make!(faker), mediaTypePath: annotationPath(told) };
}

/** What an element takes that restricts its media types: the usual one where that is among them. */
function acceptableType(element: ContentElement, usual: string): string {
  const acceptable = contentAnnotation(element, Core.AcceptableMediaTypes);
  if (!Array.isArray(acceptable) || acceptable.length === 0) return usual;
  const patterns = acceptable.map((pattern) => String(pattern).split(';')[0]!.trim().toLowerCase());
  const known = [usual, ...Object.keys(contents)].find((type) =>
    patterns.some((pattern) => pattern === type || pattern === '*/*' || covers(pattern, type)),
  );
  return known ?? patterns[0]!.replace('*', 'octet-stream');
}

function covers(pattern: string, type: string): boolean {
  return pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1));
}

/** By the property's name, or where that says nothing by what has the content. */
function usualType({ name, owner }: Subject): string {
  const isPlain = /^(\$value|content|data|file|stream|media)$/i.test(name);
  const isImage = (isPlain ? owner.kinds : [name.toLowerCase()]).some((kind) =>
    /photo|picture|image|avatar|logo|thumbnail|icon|poster/.test(kind),
  );
  return isImage ? 'image/png' : 'text/plain';
}

function someBytes(faker: Faker): string {
  return bytesText(Uint8Array.from({ length: 64 }, () => faker.number.int({ min: 0, max: 255 })));
}

/** One pixel. */
const smallestJpeg =
  '_9j_4AAQSkZJRgABAQEASABIAAD_2wBDAP__________________________________________________________________________' +
  '____________wgALCAABAAEBAREA_8QAFBABAAAAAAAAAAAAAAAAAAAAAP_aAAgBAQABPxA';

/** Pixels on a side. */
const side = 16;

/** PNG (RFC 2083): a square of one colour. */
function squareInPng(faker: Faker): Uint8Array {
  const colour = Array.from({ length: 3 }, () => faker.number.int({ min: 0, max: 255 }));
  // each row begins with the number of its filter
  const row = [0, ...Array.from({ length: side }, () => colour).flat()];
  const pixels = Uint8Array.from(Array.from({ length: side }, () => row).flat());
  const header = [0, 0, 0, side, 0, 0, 0, side, 8, 2, 0, 0, 0];
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Buffer.concat([
    Uint8Array.from(signature),
    chunk('IHDR', Uint8Array.from(header)),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** RFC 2083, section 3.4; that of node:zlib is not in all versions of Node 20. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
