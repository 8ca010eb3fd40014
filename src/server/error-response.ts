// OData JSON Format 4.01, section 21 "Error Handling": errors of the host, outside of all services.
import type { ODataError } from '../error/odata-error.ts';

export function errorResponse(error: ODataError): Response {
  const { code, message } = error;
  return new Response(JSON.stringify({ error: { code, message } }), {
    status: error.status,
    headers: { 'Content-Type': 'application/json', 'OData-Version': '4.0', ...error.headers },
  });
}
