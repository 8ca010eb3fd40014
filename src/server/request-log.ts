// The server's log: a line for each request.

/** Is told a request, its answer, and the milliseconds between them. */
export type RequestLog = (request: Request, response: Response, milliseconds: number) => void;

/** `GET /v1.0/users?$top=5 200 1.3 ms` */
export function createRequestLog(write: (line: string) => void): RequestLog {
  return (request, response, milliseconds) =>
    write(`${requestLine(request)} ${response.status} ${milliseconds.toFixed(1)} ms`);
}

/** `GET /v1.0/users?$top=5` */
export function requestLine({ method, url }: Request): string {
  return `${method} ${url.slice(new URL(url).origin.length)}`;
}
