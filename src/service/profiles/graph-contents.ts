// Microsoft Graph, "Get MIME content of a message", "Get attachment" and "Get profilePhoto": contents that follow from properties.
import type { Entity } from '../../edm/entity.ts';
import { type EdmValue, isCollectionValue, isStructuredValue, valueAt } from '../../edm/value.ts';
import { type NewStreamContent, type StoreReader, streamBytes } from '../../store/store.ts';
import type { ContentRule } from '../derived-content.ts';

function text(value: EdmValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function contentOf(bytes: Uint8Array, mediaType: string): NewStreamContent {
  return { ...streamBytes(bytes), mediaType };
}

/** RFC 2047, section 2 "Syntax of encoded-words", for what is more than ASCII. A line break would end the header. */
function headerText(value: string): string {
  const line = value.replace(/[\r\n]+/g, ' ');
  return /^[\x20-\x7e]*$/.test(line) ? line : `=?utf-8?B?${Buffer.from(line).toString('base64')}?=`;
}

/** `"Ada" <ada@example.com>` */
function mailbox(recipient: EdmValue | undefined): string {
  if (!isStructuredValue(recipient)) return '';
  const address = text(valueAt(recipient, ['emailAddress', 'address'])).replace(/[\r\n<>]/g, '');
  const name = text(valueAt(recipient, ['emailAddress', 'name']));
  if (name === '') return `<${address}>`;
  const phrase = /^[\x20-\x7e]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : headerText(name);
  return `${phrase} <${address}>`;
}

function mailboxes(recipients: EdmValue | undefined): string {
  return isCollectionValue(recipients) ? recipients.map(mailbox).join(', ') : '';
}

function date(value: EdmValue | undefined): string {
  const sent = text(value);
  return sent === '' ? '' : new Date(sent).toUTCString().replace('GMT', '+0000');
}

/** RFC 5322: what the message's properties say; attachments are left out. */
function mimeOf({ values }: Entity): string {
  const body = values.body ?? null;
  const type = text(valueAt(values, ['body', 'contentType'])).toLowerCase() === 'html' ? 'html' : 'plain';
  const headers = Object.entries({
    From: mailbox(values.from),
    To: mailboxes(values.toRecipients),
    Cc: mailboxes(values.ccRecipients),
    Subject: headerText(text(values.subject)),
    Date: date(values.sentDateTime),
    'Message-ID': headerText(text(values.internetMessageId)),
    'MIME-Version': '1.0',
    'Content-Type': `text/${type}; charset="utf-8"`,
    'Content-Transfer-Encoding': 'base64',
  });
  const content = isStructuredValue(body) ? text(body.content) : '';
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  const written = headers.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  return [...written, '', ...lines, ''].join('\r\n');
}

async function attachedContent({ values }: Entity): Promise<NewStreamContent | undefined> {
  const { contentBytes, contentType } = values;
  if (typeof contentBytes !== 'string') return undefined;
  const mediaType = text(contentType) || 'application/octet-stream';
  return contentOf(Buffer.from(contentBytes, 'base64'), mediaType);
}

/** A photo of another size has the content of the photo itself. */
async function photoContent(
  { identity: { home } }: Entity,
  reader: StoreReader,
): Promise<NewStreamContent | undefined> {
  if (home.kind !== 'contained' || home.navigationProperty.name !== 'photos') return undefined;
  const owner = await reader.get(home.parent);
  const navigationProperty = owner?.type.navigationProperties.get('photo');
  if (owner === undefined || navigationProperty === undefined) return undefined;
  const [photo] = await reader.related({ source: owner.identity, path: [], navigationProperty });
  return photo && (await reader.stream(photo.identity, undefined));
}

export const graphContents: readonly ContentRule[] = [
  {
    of: 'microsoft.graph.message',
    content: async (message) => contentOf(Buffer.from(mimeOf(message)), 'text/plain'),
  },
  { of: 'microsoft.graph.fileAttachment', content: attachedContent },
  { of: 'microsoft.graph.profilePhoto', content: photoContent },
];
