// OData JSON Format 4.01, section 4.6.13 "media*", sections 9 "Stream Property" and 10 "Media Entity".
import { editPath, entityPath, homeType } from '../entity-url.ts';
import { parseJson } from '../parse-json.ts';
import { binaryText } from '../raw-value.ts';
import type { MediaInformation } from './serialize-context.ts';
import { memberUrlPath, type Surroundings } from './surroundings.ts';
import { quote } from './write-primitive.ts';

/**
 * `"Photo@odata.mediaReadLink":"…",…`; `property` undefined: of the media entity itself. `inline`: the content follows,
 * since $expand names the stream; its media type is written then whatever the metadata level.
 */
export function mediaMembers(property: string | undefined, around: Surroundings, inline = false): string {
  const { state, entity, path, base = '' } = around;
  const { metadata, prefix } = state.notation;
  if (entity === undefined || (metadata === 'none' && !inline)) return '';
  const streamPath = property === undefined ? undefined : `${base}${path ?? ''}${property}`;
  const information: MediaInformation = state.context.media?.(entity, streamPath) ?? {};
  const control = metadata === 'none' ? [] : mediaLinks(information, property, around);
  const members = [...control, ['mediaContentType', information.contentType] as const]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${quote(`${property ?? ''}${prefix}${name}`)}:${quote(value ?? '')}`);
  if (inline) members.push(`${quote(property ?? '$value')}:${inlineContent(information)}`);
  return members.join(',');
}

function mediaLinks(
  { readLink, editLink, etag }: MediaInformation,
  property: string | undefined,
  around: Surroundings,
): (readonly [string, string | undefined])[] {
  const { state } = around;
  const links = state.notation.metadata === 'full' || state.context.mediaLinks === true;
  const conventional = links ? streamUrl(around, property) : undefined;
  return [
    ['mediaEditLink', editLink ?? conventional],
    ['mediaReadLink', readLink ?? conventional],
    ['mediaEtag', etag],
  ];
}

/** JSON as it is, texts in UTF-8 as strings, all else in base64url; null where there is no content. */
function inlineContent({ content: bytes, contentType = '' }: MediaInformation): string {
  if (bytes === undefined) return 'null';
  const content = bytes();
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset=\s*"?([^"]+)/.exec(parameter)?.[1])
    .find(Boolean);
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'us-ascii';
  if (/^application\/(json|[^/]*\+json)\s*$/.test(type) && isUtf8) {
    const json = jsonOrUndefined(content);
    if (json !== undefined) return json;
  } else if (type.startsWith('text/') && isUtf8) return JSON.stringify(new TextDecoder().decode(content));
  return quote(binaryText(content));
}

/** A content that calls itself JSON and is none is written as octets. */
function jsonOrUndefined(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    parseJson(text);
    return text;
  } catch {
    return undefined;
  }
}

/** URL Conventions, sections 4.7 and 4.14; members of derived types are reached through a cast. */
function streamUrl(around: Surroundings, property: string | undefined): string | undefined {
  const { state, entity } = around;
  const place = property === undefined ? '$value' : memberUrlPath(around, property);
  if (entity === undefined || place === undefined) return undefined;
  const { serviceRoot, keyAsSegment = false } = state.context;
  const [root = ''] = place.split('/');
  const declared = property === undefined || homeType(entity.identity.home).properties.has(root);
  const path = declared
    ? entityPath(entity.identity, { keyAsSegment }, entity.type)
    : editPath(entity, { keyAsSegment });
  return `${serviceRoot}${path}/${place}`;
}
