// OData JSON Format 4.01, section 21 "Error Handling": errors of the host, outside of all services.
import type { ODataError } from '../error/odata-error.ts';

export function errorResponse(error: ODataError): Response {
  return new Response(errorBody(error), { status: error.status, headers: errorHeaders(error) });
}

export function errorBody({ code, message }: ODataError): string {
  return JSON.stringify({ error: { code, message } });
}

export function errorHeaders({ headers }: ODataError): Record<string, string> {
  return { 'Content-Type': 'application/json', 'Content-Language': 'en', 'OData-Version': '4.0', ...headers };
}
