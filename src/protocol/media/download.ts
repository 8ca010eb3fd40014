// Microsoft Graph, "reportRoot" and its functions: reports as files, which are downloaded from another URL.
import type { EdmType } from '../../edm/edm-model.ts';
import { type EdmValue, isStructuredValue, type StructuredValue } from '../../edm/value.ts';
import type { ResourcePath, ResourceSegment } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { ItemResult, QueryResult } from '../../query/result.ts';
import type { DownloadRule } from '../../service/profile.ts';
import { type Exchange, methodNotAllowed, notFound } from '../exchange/exchange.ts';
import { respond } from '../exchange/respond.ts';
import { isDefaultAnswer } from '../operations/default-answer.ts';
import { readerOf } from '../operations/exchange-reader.ts';
import { parameterValues } from '../operations/operation-parameters.ts';
import { prefixOf } from '../resource/resource-target.ts';

const downloadPath = '$download/';

type FunctionSegment = ResourceSegment & { readonly kind: 'function' };

/** What is downloaded: the function's result, and the rule that says so. */
interface Download {
  readonly rule: DownloadRule;
  readonly path: ResourcePath;
  readonly segment: FunctionSegment;
}

/** 302 with the URL of the content, for a function that the profile answers so. */
export function redirectToDownload(exchange: Exchange, resolved: ResolvedRequest): Response | undefined {
  const download = downloadOf(exchange, resolved.path);
  if (download === undefined) return undefined;
  const { rule, segment } = download;
  const isFile = rule.files.includes(segment.result?.type.qualifiedName ?? '');
  if (!isFile && resolved.format !== rule.format) return undefined;
  const [path] = exchange.relativeUrl.split('?', 1);
  exchange.headers.Location = `${exchange.serviceRoot}${downloadPath}${path}`;
  return respond(exchange, 302, null);
}

/** `reports/getX(…)`, or the `/content` of what it returns. */
function downloadOf({ service }: Exchange, path: ResourcePath): Download | undefined {
  const { profile } = service;
  if (profile.downloads.length === 0) return undefined;
  const last = path.segments.at(-1);
  const isContent = last?.kind === 'property' && last.property.type.type.qualifiedName === 'Edm.Stream';
  const length = path.segments.length - (isContent ? 1 : 0);
  const segment = path.segments[length - 1];
  if (segment?.kind !== 'function') return undefined;
  const { name, parameters } = segment.function;
  const rule = profile.downloads.find(
    ({ boundTo, functions }) => parameters[0]?.type.type.qualifiedName === boundTo && functions.test(name),
  );
  return rule && { rule, path: prefixOf(path, length), segment };
}

export function isDownload({ relativeUrl, contentIds }: Exchange): boolean {
  return contentIds === undefined && relativeUrl.startsWith(downloadPath);
}

/** GET of the content: the rows of the result as CSV. */
export async function answerDownload(exchange: Exchange): Promise<Response> {
  const { service, relativeUrl, method } = exchange;
  const download = downloadOf(exchange, service.resolve(relativeUrl.slice(downloadPath.length)).path);
  if (download === undefined) throw notFound(exchange);
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(exchange, ['GET', 'HEAD']);
  const { rule, path, segment } = download;
  const reader = readerOf(exchange);
  const result = await reader.read({ path, options: {} });
  const isGiven = result !== undefined && !isDefaultAnswer(service, segment.function);
  const given = isGiven ? givenContent(result) : undefined;
  const text =
    given ??
    (result?.kind === 'collection'
      ? csv(columnsOf(segment.result?.type), result.items.map(valuesOf))
      : parametersAsCsv(await parameterValues(reader, segment.parameters)));
  return respond(exchange, 200, text, rule.mediaType);
}

/** A handler may give the content itself, as a text or as the one property of a report. */
function givenContent(result: QueryResult): string | undefined {
  if (result.kind !== 'value') return undefined;
  const [content] = isStructuredValue(result.value) ? Object.values(result.value) : [result.value];
  return typeof content === 'string' ? content : undefined;
}

/** What is reported where no rows are known: what was asked for. */
function parametersAsCsv(values: StructuredValue): string {
  return csv(Object.keys(values), [values]);
}

/** Properties of the rows, their key aside, which the file does not have. */
function columnsOf(type: EdmType | undefined): readonly string[] {
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return [];
  const keys = type.kind === 'EntityType' ? type.key.map(({ property }) => property.name) : [];
  return [...type.properties.keys()].filter((name) => !keys.includes(name));
}

function valuesOf(item: ItemResult): StructuredValue {
  if (item.kind === 'entity') return item.entity.values;
  return item.kind === 'instance' ? item.values : {};
}

/** RFC 4180; names of columns are words: `reportRefreshDate` is `Report Refresh Date`. */
function csv(columns: readonly string[], rows: readonly StructuredValue[]): string {
  const lines = [columns.map(asWords), ...rows.map((row) => columns.map((name) => cellText(row[name])))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function asWords(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function cellText(value: EdmValue | undefined): string {
  if (value === null || value === undefined) return '';
  return isStructuredValue(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
