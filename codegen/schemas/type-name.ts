// OData JSON Format 4.01, section 4.6.3 "Control Information: type (odata.type)".
import type { EdmModel, EdmStructuredType } from '../../src/edm/edm-model.ts';
import { escapePattern } from './json-schema.ts';

/**
 * A pattern for the values of `@odata.type` that name one of the types: `#namespace.Name`, the same behind the URL of
 * a metadata document, or (as many clients send it) without the `#`; by namespace or by alias.
 */
export function typeNamePattern(types: readonly EdmStructuredType[], model: EdmModel): string {
  const byNamespace = new Map<string, string[]>();
  for (const { namespace, name } of types) {
    const names = byNamespace.get(namespace);
    if (names) names.push(name);
    else byNamespace.set(namespace, [name]);
  }
  const alternatives = [...byNamespace].map(([namespace, names]) => {
    const alias = model.schemas.find((schema) => schema.namespace === namespace)?.alias;
    return `${oneOf(alias === undefined ? [namespace] : [namespace, alias])}\\.${oneOf(names)}`;
  });
  return `^([^#]*#)?${alternatives.length === 1 ? alternatives[0] : `(${alternatives.join('|')})`}$`;
}

function oneOf(names: readonly string[]): string {
  const escaped = names.map(escapePattern);
  return escaped.length === 1 ? `${escaped[0]}` : `(${escaped.join('|')})`;
}
