// WHATWG Fetch, section "HTTP extensions: CORS protocol": pages of any origin may use the services.

export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}

/** Any method and any header are allowed; which of them a resource supports, the request itself will learn. */
export function answerPreflight(request: Request): Response {
  const headers: Record<string, string> = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS',
    'Access-Control-Max-Age': '600',
    Vary: 'Access-Control-Request-Headers',
  };
  // `*` would not include Authorization, so the names are repeated.
  const asked = request.headers.get('access-control-request-headers');
  if (asked !== null) headers['Access-Control-Allow-Headers'] = asked;
  return new Response(null, { status: 204, headers });
}

/** Adds what a browser needs to hand the response to the page; does nothing for a request without `Origin`. */
export function withCorsHeaders(request: Request, response: Response): Response {
  if (!request.headers.has('origin')) return response;
  response.headers.set('Access-Control-Allow-Origin', '*');
  response.headers.set('Access-Control-Expose-Headers', '*');
  return response;
}
