// Which of a model's operations, sets, properties, enumeration members and errors recorded traffic exercised.
import type { CheckContext } from '../check/check-context.ts';
import type { HttpExample } from '../examples/http-example.ts';
import {
  type Coverage,
  type CoverageClass,
  type CoverageGroup,
  type CoverageSection,
  type CoveredError,
  coverageTitles,
  modelClasses,
} from './coverage.ts';
import { exercise } from './exercise.ts';
import { type Inventory, inventoryOf } from './model-inventory.ts';
import type { ModelOperation } from './model-operation.ts';

export async function measureCoverage(
  examples: Iterable<HttpExample> | AsyncIterable<HttpExample>,
  context: CheckContext,
): Promise<Coverage> {
  const { exchanges, counts, operations, errors, unresolved, withFindings } = await countExchanges(
    examples,
    context,
  );
  const inventory = inventoryOf(context.model);
  const failed = new Map<string, number>();
  for (const { operation, count } of errors) failed.set(operation, (failed.get(operation) ?? 0) + count);
  const sections = [
    sectionOf('operations', withUnforeseen(inventory.operations, operations.values()), counts),
    ...(
      [
        'entitySets',
        'singletons',
        'properties',
        'navigationProperties',
        'enumMembers',
        'queryOptions',
      ] as const
    ).map((kind) => sectionOf(kind, inventory[kind], counts)),
    sectionOf('errors', byOwner(operations.values()), failed),
  ];
  const ofModel = sections.filter(({ kind }) => modelClasses.includes(kind));
  return {
    exchanges,
    unresolved,
    withFindings,
    total: sum(ofModel, ({ total }) => total),
    exercised: sum(ofModel, ({ exercised }) => exercised),
    sections,
    errors: [...errors].sort((a, b) => compare(a.operation, b.operation) || a.status - b.status),
  };
}

interface Counted {
  readonly exchanges: number;
  /** Exchanges by the path of what they use, and by the name of their operation. */
  readonly counts: ReadonlyMap<string, number>;
  /** By name. */
  readonly operations: ReadonlyMap<string, ModelOperation>;
  readonly errors: readonly CoveredError[];
  readonly unresolved: number;
  readonly withFindings: number;
}

async function countExchanges(
  examples: Iterable<HttpExample> | AsyncIterable<HttpExample>,
  context: CheckContext,
): Promise<Counted> {
  const counts = new Map<string, number>();
  const operations = new Map<string, ModelOperation>();
  const errors = new Map<string, CoveredError>();
  let [exchanges, unresolved, withFindings] = [0, 0, 0];
  const add = (path: string): unknown => counts.set(path, (counts.get(path) ?? 0) + 1);
  for await (const example of examples) {
    exchanges++;
    const { elements, operation, resolved, findings } = exercise(example, context);
    if (resolved === undefined) unresolved++;
    else if (findings.length > 0) withFindings++;
    for (const path of elements) add(path);
    if (operation === undefined) continue;
    const { name } = operation;
    operations.set(name, operation);
    add(name);
    const { status = 0, body = '' } = example.response ?? {};
    if (status < 400) continue;
    const code = errorCode(body);
    const key = `${name} ${status} ${code}`;
    errors.set(key, { operation: name, status, code, count: (errors.get(key)?.count ?? 0) + 1 });
  }
  return { exchanges, counts, operations, errors: [...errors.values()], unresolved, withFindings };
}

/** OData JSON Format 4.01, section 21.1 "Error Response" */
function errorCode(body: string): string | undefined {
  try {
    const code: unknown = JSON.parse(body)?.error?.code;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

/** With what was done though the model does not tell that it can be: a PATCH of what is not contained, for instance. */
function withUnforeseen(inventory: Inventory, operations: Iterable<ModelOperation>): Inventory {
  const known = new Set([...inventory.values()].flat());
  const groups = new Map(inventory);
  for (const [owner, names] of byOwner(operations))
    groups.set(owner, [...(groups.get(owner) ?? []), ...names.filter((name) => !known.has(name))]);
  return groups;
}

function byOwner(operations: Iterable<ModelOperation>): Inventory {
  const groups = new Map<string, string[]>();
  for (const { owner, name } of operations) groups.set(owner, [...(groups.get(owner) ?? []), name]);
  return groups;
}

function sectionOf(
  kind: CoverageClass,
  inventory: Inventory,
  counts: ReadonlyMap<string, number>,
): CoverageSection {
  const groups = [...inventory].map(([name, paths]): CoverageGroup => {
    const items = paths.map((path) => ({ path, count: counts.get(path) ?? 0 }));
    return { name, items, exercised: items.filter(({ count }) => count > 0).length };
  });
  groups.sort((a, b) => compare(a.name, b.name));
  return {
    kind,
    title: coverageTitles[kind],
    total: sum(groups, ({ items }) => items.length),
    exercised: sum(groups, ({ exercised }) => exercised),
    groups,
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
