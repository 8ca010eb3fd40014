// RFC 9112, sections 2.2 "Message Parsing" and 9 "Connection Management": connections without a request that could be answered.
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ODataError } from '../error/odata-error.ts';
import { errorBody, errorHeaders } from './error-response.ts';

/** Node keeps the answer in progress with the socket, and has no other name for it. */
type HttpSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * Answers what is no HTTP message with an OData error, and closes the connection. Requests before it on the same connection
 * are answered first: what they did is done.
 */
export function refuseMalformed(server: Server, maxHeaderSize: number): void {
  const refused = new WeakSet<Socket>();
  const refuse = (error: ODataError, socket: HttpSocket): void => {
    const current = socket._httpMessage;
    if (current?.req.complete === true && !current.destroyed)
      current.once('close', () => refuse(error, socket));
    else if (!socket.writable || current?.headersSent === true) socket.destroy();
    else {
      socket.write(messageOf(error));
      socket.destroySoon();
    }
  };
  server.on('clientError', (cause: NodeJS.ErrnoException, stream) => {
    const socket = stream as HttpSocket;
    if (refused.has(socket)) return;
    refused.add(socket);
    if (cause.code === 'ECONNRESET') socket.destroy();
    else refuse(errorOf(cause, maxHeaderSize), socket);
  });
}

function errorOf(
  cause: NodeJS.ErrnoException & { readonly reason?: string },
  maxHeaderSize: number,
): ODataError {
  switch (cause.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ODataError(
        431,
        'TooComplex',
        `Request line and headers have at most ${maxHeaderSize} bytes.`,
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ODataError(408, 'BadRequest', 'The request did not come in time.');
    default:
      return new ODataError(
        400,
        'BadRequest',
        `The request is no HTTP message: ${cause.reason ?? 'it is incomplete'}.`,
      );
  }
}

function messageOf(error: ODataError): string {
  const body = errorBody(error);
  const headers = { ...errorHeaders(error), 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n${lines.join('')}\r\n${body}`;
}

/** Closes, each time that it is called, the connections on which no request is being answered: idle, silent, or half a request. */
export function closerOfUnused(server: Server): () => void {
  const sockets = new Set<HttpSocket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) if (!socket._httpMessage) socket.destroySoon();
  };
}
