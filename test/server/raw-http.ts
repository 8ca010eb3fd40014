// What a client of a port sees byte by byte, trailers and broken messages included.
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded from its chunks, where it has them. */
  readonly body: string;
  readonly trailers: Readonly<Record<string, string>>;
  /** The message ended as it was framed. */
  readonly complete: boolean;
}

/** Everything that comes until the server closes the connection; the request should say `Connection: close`. */
export function exchangeBytes(port: number, ...parts: readonly (string | Buffer)[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket: Socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(received)));
  });
}

export async function getRaw(port: number, path: string, version = '1.1'): Promise<RawAnswer> {
  const request = `GET ${path} HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nTE: trailers\r\nConnection: close\r\n\r\n`;
  return parseAnswer((await exchangeBytes(port, request)).toString());
}

export function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = fields(lines);
  const message = { status: Number(statusLine.split(' ')[1]), headers };
  const rest = text.slice(end + 4);
  if (headers['transfer-encoding'] === 'chunked') return { ...message, ...dechunked(rest) };
  const { 'content-length': length } = headers;
  return {
    ...message,
    body: rest,
    trailers: {},
    complete: length === undefined || Number(length) === rest.length,
  };
}

function fields(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

/** Of texts in ASCII. */
function dechunked(text: string): Pick<RawAnswer, 'body' | 'trailers' | 'complete'> {
  let body = '';
  for (let at = 0; ; ) {
    const line = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, line), 16);
    if (line < 0 || Number.isNaN(size)) return { body, trailers: {}, complete: false };
    if (size === 0) {
      const lines = text.slice(line + 2).split('\r\n');
      return { body, trailers: fields(lines.filter((field) => field !== '')), complete: lines.at(-1) === '' };
    }
    body += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
