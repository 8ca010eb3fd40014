// JSON Lines: one exchange a line, as `check` and `coverage` read them; see `examples/read-json-lines.ts`.
import { isUtf8 } from 'node:buffer';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { redactBody, redactHeaders, redactUrl, secretsOf } from '../../service/redact.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { readJsonLines } from '../examples/read-json-lines.ts';
import type { KeptBody } from './kept-body.ts';

/** A request or response whose body has ended. */
export interface Message {
  readonly headers: Headers;
  readonly body: KeptBody;
}

export interface Exchange {
  readonly method: string;
  /** At the service that was asked. */
  readonly url: string;
  readonly request: Message;
  /** undefined for a part of a batch that was not answered. */
  readonly response: (Message & { readonly status: number }) | undefined;
}

interface RecordedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of a body that is no text. */
  readonly encoding?: 'base64';
  /** In place of a body that is cut, whose connection ended first, or whose secrets can't be taken away: as many bytes as went through. */
  readonly bytes?: number;
  /** The body was larger than the limit, or its connection ended first. */
  readonly cut?: true;
}

/** What goes to the file; nothing in it is secret. */
export interface Recording {
  readonly id: string;
  /** The exchange that it was a part of. */
  readonly batch?: string;
  readonly request: RecordedMessage & { readonly method: string; readonly url: string };
  readonly response: (RecordedMessage & { readonly status: number }) | null;
}

/** @param known secrets of earlier exchanges */
export function recordingOf(
  { method, url, request, response }: Exchange,
  id: string,
  known: readonly string[] = [],
): Recording {
  const secrets = [...secretsOf({ url, headers: request.headers }), ...known];
  const message = ({ headers, body }: Message): RecordedMessage => ({
    headers: redactHeaders(headers, secrets),
    ...recordedBody(headers.get('content-type') ?? 'text/plain', body, secrets),
  });
  return {
    id,
    request: { method, url: redactUrl(url, secrets), ...message(request) },
    response: response === undefined ? null : { status: response.status, ...message(response) },
  };
}

const textTypes =
  /^(text\/|multipart\/|application\/(json|xml|.*\+json|.*\+xml|x-www-form-urlencoded|http|x-ndjson))/i;

/** Whether bodies of a media type are text. */
export function isText(contentType: string): boolean {
  return textTypes.test(contentType);
}

function recordedBody(
  contentType: string,
  { content, bytes }: KeptBody,
  secrets: readonly string[],
): Pick<RecordedMessage, 'body' | 'encoding' | 'bytes' | 'cut'> {
  if (content === undefined) return { bytes, cut: true };
  if (bytes === 0) return {};
  const binary = Buffer.from(content);
  if (isText(contentType) && isUtf8(binary))
    return { body: redactBody(binary.toString('utf8'), contentType, secrets) };
  // what holds a secret is not kept: without it, it would be no longer what it is
  const text = binary.toString('latin1');
  if (redactBody(text, contentType, secrets) !== text) return { bytes };
  return { body: binary.toString('base64'), encoding: 'base64' };
}

/** The recording as the example that reading its line gives. */
export function exampleOfRecording(recording: Recording): HttpExample {
  return readJsonLines(JSON.stringify(recording), recording.id).examples[0]!;
}

export interface RecordingFile {
  readonly file: string;
  write(recording: Recording): Promise<void>;
  /** Resolves when what was given to it is in the file. */
  settled(): Promise<void>;
}

/** A new file in the folder, named by the time; it is there from the first recording on. */
export function openRecordingFile(folder: string, now: Date): RecordingFile {
  const file = join(folder, `${now.toISOString().replace(/[:.]/g, '-')}.jsonl`);
  let last: Promise<void> = Promise.resolve();
  return {
    file,
    write(recording) {
      // One after the other, so that no two lines are mixed; one that fails does not keep the next from the file.
      const written = last.then(async () => {
        await mkdir(folder, { recursive: true });
        await appendFile(file, `${JSON.stringify(recording)}\n`);
      });
      last = written.catch(() => undefined);
      return written;
    },
    settled: () => last,
  };
}
