// RFC 9110, section 17.16 "Disclosure of Personal Information" and RFC 6750: secrets of an exchange, before it goes to a file.

export const removed = '(removed)';

const secretName =
  /^(x-)?(.*[-_.])?(authorization|cookie2?|set-cookie|api-?key|access-?key|subscription-?key|client-?secret|secret(text|value)?|password|passwd|pwd|passphrase|credentials?|signature|sig|assertion|(access|refresh|id|bearer|auth|client|session|csrf|xsrf|sas|saml)?-?tokens?|code-?verifier)$/i;

/** `accessToken`, `access_token` and `Access-Token` are one name. */
function isSecret(name: string): boolean {
  const parts = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll('_', '-');
  return secretName.test(parts) || secretName.test(name.replace(/[-_.]/g, ''));
}

/** Tokens whose form tells them, wherever they stand: JSON Web Tokens, credentials of an Authorization header. */
const secretForms =
  /\beyJ[\w-]{6,}\.[\w-]+(\.[\w-]*)?(\.[\w-]*){0,2}|\b(Bearer|Basic|Negotiate)\s+[\w+/=.~-]{8,}/g;

/** Values of headers and query options that are secret; they are removed from the rest of the exchange too. */
export function secretsOf(request: { readonly url: string; readonly headers: Headers }): string[] {
  const values = [...request.headers]
    .filter(([name]) => isSecret(name))
    .flatMap(([, value]) => [
      value,
      value.replace(/^\S+\s+/, ''),
      ...value.split(';').map((part) => part.replace(/^[^=]*=/, '').trim()),
    ]);
  const options = [...new URL(request.url).searchParams]
    .filter(([name]) => isSecret(name))
    .map(([, value]) => value);
  // What is this short stands in many texts.
  return [...new Set([...values, ...options])].filter((value) => value.length >= 8);
}

export function redactHeaders(headers: Headers, secrets: readonly string[]): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (isSecret(name)) shown[name] = removed;
    else
      shown[name] = /^(location|content-location|operation-location|odata-entityid|referer|link)$/i.test(name)
        ? redactUrl(value, secrets)
        : redactText(value, secrets);
  }
  return shown;
}

/** A URL without user, and without the values of secret query options. */
export function redactUrl(url: string, secrets: readonly string[]): string {
  const bare = url
    .replace(/^(https?:\/\/)[^/?#@]*@/i, '$1')
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string) =>
      isSecret(decodeQuietly(name)) ? `${mark}${name}=${encodeURIComponent(removed)}` : whole,
    );
  return redactText(bare, secrets);
}

function decodeQuietly(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const member = /("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*"|\[[^[\]{}]*\]|-?\d[\d.eE+-]*)/g;

/** A body as text: members of JSON and fields of forms with secret names, and what is known to be secret, have no values. */
export function redactBody(body: string, contentType: string, secrets: readonly string[]): string {
  if (/form-urlencoded/i.test(contentType)) return redactUrl(`?${body}`, secrets).slice(1);
  const withoutMembers = body.replace(member, (whole, name: string, colon: string, value: string) => {
    if (!isSecret(memberName(name))) return whole;
    return `${name}${colon}${value.startsWith('[') ? '[]' : `"${removed}"`}`;
  });
  // URLs in values may have secrets in their options.
  const withoutOptions = withoutMembers.replace(/https?:\/\/[^\s"<>\\]+/g, (url) => redactUrl(url, []));
  return redactText(withoutOptions, secrets);
}

function memberName(quoted: string): string {
  try {
    return String(JSON.parse(quoted)).replace(/@.*$/, '');
  } catch {
    return quoted;
  }
}

function redactText(text: string, secrets: readonly string[]): string {
  let shown = text.replace(secretForms, removed);
  for (const secret of secrets) shown = shown.replaceAll(secret, removed);
  return shown;
}
