// OData Protocol 4.01, section 11.1.1 "Service Document Request"; JSON Format, section 5 "Service Document".
import type { EdmContainerChild, EdmModel } from '../edm/edm-model.ts';
import type { ResolvedRequest } from '../query/query.ts';
import { type Exchange, isPrefixed, jsonFormatOf } from './exchange.ts';
import { jsonContentType } from './headers.ts';
import { respond } from './respond.ts';

export function serviceDocument(exchange: Exchange, resolved: ResolvedRequest): Response {
  const format = jsonFormatOf(exchange, resolved);
  const prefixed = isPrefixed(exchange);
  const context = { [prefixed ? '@odata.context' : '@context']: `${exchange.serviceRoot}$metadata` };
  const { model } = exchange.service.definition;
  const body = { ...(format.metadata !== 'none' && context), value: resources(model) };
  exchange.headers.Vary = 'Accept, OData-MaxVersion';
  return respond(exchange, 200, JSON.stringify(body), jsonContentType(format, prefixed));
}

function resources(model: EdmModel): readonly object[] {
  const children = [...(model.entityContainer?.children.values() ?? [])];
  return children
    .filter((child) => isListed(child, model))
    .map((child) => ({ name: child.name, kind: child.kind, url: encodeURIComponent(child.name) }));
}

/** Function imports are listed when they say so and can be called without parameters. */
function isListed(child: EdmContainerChild, model: EdmModel): boolean {
  switch (child.kind) {
    case 'Singleton':
      return true;
    case 'EntitySet':
      return child.includeInServiceDocument;
    case 'FunctionImport':
      return (
        child.includeInServiceDocument &&
        model.findFunctions(child.function).some((f) => !f.isBound && f.parameters.length === 0)
      );
    case 'ActionImport':
      return false;
  }
}
