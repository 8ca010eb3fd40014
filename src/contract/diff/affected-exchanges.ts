// OData Protocol 4.01, section 5.2 "Model Versioning": the recorded exchanges that a change breaks.
import type { CheckContext } from '../check/check-context.ts';
import { exercise } from '../coverage/exercise.ts';
import type { HttpExample } from '../examples/http-example.ts';
import type { SchemaChange } from './schema-change.ts';

export interface AffectedExchange {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly method: string;
  readonly url: string;
}

/**
 * For each change that breaks something, the exchanges that use the changed element: in the path, an option or a body.
 * What is new and breaks (a parameter that is required) affects those that use the element that got it.
 * @param context of the old model, which the exchanges were recorded with
 */
export async function affectedExchanges(
  changes: readonly SchemaChange[],
  examples: Iterable<HttpExample> | AsyncIterable<HttpExample>,
  context: CheckContext,
): Promise<ReadonlyMap<SchemaChange, readonly AffectedExchange[]>> {
  const breaking = changes.filter(({ breaks }) => breaks !== 'nothing');
  if (breaking.length === 0) return new Map();
  const users = await usersOfElements(examples, context);
  const affected = new Map<SchemaChange, readonly AffectedExchange[]>();
  for (const change of breaking) {
    const exchanges = users.get(changedElement(change));
    if (exchanges !== undefined) affected.set(change, exchanges);
  }
  return affected;
}

function changedElement({ rule, path }: SchemaChange): string {
  const element = path.replace(/\/[@$].*$/, '');
  return rule === 'element-added' && element === path ? (ownerOf(element) ?? element) : element;
}

/** `ns.Type` of `ns.Type/property`; a slash inside of a signature separates nothing. */
function ownerOf(path: string): string | undefined {
  return /^(.*)\/(?![^(]*\))[^/]*$/.exec(path)?.[1];
}

/** The exchanges by the paths of the elements that they use, and of those around them. */
async function usersOfElements(
  examples: Iterable<HttpExample> | AsyncIterable<HttpExample>,
  context: CheckContext,
): Promise<ReadonlyMap<string, readonly AffectedExchange[]>> {
  const users = new Map<string, AffectedExchange[]>();
  for await (const example of examples) {
    const { name, request } = example;
    const { file, line } = request.place;
    const exchange = { name, file, line, method: request.method, url: request.url };
    const used = new Set<string>();
    for (const element of exercise(example, context).elements)
      for (let path: string | undefined = element; path !== undefined; path = ownerOf(path)) used.add(path);
    for (const path of [...used].map((one) => namespaceOf(one))) if (path !== undefined) used.add(path);
    for (const path of used) {
      const known = users.get(path);
      if (known === undefined) users.set(path, [exchange]);
      else known.push(exchange);
    }
  }
  return users;
}

/** Of a schema child, for namespaces that are gone. */
function namespaceOf(path: string): string | undefined {
  return /^([^/(]*)\.[^./(]*(?:\(.*)?$/.exec(path)?.[1];
}
