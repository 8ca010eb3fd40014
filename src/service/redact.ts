// RFC 9110, section 17.16 "Disclosure of Personal Information" and RFC 6750: secrets of an exchange, before it leaves the process.

export const removed = '(removed)';

const secretName =
  /^(x-)?(.*[-_.])?(authorization|cookie2?|set-cookie|(api|access|subscription|primary|secondary|account|shared|private|encryption|mac|recovery)-?key|client-?secret|secret(text|value)?|password|passwd|pwd|passphrase|access-?pass|connection-?string|credentials?|signature|sig|assertion|tempauth|(access|refresh|id|bearer|auth|client|session|csrf|xsrf|sas|saml|security)?-?tokens?|code-?verifier)$/i;

/** `accessToken`, `access_token` and `Access-Token` are one name. */
function isSecret(name: string): boolean {
  const parts = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll('_', '-');
  return secretName.test(parts) || secretName.test(name.replace(/[-_.]/g, ''));
}

/** Whoever has such a URL may use it: it needs no other credentials. */
const secretUrlName = /(upload|download|sas|pre-?authenticated)-?ur[il]$/i;

/** Tokens whose form tells them, wherever they stand: JSON Web Tokens, credentials of an Authorization header. */
const secretForms =
  /\beyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)?(\.[\w-]*){0,2}|\b(Bearer|Basic|Negotiate)\s+[\w+/=.~-]{8,}/g;

/** What is shorter stands in many texts. */
const shortestSecret = 8;
const shortestPath = 16;

/** Values of headers and query options that are secret; they are removed from the rest of the exchange too. */
export function secretsOf(request: { readonly url: string; readonly headers: Headers }): string[] {
  const values = [...request.headers]
    .filter(([name]) => isSecret(name))
    .flatMap(([, value]) => [
      value,
      value.replace(/^\S+\s+/, ''),
      ...value.split(';').map((part) => part.replace(/^[^=]*=/, '').trim()),
    ]);
  const options = [...new URL(request.url, 'http://localhost').searchParams]
    .filter(([name]) => isSecret(name))
    .map(([, value]) => value);
  return [...new Set([...values, ...options])].filter((value) => value.length >= shortestSecret);
}

/** The paths, with their queries, of the URLs in a body that are secret as a whole: requests to them follow. */
export function secretPathsOf(body: string): string[] {
  return [...body.matchAll(member)].flatMap(([, name = '', , value = '']) => {
    const url = secretUrlName.test(memberName(name)) ? unquoted(value) : '';
    const path = URL.canParse(url) ? url.replace(/^[a-z]+:\/\/[^/]*/i, '') : '';
    return path.length >= shortestPath ? [path, path.replace(/\?.*$/s, '')] : [];
  });
}

export function redactHeaders(
  headers: Iterable<readonly [string, string]>,
  secrets: readonly string[],
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) shown[name] = redactHeader(name, value, secrets);
  return shown;
}

function redactHeader(name: string, value: string, secrets: readonly string[]): string {
  if (isSecret(name)) return removed;
  const isUrl = /^(location|content-location|operation-location|odata-entityid|referer|link)$/i.test(name);
  return isUrl ? redactUrl(value, secrets) : redactText(value, secrets);
}

/** A URL without user, and without the values of secret query options. */
export function redactUrl(url: string, secrets: readonly string[]): string {
  // A code that is sent beside one of these is exchanged for a token.
  const hasCode = /[?&#](state|session_state|grant_type)=/.test(url);
  const bare = url
    .replace(/^(https?:\/\/)[^/?#@]*@/i, '$1')
    .replace(/([?&#])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string) =>
      isSecret(decodeQuietly(name)) || (hasCode && name === 'code')
        ? `${mark}${name}=${encodeURIComponent(removed)}`
        : whole,
    );
  return redactText(bare, secrets);
}

/** Percent-decoded text; the text itself where it is no percent-encoding. */
export function decodeQuietly(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const member = /("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*"|\[[^[\]{}]*\]|-?\d[\d.eE+-]*)/g;
/** The same of JSON that stands as a text in JSON. */
const escapedMember = /(\\+")([^"\\]+)(\1\s*:\s*\1)([^"\\]*)(\1)/g;
const xmlElement = /(<(?:\w+:)?([\w.-]+)(?:\s[^<>]*)?>)([^<>]+)(<\/)/g;
const headerLine = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/gm;

/** A body as text: members of JSON, elements of XML, headers of parts and fields of forms with secret names, and what is known to be secret, have no values. */
export function redactBody(body: string, contentType: string, secrets: readonly string[]): string {
  if (/form-urlencoded/i.test(contentType)) return redactUrl(`?${body}`, secrets).slice(1);
  const shown = /multipart|application\/http/i.test(contentType)
    ? body.replace(
        headerLine,
        (_, name: string, value: string) => `${name}: ${redactHeader(name, value, [])}`,
      )
    : body;
  const withoutValues = shown
    .replace(member, redactMember)
    .replace(escapedMember, (whole, quote: string, name: string, colon: string) =>
      isSecret(name) ? `${quote}${name}${colon}${removed}${quote}` : whole,
    )
    .replace(xmlElement, (whole, start: string, name: string, _value: string, end: string) =>
      isSecret(name) ? `${start}${removed}${end}` : whole,
    );
  // URLs in values may have secrets in their options.
  const withoutOptions = withoutValues.replace(/https?:\/\/[^\s"<>\\]+/g, (url) => redactUrl(url, []));
  return redactText(withoutOptions, secrets);
}

function redactMember(whole: string, quoted: string, colon: string, value: string): string {
  const name = memberName(quoted);
  if (isSecret(name)) return `${quoted}${colon}${value.startsWith('[') ? '[]' : `"${removed}"`}`;
  const origin = secretUrlName.test(name) ? /^https?:\/\/[^/?#]*/i.exec(unquoted(value))?.[0] : undefined;
  return origin === undefined ? whole : `${quoted}${colon}"${origin}/${removed}"`;
}

/** `password` of `"password"` and of `"password@odata.type"`, `downloadUrl` of `"@microsoft.graph.downloadUrl"`. */
function memberName(quoted: string): string {
  return unquoted(quoted)
    .replace(/^@.*\./, '')
    .replace(/@.*$/, '');
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function redactText(text: string, secrets: readonly string[]): string {
  let shown = text.replace(secretForms, removed);
  for (const secret of secrets) shown = shown.replaceAll(secret, removed);
  return shown;
}
