// OData JSON Format 4.01, section 19 "Batch Requests and Responses".

import { ODataError } from '../../error/odata-error.ts';
import { jsonText } from '../../json/json-text.ts';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../json/parse-json.ts';
import type { Profile } from '../../service/profile.ts';
import type { BatchRequest, BatchResponse, BatchResult, BatchUnit } from './batch-request.ts';

/** The units of a JSON batch: adjacent requests of one atomicity group are one unit. */
export function parseJsonBatch(text: string): readonly BatchUnit[] {
  const { value } = parseJson(text);
  const requests = isJsonObject(value) ? value.requests : undefined;
  if (!Array.isArray(requests))
    throw malformed('requests', 'The body must be an object with the array "requests".');
  const units: BatchUnit[] = [];
  const known = new Set<string>();
  requests.forEach((item: JsonValue, index: number) => {
    const path = `requests/${index}`;
    if (!isJsonObject(item)) throw malformed(path, 'A request must be an object.');
    const request = readRequest(item, path);
    const group = optionalText(item, 'atomicityGroup', path);
    checkIds(request, group, known, path);
    addToUnits(units, request, group, known, path);
  });
  return units;
}

function malformed(target: string, message: string): ODataError {
  return new ODataError(400, 'InvalidPayload', message, { target });
}

/** ABNF `request-id`. */
const requestId = /^[\w.~-]+$/;

function checkIds(request: BatchRequest, group: string | undefined, known: Set<string>, path: string): void {
  const { id = '', dependsOn } = request;
  const wrong = [id, ...(group === undefined ? [] : [group])].find((name) => !requestId.test(name));
  if (wrong !== undefined) throw malformed(path, `"${wrong.slice(0, 60)}" is no request identifier.`);
  if (known.has(id) || id === group) throw malformed(`${path}/id`, `The id ${id} is there twice.`);
  const missing = dependsOn.find((name) => !known.has(name));
  if (missing !== undefined)
    throw malformed(`${path}/dependsOn`, `${missing} is no id or atomicity group of an earlier request.`);
}

function addToUnits(
  units: BatchUnit[],
  request: BatchRequest,
  group: string | undefined,
  known: Set<string>,
  path: string,
): void {
  known.add(request.id ?? '');
  const last = units.at(-1);
  if (group === undefined) units.push({ kind: 'request', request });
  else if (last?.kind === 'changeSet' && last.group === group)
    units[units.length - 1] = { ...last, requests: [...last.requests, request] };
  else if (known.has(group))
    throw malformed(
      `${path}/atomicityGroup`,
      `The requests of the atomicity group ${group} must be adjacent.`,
    );
  else {
    units.push({ kind: 'changeSet', group, requests: [request] });
    known.add(group);
  }
}

function readRequest(item: JsonObject, path: string): BatchRequest {
  const headers = readHeaders(item.headers, path);
  const method = requiredText(item, 'method', path).toUpperCase();
  const body = readBody(item.body, headers, path);
  if (body !== undefined && (method === 'GET' || method === 'DELETE'))
    throw malformed(`${path}/body`, `A request with the method ${method} has no body.`);
  return {
    id: requiredText(item, 'id', path),
    method,
    url: requiredText(item, 'url', path),
    headers,
    body,
    dependsOn: readList(item.dependsOn, path),
    condition: optionalText(item, 'if', path),
  };
}

function requiredText(item: JsonObject, name: string, path: string): string {
  const text = optionalText(item, name, path);
  if (text === undefined) throw malformed(`${path}/${name}`, `A request needs the text "${name}".`);
  return text;
}

function optionalText(item: JsonObject, name: string, path: string): string | undefined {
  const value = item[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw malformed(`${path}/${name}`, `"${name}" must be a text.`);
  return value;
}

function readHeaders(value: JsonValue | undefined, path: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (value === undefined || value === null) return headers;
  if (!isJsonObject(value)) throw malformed(`${path}/headers`, '"headers" must be an object.');
  for (const name of Object.keys(value)) headers[name.toLowerCase()] = String(value[name]);
  return headers;
}

function readList(value: JsonValue | undefined, path: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(`${path}/dependsOn`, '"dependsOn" must be an array of texts.');
  return value.map(String);
}

/** JSON as it is, text as a string, all else as base64url. */
function readBody(
  value: JsonValue | undefined,
  headers: Record<string, string>,
  path: string,
): Uint8Array<ArrayBuffer> | undefined {
  if (value === undefined || value === null) return undefined;
  headers['content-type'] ??= 'application/json';
  const mediaType = (headers['content-type'].split(';')[0] ?? '').trim().toLowerCase();
  if (/^application\/(?:.*\+)?json$/.test(mediaType)) return bytesOf(jsonText(value));
  if (typeof value !== 'string') throw malformed(`${path}/body`, `A body of ${mediaType} must be a text.`);
  return mediaType.startsWith('text/') ? bytesOf(value) : new Uint8Array(Buffer.from(value, 'base64url'));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}

export function writeJsonBatch(results: readonly BatchResult[], names: Profile['batchHeaderNames']): string {
  const responses: string[] = [];
  let unnamed = 0;
  for (const result of results) {
    if (result.kind === 'request') responses.push(responseText(result.response, undefined, names));
    else {
      const group = result.group ?? `changeset${++unnamed}`;
      for (const response of result.responses) responses.push(responseText(response, group, names));
    }
  }
  return `{"responses":[${responses.join(',')}]}`;
}

function responseText(
  { id, status, headers, body }: BatchResponse,
  group: string | undefined,
  names: Profile['batchHeaderNames'],
): string {
  const members: string[] = [];
  if (id !== undefined) members.push(`"id":${JSON.stringify(id)}`);
  if (group !== undefined) members.push(`"atomicityGroup":${JSON.stringify(group)}`);
  members.push(`"status":${status}`);
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const named =
    names === 'lowerCase'
      ? lower
      : Object.fromEntries(Object.entries(lower).map(([name, value]) => [titleCase(name), value]));
  members.push(`"headers":${JSON.stringify(named)}`);
  if (body.length > 0) members.push(`"body":${bodyText(body, lower['content-type'] ?? '')}`);
  return `{${members.join(',')}}`;
}

/** `content-type` → `Content-Type`; what HTTP and OData write otherwise is as they write it. */
function titleCase(name: string): string {
  const title = name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
  return title.replace(/^Odata-/, 'OData-').replace(/^Etag$/, 'ETag');
}

function bodyText(body: Uint8Array, contentType: string): string {
  const mediaType = (contentType.split(';')[0] ?? '').toLowerCase();
  const buffer = Buffer.from(body);
  if (/^application\/(?:.*\+)?json$/.test(mediaType)) return buffer.toString('utf8');
  return JSON.stringify(
    mediaType.startsWith('text/') ? buffer.toString('utf8') : buffer.toString('base64url'),
  );
}
