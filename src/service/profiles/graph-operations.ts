// Microsoft Graph, "directoryObject: getByIds", "checkMemberGroups", "getMemberObjects" and "driveItem: search": operations that ask for what the service holds.
import { type EdmStructuredType, isOfType } from '../../edm/edm-model.ts';
import { type Entity, isEntity } from '../../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../../edm/value.ts';
import type { OperationRule } from '../behaviour-of.ts';
import type { OperationContext, OperationHandler } from '../handlers.ts';

const directoryObject = 'microsoft.graph.directoryObject';
const group = 'microsoft.graph.group';

type Reader = OperationContext['store'];

/** The targets of a navigation property, where the entity's type has it. */
async function related(store: Reader, { identity, type }: Entity, name: string): Promise<readonly Entity[]> {
  const navigationProperty = type.navigationProperties.get(name);
  return navigationProperty === undefined
    ? []
    : await store.related({ source: identity, path: [], navigationProperty });
}

function texts(value: EdmValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function idOf({ values }: Entity): string {
  return String(values.id);
}

/** The ids of what the object is a member of, directly or not, as far as `isMeant` says. */
function memberships(isMeant: (object: Entity, parameters: StructuredValue) => boolean): OperationHandler {
  return async (parameters, { binding, store }) => {
    if (!isEntity(binding)) return [];
    const objects = await related(store, binding, 'transitiveMemberOf');
    return objects.filter((object) => isMeant(object, parameters)).map(idOf);
  };
}

const isGroup = ({ type }: Entity): boolean => isOfType(type, group);

/** `securityEnabledOnly`: nothing but groups that are. */
const isWanted = (object: Entity, { securityEnabledOnly }: StructuredValue): boolean =>
  securityEnabledOnly !== true || (isGroup(object) && object.values.securityEnabled === true);

const getByIds: OperationHandler = async ({ ids, types }, { binding }) => {
  const wanted = new Set(texts(ids));
  const names = texts(types).map((name) => name.toLowerCase());
  const isNamed = ({ type }: Entity) =>
    names.length === 0 || baseTypes(type).some((name) => names.includes(name));
  return entitiesOf(binding).filter((object) => wanted.has(idOf(object)) && isNamed(object));
};

/** Unqualified names of the type and those that it derives from, in lower case. */
function baseTypes(type: EdmStructuredType): readonly string[] {
  const names: string[] = [];
  for (let one: EdmStructuredType | undefined = type; one !== undefined; one = one.baseType)
    names.push(one.name.toLowerCase());
  return names;
}

function entitiesOf(binding: unknown): readonly Entity[] {
  return Array.isArray(binding) ? binding.filter(isEntity) : [];
}

/** Items below a drive or an item: those that are nearer come first. */
async function itemsBelow(store: Reader, start: Entity): Promise<readonly Entity[]> {
  const found: Entity[] = [];
  for (let level: readonly Entity[] = [start]; level.length > 0; found.push(...level)) {
    const next: Entity[] = [];
    for (const item of level)
      next.push(...(await related(store, item, 'root')), ...(await related(store, item, 'children')));
    level = next;
  }
  return found;
}

/** Items whose names have the text. */
const search: OperationHandler = async ({ q }, { binding, store }) => {
  if (!isEntity(binding)) return [];
  const text = String(q ?? '').toLowerCase();
  const items = await itemsBelow(store, binding);
  return items.filter(({ values }) => String(values.name).toLowerCase().includes(text));
};

/** The item and all below it; nothing where only later changes are wanted. */
const itemAndBelow: OperationHandler = async ({ token }, { binding, store }) => {
  if (!isEntity(binding) || token === 'latest') return [];
  return [binding, ...(await itemsBelow(store, binding))];
};

export const graphOperations: readonly OperationRule[] = [
  {
    operation: 'microsoft.graph.checkMemberGroups',
    boundTo: directoryObject,
    handler: memberships((object, { groupIds }) => isGroup(object) && texts(groupIds).includes(idOf(object))),
  },
  {
    operation: 'microsoft.graph.checkMemberObjects',
    boundTo: directoryObject,
    handler: memberships((object, { ids }) => texts(ids).includes(idOf(object))),
  },
  {
    operation: 'microsoft.graph.getMemberGroups',
    boundTo: directoryObject,
    handler: memberships((object, parameters) => isGroup(object) && isWanted(object, parameters)),
  },
  {
    operation: 'microsoft.graph.getMemberObjects',
    boundTo: directoryObject,
    handler: memberships(isWanted),
  },
  { operation: 'microsoft.graph.getByIds', boundTo: directoryObject, handler: getByIds },
  { operation: 'microsoft.graph.delta', boundTo: 'microsoft.graph.driveItem', handler: itemAndBelow },
  { operation: 'microsoft.graph.search', boundTo: 'microsoft.graph.drive', handler: search },
  { operation: 'microsoft.graph.search', boundTo: 'microsoft.graph.driveItem', handler: search },
];
