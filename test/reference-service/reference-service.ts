// The reference service in one process, from the same configuration that `npm run reference` starts.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type EmulatorSettings } from '../../src/index.ts';

const description = new URL('../../../shared/reference-service/', import.meta.url);

export const available = existsSync(description);
if (!available) console.log('Skipped: ../shared/reference-service is not there.');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, member by member
  readonly body: any;
}

export type RequestHeaders = Readonly<Record<string, string>>;

/** Sends `GET /Products` or, with a body (JSON unless it is text), `POST /Products`. */
export type Ask = (line: string, body?: unknown, headers?: RequestHeaders) => Promise<Answer>;

export async function openReferenceService(): Promise<Emulator> {
  const { default: config } = await import('./odata-emulator.config.ts');
  const [service] = config.services;
  if (service === undefined) throw new Error('The configuration has no service.');
  const { name: _, metadata, ...settings } = service;
  return createEmulator({
    ...(settings as EmulatorSettings),
    path: '',
    log: (event) => {
      if (event.kind === 'defect') console.error(event.cause);
    },
    metadata: fileURLToPath(new URL(metadata, import.meta.url)),
  });
}

/** Sends texts as they stand, objects as JSON; blanks in the URL are percent-encoded. */
export async function ask(
  emulator: Emulator,
  line: string,
  body?: unknown,
  headers: RequestHeaders = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = fullKeys(line).split(/ (.*)/s);
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fullKeys(value)]),
  );
  const text =
    typeof body === 'string'
      ? fullKeys(body)
      : body instanceof Uint8Array
        ? body
        : fullKeys(JSON.stringify(body) ?? '');
  const response = await emulator.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...given },
      ...(body !== undefined && { body: text }),
    }),
  );
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

const keyPrefixes: Readonly<Record<string, string>> = { C: '1', P: '2', M: '3', R: '4', D: '5', I: '6' };

/** `P#1` stands for the key of the first product, `C#2` for that of the second category, and so on; `P#0` is free. */
export function fullKeys(text: string): string {
  return text.replaceAll(/\b([CPMRDI])#(\d)/g, (_, letter: string, digit: string) => {
    return `${keyPrefixes[letter]}0000000-0000-4000-8000-00000000000${digit}`;
  });
}

/** The last digits of the keys, `1 2 5`; a description is `1EN`, an entity that was not seeded `?`. */
export function keysOf({ body, status, text }: Answer): string {
  if (!Array.isArray(body?.value)) throw new Error(`No collection: ${status} ${text.slice(0, 400)}`);
  return (body.value as Record<string, string>[])
    .map(({ ID, ProductID, LanguageKey = '' }) => {
      const key = ID ?? ProductID ?? '';
      return (/^\d0{7}-0000-4000-8000-0{11}(\d)$/.exec(key)?.[1] ?? '?') + LanguageKey;
    })
    .join(' ');
}

/** Describes a part of the service; each test finds it as it was seeded. */
export function describeReference(title: string, tests: (ask: Ask, emulator: () => Emulator) => void): void {
  describe.skipIf(!available)(title, () => {
    let opened: Emulator | undefined;
    const emulator = (): Emulator => {
      if (opened === undefined) throw new Error('The service is not open.');
      return opened;
    };
    beforeEach(async () => {
      if (opened === undefined) opened = await openReferenceService();
      else await opened.fetch(new Request('http://localhost/Reseed', { method: 'POST' }));
    });
    tests((line, body, headers) => ask(emulator(), line, body, headers), emulator);
  });
}

/** Requests of one kind with what is expected: keys of a collection, or a status; other values are the body's `value`. */
export type Expected = Readonly<Record<string, string | number | { readonly value: unknown }>>;

/** What would end a query option is part of the case. */
function encodeDelimiters(text: string): string {
  return fullKeys(text).replaceAll('&', '%26').replaceAll('#', '%23');
}

/** One test for each case: `before` + case + `after` is the URL of a GET. */
export function cases(asked: Ask, before: string, expected: Expected, after = ''): void {
  for (const [text, result] of Object.entries(expected)) {
    it(text, async () => {
      const answer = await asked(`GET ${before}${encodeDelimiters(text)}${after}`);
      if (typeof result === 'number') expect(`${answer.status}`, answer.text).toBe(`${result}`);
      else if (typeof result === 'string') expect(keysOf(answer)).toBe(result);
      else expect(answer.body?.value ?? answer.text).toEqual(result.value);
    });
  }
}

/** What tests of changes ask again and again. */
export function shortcuts(asked: Ask) {
  return {
    status: async (line: string, body?: unknown, headers?: RequestHeaders): Promise<number> =>
      (await asked(line, body, headers)).status,
    /** The body of a GET; the number of a `/$count`. */
    read: async (path: string): Promise<Answer['body']> => {
      const { body, text } = await asked(`GET ${path}`);
      return path.includes('/$count') ? Number(text) : body;
    },
    created: async (body: object, set = '/Products'): Promise<Answer> => {
      const answer = await asked(`POST ${set}`, body);
      expect(answer.status, answer.text).toBe(201);
      return answer;
    },
  };
}
