// Services for tests: compiled from a document in memory, and asked without a port.
import { readFileSync } from 'node:fs';
import { compileDefinition } from '../../codegen/compile-definition.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { handle } from '../../src/protocol/handle.ts';
import { createService, type ServiceSettings } from '../../src/service/create-service.ts';
import type { ODataService } from '../../src/service/odata-service.ts';

const root = new URL('../../', import.meta.url);

/** A service over CSDL XML: text, or a path relative to the repository. */
export function serviceFor(metadata: string, settings: ServiceSettings = {}): ODataService {
  const isText = metadata.startsWith('<');
  const text = isText ? metadata : readFileSync(new URL(metadata, root), 'utf8');
  const { document, findings } = readCsdl(text, { file: isText ? 'test' : metadata });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (document === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
  return createService(compileDefinition(document, { file: 'test', sha256: '' }), settings);
}

/** Wraps the members of a schema in a document with one schema, `Test`. */
export function csdl(schema: string): string {
  return `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml"><edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Capabilities"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Test">${schema}</Schema></edmx:DataServices></edmx:Edmx>`;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, member by member
  readonly body: any;
}

/** Sends `GET /Products` or, with a body, `POST /Products`, and reads the answer. */
export async function ask(
  service: ODataService,
  line: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = line.split(/ (.*)/s);
  const json = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(`http://localhost${service.path}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(json !== undefined && { body: json }),
  });
  const response = await handle(service, request);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}
