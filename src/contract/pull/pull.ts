// OData Protocol 4.01, section 11.1.2 "Metadata Document Request": a service's document kept in a file, fetched when it has changed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CsdlFinding } from '../../csdl/csdl-document.ts';
import { readCsdl } from '../../csdl/read.ts';
import { decodeCsdl } from '../../csdl/xml/source-xml.ts';
import {
  openUpstream,
  readWhole,
  UpstreamError,
  type UpstreamResponse,
  withoutSecrets,
} from '../upstream/upstream-fetch.ts';

export interface PullOptions {
  /** The service root, or the document itself: a path that ends in `$metadata`, `.xml` or `.json`. */
  readonly url: string;
  /** The file that is written. */
  readonly out: string;
  /** Token for `Authorization: Bearer`; it is not sent to another origin that a redirect leads to. */
  readonly bearer?: string | undefined;
  /** Milliseconds until a download is given up; default two minutes. */
  readonly timeout?: number;
}

export type PullResult =
  /** The service says so, or the document is the same to the byte. */
  | { readonly kind: 'unchanged' }
  /** `before` is the file's text before; undefined where there was no file. */
  | { readonly kind: 'written'; readonly before: string | undefined; readonly after: string }
  /** What came is not a CSDL document; the file is as it was. */
  | { readonly kind: 'refused'; readonly findings: readonly CsdlFinding[] };

/** What is kept beside the file, so that the next pull costs nothing when nothing has changed. */
interface PullRecord {
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Of the file as it was written: a file that was changed since is fetched again. */
  readonly sha256: string;
}

/**
 * Downloads a document into a file. Whatever goes wrong, the file is either as it was or wholly new.
 * @throws UpstreamError where the service does not answer or answers with an error; the system's error for the file
 */
export async function pull(options: PullOptions): Promise<PullResult> {
  const { out } = options;
  const url = documentUrl(options.url);
  const before = await readIfThere(out);
  const record = await readRecord(recordFile(out));
  const isKnown =
    before !== undefined && record?.url === withoutSecrets(url) && record.sha256 === hash(before);
  const answer = await download(url, options, isKnown ? record : undefined);
  if (answer === undefined) return { kind: 'unchanged' };
  const { content, response } = answer;
  const text = decodeCsdl(content);
  const { document, findings } = readCsdl(text, { file: withoutSecrets(url) });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (document === undefined || errors.length > 0) return { kind: 'refused', findings: errors };
  const isSame = before !== undefined && Buffer.compare(before, content) === 0;
  if (!isSame) await writeWhole(out, content);
  await writeWhole(recordFile(out), Buffer.from(recordText(url, response, content)));
  if (isSame) return { kind: 'unchanged' };
  return {
    kind: 'written',
    before: before === undefined ? undefined : decodeCsdl(before),
    after: text,
  };
}

/**
 * The text of a document as its service has it now; nothing is written.
 * @throws UpstreamError where the service does not answer or answers with an error
 */
export async function fetchDocument(options: Omit<PullOptions, 'out'>): Promise<string> {
  const url = documentUrl(options.url);
  const { content } = (await download(url, options, undefined))!;
  return decodeCsdl(content);
}

/** `https://host/v1.0` → `https://host/v1.0/$metadata` */
function documentUrl(root: string): URL {
  const url = new URL(root);
  if (/(\/\$metadata|\.xml|\.json)$/i.test(url.pathname)) return url;
  url.pathname = `${url.pathname.replace(/\/$/, '')}/$metadata`;
  return url;
}

/** The file beside the document that says where it came from. */
function recordFile(out: string): string {
  return `${out}.pulled`;
}

interface Downloaded {
  readonly content: Uint8Array;
  readonly response: UpstreamResponse;
}

/** undefined where the service says that the document is as it was. */
async function download(
  url: URL,
  { out = '', bearer, timeout = 120_000 }: Partial<PullOptions>,
  record: PullRecord | undefined,
): Promise<Downloaded | undefined> {
  const authorization = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
  const condition = {
    ...(record?.etag === undefined ? {} : { 'If-None-Match': record.etag }),
    ...(record?.lastModified === undefined ? {} : { 'If-Modified-Since': record.lastModified }),
  };
  const isJson = out.toLowerCase().endsWith('.json');
  const headers = {
    Accept: isJson ? 'application/json, application/xml;q=0.5' : 'application/xml, application/json;q=0.5',
    ...authorization,
    ...condition,
  };
  const upstream = openUpstream();
  try {
    const response = await upstream.fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
    if (response.status === 304 && record !== undefined) return undefined;
    if (response.status !== 200) throw new UpstreamError(refusalText(response));
    const content = await readWhole(response);
    if (isPage(content)) throw new UpstreamError(pageText(response));
    return { content, response };
  } finally {
    await upstream.close();
  }
}

/** What sign-in pages and captive portals answer with, whatever was asked. */
function isPage(content: Uint8Array): boolean {
  return /^\s*<(!doctype\s+html|html)\b/i.test(decodeCsdl(content.subarray(0, 512)));
}

function pageText({ url, headers }: UpstreamResponse): string {
  const type = headers.get('content-type') ?? 'no media type';
  return `${withoutSecrets(url)} answers with a web page (${type}), not with a CSDL document: it may want to be signed in to`;
}

function refusalText({ url, status, statusText, headers }: UpstreamResponse): string {
  const challenge = status === 401 ? headers.get('www-authenticate') : null;
  const needs = challenge === null ? '' : `; it asks for ${challenge}`;
  return `${withoutSecrets(url)} answers ${status} ${statusText}${needs}`;
}

function recordText(url: URL, { headers }: UpstreamResponse, content: Uint8Array): string {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  const record: PullRecord = {
    url: withoutSecrets(url),
    ...(etag === null ? {} : { etag }),
    ...(lastModified === null ? {} : { lastModified }),
    sha256: hash(content),
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

function hash(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A record that can't be read is none: the document is then fetched anew. */
async function readRecord(file: string): Promise<PullRecord | undefined> {
  try {
    return JSON.parse((await readIfThere(file))?.toString('utf8') ?? 'null') ?? undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Readers of the file see the old content or the new, never a part. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.part`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
