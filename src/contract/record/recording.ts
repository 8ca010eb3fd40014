// JSON Lines: one exchange a line, as `check` and `coverage` read them; see `examples/read-json-lines.ts`.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpExample } from '../examples/http-example.ts';
import { redactBody, redactHeaders, redactUrl, secretsOf } from './redact.ts';

/** A request or response whose body has been read. */
export interface Message {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface Exchange {
  readonly method: string;
  /** At the service that was asked. */
  readonly url: string;
  readonly request: Message;
  readonly response: Message & { readonly status: number };
}

/** What goes to the file; nothing in it is secret. */
export interface Recording {
  readonly id: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    /** For a body that is no text: its length stands for it. */
    readonly bytes?: number;
  };
}

export function recordingOf({ method, url, request, response }: Exchange, id: string): Recording {
  const secrets = secretsOf({ url, headers: request.headers });
  return {
    id,
    request: {
      method,
      url: redactUrl(url, secrets),
      headers: redactHeaders(request.headers, secrets),
      ...bodyOf(request, secrets),
    },
    response: {
      status: response.status,
      headers: redactHeaders(response.headers, secrets),
      ...bodyOf(response, secrets),
    },
  };
}

const textTypes =
  /^(text\/|multipart\/|application\/(json|xml|.*\+json|.*\+xml|x-www-form-urlencoded|http))/i;

function bodyOf({ headers, body }: Message, secrets: readonly string[]): { body?: string; bytes?: number } {
  if (body.length === 0) return {};
  const contentType = headers.get('content-type') ?? 'text/plain';
  if (!textTypes.test(contentType)) return { bytes: body.length };
  return { body: redactBody(new TextDecoder().decode(body), contentType, secrets) };
}

/** The recording as the example that reading its line gives. */
export function exampleOfRecording({ id, request, response }: Recording, file: string): HttpExample {
  const place = { file, line: 1, column: 1 };
  const message = ({ headers, body = '' }: { headers: Readonly<Record<string, string>>; body?: string }) => ({
    headers: new Map(Object.entries(headers)),
    body,
    place,
    bodyPlace: undefined,
  });
  return {
    name: id,
    request: { method: request.method, url: request.url, ...message(request) },
    response: {
      status: response.status,
      ...message(response),
      declaredType: undefined,
      declaredTypePlace: undefined,
      isCollection: undefined,
      truncated: false,
    },
  };
}

export interface RecordingFile {
  readonly file: string;
  write(recording: Recording): Promise<void>;
}

/** A new file in the folder, named by the time; it is there from the first recording on. */
export function openRecordingFile(folder: string, now: Date): RecordingFile {
  const file = join(folder, `${now.toISOString().replace(/[:.]/g, '-')}.jsonl`);
  let last: Promise<void> = mkdir(folder, { recursive: true }).then(() => undefined);
  return {
    file,
    write(recording) {
      // One after the other, so that no two lines are mixed.
      last = last.then(() => appendFile(file, `${JSON.stringify(recording)}\n`));
      return last;
    },
  };
}
