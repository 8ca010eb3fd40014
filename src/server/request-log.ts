// The server's log: a line for each request when asked, and always what a client is told only in a header.

/** Is told a request, its answer, and the milliseconds between them. */
export type RequestLog = (request: Request, response: Response, milliseconds: number) => void;

/** Header in which a service under `--validation report` says what it accepted. */
const violationsHeader = 'OData-Emulator-Violations';

export interface RequestLogOptions {
  /** A line for each request; otherwise only violations are written. */
  readonly verbose: boolean;
  readonly write: (line: string) => void;
}

export function createRequestLog(options: RequestLogOptions): RequestLog {
  return (request, response, milliseconds) => {
    const { pathname, search } = new URL(request.url);
    const target = `${request.method} ${pathname}${search}`;
    if (options.verbose) options.write(`${target} ${response.status} ${milliseconds.toFixed(1)} ms`);
    const violations = response.headers.get(violationsHeader);
    if (violations !== null) options.write(`${target} accepted in spite of: ${violations}`);
  };
}
