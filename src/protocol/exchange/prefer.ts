// OData Protocol 4.01, section 8.2.8 "Header Prefer" and 8.3.7 "Header Preference-Applied".

/** The preferences of a request, and those of them that were honoured. */
export interface Preferences {
  readonly return: 'representation' | 'minimal' | undefined;
  readonly maxpagesize: number | undefined;
  readonly respondAsync: boolean;
  /** Seconds. */
  readonly wait: number | undefined;
  readonly callback: string | undefined;
  readonly continueOnError: boolean;
  readonly trackChanges: boolean;
  readonly allowEntityReferences: boolean;
  readonly omitValues: 'nulls' | 'defaults' | undefined;
  readonly includeAnnotations: string | undefined;
  /** Marks a preference as honoured. */
  apply(name: PreferenceName): void;
  /** A preference of the service's own, by its name in lower case, and what marks it as honoured. */
  own(name: string): { readonly value: string; apply(): void } | undefined;
  /** The value of Preference-Applied: each as the client wrote it; undefined where none was honoured. */
  applied(): string | undefined;
}

export type PreferenceName =
  | 'return'
  | 'maxpagesize'
  | 'respond-async'
  | 'wait'
  | 'callback'
  | 'continue-on-error'
  | 'track-changes'
  | 'allow-entityreferences'
  | 'omit-values'
  | 'include-annotations';

interface Preference {
  readonly value: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly written: string;
  /** Named as in OData 4.0: `odata.maxpagesize`. */
  readonly prefixed: boolean;
}

const none: Preferences = Object.freeze({
  return: undefined,
  maxpagesize: undefined,
  respondAsync: false,
  wait: undefined,
  callback: undefined,
  continueOnError: false,
  trackChanges: false,
  allowEntityReferences: false,
  omitValues: undefined,
  includeAnnotations: undefined,
  apply: () => {},
  own: () => undefined,
  applied: () => undefined,
});

const choices = {
  return: ['representation', 'minimal'],
  'omit-values': ['nulls', 'defaults'],
} as const;

/**
 * What is not understood is ignored, as the standard asks; of a repeated preference the first counts, the one without prefix
 * before any with it. `honoured`: preferences of the service's own that hold anyway, `name=value` in lower case.
 */
export function parsePrefer(header: string | null, honoured: readonly string[] = []): Preferences {
  if (header === null || header === '') return none;
  const found = preferencesIn(header);
  const applied = new Set(
    [...found]
      .filter(([name, { value }]) => honoured.includes(`${name}=${value}`.toLowerCase()))
      .map(([name]) => name),
  );
  const preferred = (name: string): string | undefined => found.get(name)?.value;
  return {
    return: oneOf(preferred('return'), choices.return),
    maxpagesize: positive(preferred('maxpagesize')),
    respondAsync: found.has('respond-async'),
    wait: positive(preferred('wait')),
    callback: found.get('callback')?.parameters.get('url'),
    continueOnError: found.has('continue-on-error') && preferred('continue-on-error') !== 'false',
    trackChanges: found.has('track-changes'),
    allowEntityReferences: found.has('allow-entityreferences'),
    omitValues: oneOf(preferred('omit-values'), choices['omit-values']),
    includeAnnotations: preferred('include-annotations'),
    apply: (name) => {
      if (found.has(name)) applied.add(name);
    },
    own: (name) => {
      const value = preferred(name);
      return value === undefined ? undefined : { value, apply: () => applied.add(name) };
    },
    applied: () =>
      applied.size === 0 ? undefined : [...applied].map((name) => found.get(name)?.written).join(', '),
  };
}

function preferencesIn(header: string): ReadonlyMap<string, Preference> {
  const found = new Map<string, Preference>();
  for (const part of splitOutsideQuotes(header, ',')) {
    const preference = parsePreference(part.trim());
    if (preference === undefined) continue;
    const [name, { value, prefixed }] = preference;
    if (isChoice(name) && oneOf(value, choices[name]) === undefined) continue;
    const before = found.get(name);
    if (before === undefined || (before.prefixed && !prefixed)) found.set(...preference);
  }
  return found;
}

function isChoice(name: string): name is keyof typeof choices {
  return Object.hasOwn(choices, name);
}

const inheritable = ['allow-entityreferences', 'include-annotations'];

/** The preferences of a request in a batch, with those that it inherits from the batch. */
export function withInheritedPreferences(batch: string | null, own: string | undefined): string | undefined {
  if (batch === null) return own;
  const given = preferencesIn(own ?? '');
  const more = [...preferencesIn(batch)].flatMap(([name, { written }]) =>
    inheritable.includes(name) && !given.has(name) ? [written] : [],
  );
  return more.length === 0 ? own : [...(own === undefined ? [] : [own]), ...more].join(', ');
}

function parsePreference(text: string): [string, Preference] | undefined {
  const [head = '', ...rest] = splitOutsideQuotes(text, ';');
  const [name, value] = nameAndValue(head);
  if (name === '') return undefined;
  const parameters = new Map(rest.map((parameter) => nameAndValue(parameter) as [string, string]));
  const written = rest.length === 0 ? head.trim() : text;
  const prefixed = name.startsWith('odata.');
  return [name.replace(/^odata\./, ''), { value, parameters, written, prefixed }];
}

function nameAndValue(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  if (at < 0) return [text.trim().toLowerCase(), undefined];
  const value = text.slice(at + 1).trim();
  const unquoted = /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
  return [text.slice(0, at).trim().toLowerCase(), unquoted];
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && quoted) i++;
    else if (text[i] === '"') quoted = !quoted;
    else if (text[i] === separator && !quoted) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value?.toLowerCase());
}

function positive(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) && Number(value) > 0 ? Number(value) : undefined;
}
