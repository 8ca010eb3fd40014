// The server's log: a line for each request.

/** Is told a request, its answer, and the milliseconds between them. */
export type RequestLog = (request: Request, response: Response, milliseconds: number) => void;

/** `GET /v1.0/users?$top=5 200 1.3 ms` */
export function createRequestLog(write: (line: string) => void): RequestLog {
  return (request, response, milliseconds) => {
    const target = request.url.slice(new URL(request.url).origin.length);
    write(`${request.method} ${target} ${response.status} ${milliseconds.toFixed(1)} ms`);
  };
}
