// OData Protocol 4.01, section 11.1 "Metadata Requests": what there is on this host, for who asks outside of the services.
import { ODataError } from '../error/odata-error.ts';
import type { ODataService } from '../service/odata-service.ts';
import { errorResponse } from './error-response.ts';

/** The list of services as JSON, or as a page for a browser; 200 at `/`, and 404 elsewhere. */
export function listServices(
  request: Request,
  path: string,
  services: readonly ODataService[],
  hasAdmin: boolean,
): Response {
  const host = new URL(request.url).origin;
  const roots = services.map((service) => ({ service, url: serviceRootUrl(host, service) }));
  const isRoot = path === '/';
  if (request.headers.get('accept')?.includes('text/html') === true) {
    const title = isRoot ? 'odata-emulator' : `Nothing is at ${path}`;
    return new Response(page(title, roots, hasAdmin), {
      status: isRoot ? 200 : 404,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    });
  }
  if (!isRoot) {
    const urls = roots.map(({ url }) => url).join(', ');
    return errorResponse(new ODataError(404, 'NotFound', `No service is at ${path}. There are: ${urls}`));
  }
  const value = roots.map(({ service, url }) => ({
    url,
    metadata: `${url}$metadata`,
    profile: service.profile.name,
    source: service.definition.origin.file,
  }));
  return new Response(JSON.stringify({ services: value }), {
    status: 200,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** The service root URL, with the slash that ends it. */
function serviceRootUrl(origin: string, service: ODataService): string {
  return `${origin}${service.path}/`;
}

interface ServiceRoot {
  readonly service: ODataService;
  readonly url: string;
}

function page(title: string, roots: readonly ServiceRoot[], hasAdmin: boolean): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #8886; padding: .5rem 0 }
h2 { font-size: 1.1rem; margin: .5rem 0; overflow-wrap: anywhere }
ul { padding-left: 1.2rem; columns: 14rem }
p { margin: .5rem 0 }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${hasAdmin ? '<p><a href="/_emulator/">Requests and their answers</a></p>\n' : ''}${roots.map(section).join('\n')}
</body>
</html>
`;
}

function section({ service, url }: ServiceRoot): string {
  const children = [...(service.definition.model.entityContainer?.children.values() ?? [])];
  const links = children
    .filter((child) => child.kind === 'EntitySet' || child.kind === 'Singleton')
    .map(
      ({ name }) =>
        `<li><a href="${escapeHtml(`${url}${encodeURIComponent(name)}`)}">${escapeHtml(name)}</a></li>`,
    );
  return `<section>
<h2><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></h2>
<p>${escapeHtml(service.definition.origin.file)}, ${service.profile.name} profile, <a href="${escapeHtml(`${url}$metadata`)}">$metadata</a></p>
<ul>
${links.join('\n')}
</ul>
</section>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
