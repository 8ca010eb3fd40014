// Which of a model's operations, sets, properties, enumeration members and errors recorded traffic exercised.
import type { EdmModel, EdmStructuredType } from '../../edm/edm-model.ts';
import type { CheckContext } from '../check/check-context.ts';
import { operationPath } from '../diff/type-text.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { exercise } from './exercise.ts';

export interface CoverageItem {
  readonly path: string;
  /** Number of exchanges that used it. */
  readonly count: number;
}

/** The members of a type, the requests of a set. */
export interface CoverageGroup {
  readonly name: string;
  readonly exercised: number;
  readonly items: readonly CoverageItem[];
}

export interface CoverageSection {
  readonly kind: 'operations' | 'entitySets' | 'properties' | 'enumMembers';
  readonly title: string;
  readonly total: number;
  readonly exercised: number;
  readonly groups: readonly CoverageGroup[];
}

/** An error that an operation answered. */
export interface CoveredError {
  readonly operation: string;
  readonly status: number;
  readonly count: number;
}

export interface Coverage {
  readonly exchanges: number;
  /** Exchanges whose URL is none of the service. */
  readonly unresolved: number;
  /** Exchanges with something that the model does not allow. */
  readonly withFindings: number;
  readonly sections: readonly CoverageSection[];
  /** Which errors an operation can answer no model says: these are the ones that were seen. */
  readonly errors: readonly CoveredError[];
  /** Operations with a request that succeeded and one that failed. */
  readonly operationsWithErrors: number;
}

export function measureCoverage(examples: readonly HttpExample[], context: CheckContext): Coverage {
  const counts = new Map<string, number>();
  const errors = new Map<string, CoveredError>();
  let [unresolved, withFindings] = [0, 0];
  const add = (path: string) => counts.set(path, (counts.get(path) ?? 0) + 1);
  for (const example of examples) {
    const { elements, operation, resolved, findings } = exercise(example, context);
    if (resolved === undefined) unresolved++;
    else if (findings.length > 0) withFindings++;
    for (const path of elements) add(path);
    if (operation === undefined) continue;
    add(operation);
    const status = example.response?.status ?? 0;
    const key = `${operation} ${status}`;
    if (status >= 400) errors.set(key, { operation, status, count: (errors.get(key)?.count ?? 0) + 1 });
  }
  const sections = sectionsOf(context.model).map((section) => countSection(section, counts));
  return {
    exchanges: examples.length,
    unresolved,
    withFindings,
    sections,
    errors: [...errors.values()].sort((a, b) => compare(a.operation, b.operation) || a.status - b.status),
    operationsWithErrors: new Set([...errors.values()].map(({ operation }) => operation)).size,
  };
}

interface PlainSection {
  readonly kind: CoverageSection['kind'];
  readonly title: string;
  /** Paths by the name of their group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

function sectionsOf(model: EdmModel): PlainSection[] {
  return [
    { kind: 'operations', title: 'Operations', groups: operationsOf(model) },
    { kind: 'entitySets', title: 'Entity sets, singletons and imports', groups: childrenOf(model) },
    { kind: 'properties', title: 'Properties', groups: membersOf(model, propertiesOf) },
    { kind: 'enumMembers', title: 'Enumeration members', groups: membersOf(model, enumMembersOf) },
  ];
}

const setMethods = ['GET', 'POST'];
const entityMethods = ['GET', 'PATCH', 'PUT', 'DELETE'];

/** What the protocol lets a client do with each set and singleton, and every action and function. */
function operationsOf(model: EdmModel): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, child] of model.entityContainer?.children ?? []) {
    const path = `${model.entityContainer?.qualifiedName}/${name}`;
    if (child.kind === 'EntitySet')
      groups.set(name, [
        ...setMethods.map((method) => `${method} ${path}`),
        ...entityMethods.map((method) => `${method} ${path}(key)`),
      ]);
    else if (child.kind === 'Singleton')
      groups.set(
        name,
        ['GET', 'PATCH'].map((method) => `${method} ${path}`),
      );
  }
  for (const element of model.elements()) {
    if (element.kind !== 'Action' && element.kind !== 'Function') continue;
    const bound = element.isBound ? element.parameters[0]?.type.type.qualifiedName : undefined;
    const group = bound ?? `${element.namespace} (unbound)`;
    const operation = `${element.kind === 'Action' ? 'POST' : 'GET'} ${operationPath(element)}`;
    groups.set(group, [...(groups.get(group) ?? []), operation]);
  }
  return groups;
}

function childrenOf(model: EdmModel): Map<string, string[]> {
  const { qualifiedName = '', children = new Map() } = model.entityContainer ?? {};
  return new Map([[qualifiedName, [...children.keys()].map((name) => `${qualifiedName}/${name}`)]]);
}

type Members = (
  element: ReturnType<EdmModel['elements']> extends Iterable<infer E> ? E : never,
) => Iterable<string>;

function membersOf(model: EdmModel, members: Members): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const element of model.elements()) {
    const names = [...members(element)];
    if (names.length > 0)
      groups.set(
        element.qualifiedName,
        names.map((name) => `${element.qualifiedName}/${name}`),
      );
  }
  return groups;
}

const propertiesOf: Members = (element) => {
  if (element.kind !== 'EntityType' && element.kind !== 'ComplexType') return [];
  const type: EdmStructuredType = element;
  return [...type.ownProperties.keys(), ...type.ownNavigationProperties.keys()];
};

const enumMembersOf: Members = (element) => (element.kind === 'EnumType' ? element.members.keys() : []);

function countSection(
  { kind, title, groups }: PlainSection,
  counts: ReadonlyMap<string, number>,
): CoverageSection {
  const counted = [...groups].map(([name, paths]): CoverageGroup => {
    const items = paths.map((path) => ({ path, count: counts.get(path) ?? 0 }));
    return { name, items, exercised: items.filter(({ count }) => count > 0).length };
  });
  counted.sort((a, b) => compare(a.name, b.name));
  const sum = (of: (group: CoverageGroup) => number) =>
    counted.reduce((total, group) => total + of(group), 0);
  return {
    kind,
    title,
    total: sum(({ items }) => items.length),
    exercised: sum(({ exercised }) => exercised),
    groups: counted,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
