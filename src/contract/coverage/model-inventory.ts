// OData CSDL 4.01 and OData Protocol 4.01, section 11: everything that a model has and that an exchange can exercise.
import type {
  EdmAnnotations,
  EdmEnumType,
  EdmModel,
  EdmNavigationProperty,
  EdmStructuredType,
} from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { signatures } from '../../query/expression/canonical-functions.ts';
import { capabilitiesOf, isAllowed, navigationCapabilities } from './allowed-operations.ts';
import type { CoverageClass } from './coverage.ts';
import { systemQueryOptions } from './exercise-options.ts';
import { callOf, childPath, memberPath } from './model-operation.ts';

/** Paths by the name of their group. */
export type Inventory = ReadonlyMap<string, readonly string[]>;

/** Errors are no part of a model: they are measured against the operations in use. */
export function inventoryOf(model: EdmModel): Readonly<Record<Exclude<CoverageClass, 'errors'>, Inventory>> {
  return {
    operations: operationsOf(model),
    entitySets: childrenOf(model, 'EntitySet'),
    singletons: childrenOf(model, 'Singleton'),
    properties: membersOf(model, ({ ownProperties }) => ownProperties.values()),
    navigationProperties: membersOf(model, ({ ownNavigationProperties }) => ownNavigationProperties.values()),
    enumMembers: enumMembersOf(model),
    queryOptions: queryOptions(),
  };
}

/** What the protocol lets a client do with each set, singleton and navigation property, and every action and function. */
function operationsOf(model: EdmModel): Inventory {
  const groups = new Map<string, string[]>();
  const add = (group: string, names: readonly string[]): void => {
    if (names.length > 0) groups.set(group, [...(groups.get(group) ?? []), ...names]);
  };
  for (const child of model.entityContainer?.children.values() ?? []) {
    const path = childPath(child);
    if (child.kind === 'EntitySet') add(path, collectionOperations(path, child.annotations));
    else if (child.kind === 'Singleton')
      add(path, allowed(child.annotations, [`GET ${path}`, `PATCH ${path}`]));
  }
  const saidBySources = navigationCapabilities(model);
  for (const type of structuredTypesOf(model))
    for (const property of type.ownNavigationProperties.values()) {
      const said = saidBySources(property);
      const isReachable = (operation: string) =>
        said.length === 0 || said.some((capabilities) => isAllowed(operation, capabilities));
      add(type.qualifiedName, navigationOperations(property).filter(isReachable));
    }
  for (const element of model.elements()) {
    if (element.kind !== 'Action' && element.kind !== 'Function') continue;
    const { owner, name } = callOf(element);
    add(owner, [name]);
  }
  return groups;
}

function collectionOperations(path: string, annotations: EdmAnnotations): string[] {
  return allowed(annotations, [
    `GET ${path}`,
    `POST ${path}`,
    `GET ${path}(key)`,
    `PATCH ${path}(key)`,
    `DELETE ${path}(key)`,
  ]);
}

/** What is contained is made and changed there; of what lives elsewhere, the links are. */
function navigationOperations(property: EdmNavigationProperty): string[] {
  const { collection, containsTarget, nullable, annotations } = property;
  const path = memberPath(property);
  if (collection)
    return containsTarget
      ? collectionOperations(path, annotations)
      : allowed(annotations, [`GET ${path}`, `POST ${path}/$ref`, `DELETE ${path}/$ref`]);
  const removal = nullable ? [`DELETE ${path}${containsTarget ? '' : '/$ref'}`] : [];
  return allowed(annotations, [
    `GET ${path}`,
    containsTarget ? `PATCH ${path}` : `PUT ${path}/$ref`,
    ...removal,
  ]);
}

/** Without what the capability annotations of the element itself rule out. */
function allowed(annotations: EdmAnnotations, operations: readonly string[]): string[] {
  const said = capabilitiesOf(annotations);
  return operations.filter((operation) => isAllowed(operation, said));
}

function childrenOf({ entityContainer }: EdmModel, kind: 'EntitySet' | 'Singleton'): Inventory {
  if (entityContainer === undefined) return new Map();
  const paths = [...entityContainer.children.values()].filter((child) => child.kind === kind).map(childPath);
  return new Map([[entityContainer.qualifiedName, paths]]);
}

type Member = Parameters<typeof memberPath>[0];

function membersOf(model: EdmModel, members: (type: EdmStructuredType) => Iterable<Member>): Inventory {
  const groups = new Map<string, string[]>();
  for (const type of structuredTypesOf(model)) {
    const paths = [...members(type)].map(memberPath);
    if (paths.length > 0) groups.set(type.qualifiedName, paths);
  }
  return groups;
}

function* structuredTypesOf(model: EdmModel): Generator<EdmStructuredType> {
  for (const element of model.elements()) if (isStructuredType(element)) yield element;
}

function enumMembersOf(model: EdmModel): Inventory {
  const types = [...model.elements()].filter(
    (element): element is EdmEnumType => element.kind === 'EnumType',
  );
  return new Map(
    types.map(({ qualifiedName, members }) => [
      qualifiedName,
      [...members.keys()].map((name) => `${qualifiedName}/${name}`),
    ]),
  );
}

const operators =
  'eq ne gt ge lt le and or not has in any all add sub mul div divby mod negate cast isof case'.split(' ');
const transformations =
  'aggregate groupby filter search compute orderby top skip topcount topsum toppercent bottomcount bottomsum bottompercent identity concat expand join outerjoin nest addnested ancestors descendants traverse function'.split(
    ' ',
  );

/** Of the URL language; no model says which of them it is made for. */
function queryOptions(): Inventory {
  return new Map([
    ['System query options', systemQueryOptions],
    ['Operators', operators.map((name) => `$filter/${name}`)],
    ['Canonical functions', Object.keys(signatures).map((name) => `$filter/${name}`)],
    ['Transformations of $apply', transformations.map((name) => `$apply/${name}`)],
  ]);
}
