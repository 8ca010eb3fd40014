// OData CSDL 4.01, section 4.2 "Included Schema", 5 "Schema", 5.1 "Alias", 15.2 "Simple Identifier".

import { isSimpleIdentifier } from '../../edm/simple-identifier.ts';
import type { CsdlPath } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, reservedNamespaces } from '../csdl-document.ts';
import type { CheckContext } from './check-context.ts';

const kinds = new Set([
  'EntityType',
  'ComplexType',
  'EnumType',
  'TypeDefinition',
  'Term',
  'Action',
  'Function',
  'EntityContainer',
]);

export function checkNames(context: CheckContext): void {
  checkNamespaces(context);
  for (const schema of context.schemas) {
    checkScope(context, schema.names, (name) => [schema.namespace, name]);
    for (const name of schema.names)
      if (elementsOf(schema.element(name)).length === 0)
        context.report(
          'error',
          'invalid-element',
          [schema.namespace, name],
          'This is no element of a schema.',
        );
  }
  for (const { object, path } of context.elements) {
    checkScope(context, Object.keys(object).filter(isChildName), (name) => [...path, name]);
    if (!kinds.has(String(object.$Kind)))
      context.report(
        'error',
        'invalid-element',
        path,
        `${JSON.stringify(object.$Kind)} is no kind of a schema child.`,
      );
  }
}

function checkNamespaces(context: CheckContext): void {
  const namespaces = new Set(context.schemas.map(({ namespace }) => namespace));
  const owners = new Map<string, string>();
  const add = (alias: unknown, namespace: string, path: CsdlPath): void => {
    if (typeof alias !== 'string') return;
    const owner = owners.get(alias);
    if (reservedNamespaces.has(alias))
      context.report('error', 'reserved-name', path, `The alias ${alias} is reserved.`);
    else if (owner !== undefined && owner !== namespace)
      context.report('error', 'duplicate-alias', path, `The alias ${alias} stands for ${owner} already.`);
    else if (namespaces.has(alias) && alias !== namespace)
      context.report('error', 'duplicate-alias', path, `The alias ${alias} is also a namespace.`);
    owners.set(alias, namespace);
  };
  const references = isCsdlObject(context.document.$Reference) ? context.document.$Reference : {};
  for (const [uri, reference] of Object.entries(references))
    for (const [index, include] of elementsOf(
      isCsdlObject(reference) ? reference.$Include : undefined,
    ).entries())
      add(include.$Alias, String(include.$Namespace), ['$Reference', uri, '$Include', index]);
  for (const { alias, namespace } of context.schemas) {
    if (reservedNamespaces.has(namespace))
      context.report('error', 'reserved-name', [namespace], `The namespace ${namespace} is reserved.`);
    add(alias, namespace, [namespace]);
  }
}

/** Names of one scope: each well-formed, and no two that differ only by case. */
function checkScope(
  context: CheckContext,
  names: readonly string[],
  pathOf: (name: string) => CsdlPath,
): void {
  const lowerCased = new Map<string, string>();
  for (const name of names) {
    if (!isSimpleIdentifier(name))
      context.report('error', 'invalid-name', pathOf(name), `${JSON.stringify(name)} is not an identifier.`);
    const key = name.toLowerCase();
    const similar = lowerCased.get(key);
    if (similar !== undefined) {
      const message = `The names ${similar} and ${name} differ only by case.`;
      context.report('warning', 'similar-name', pathOf(name), message);
    }
    lowerCased.set(key, name);
  }
}
