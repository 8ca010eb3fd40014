// OASIS Capabilities vocabulary 4.0: InsertRestrictions and UpdateRestrictions, as they concern what a body holds.
import type { EdmNavigationProperty } from '../edm/edm-model.ts';
import { ODataError, type ODataErrorDetail } from '../error/odata-error.ts';
import type { EntityPayload } from '../json/payload.ts';
import {
  asPaths,
  asRecord,
  type CapabilityRecord,
  capability,
  scopeOfPath,
} from '../query/capability-scope.ts';
import type { ResourcePath } from '../query/resource-path.ts';
import type { Exchange } from './exchange.ts';

const terms = {
  Insert: {
    term: 'InsertRestrictions',
    properties: 'NonInsertableProperties',
    navigation: 'NonInsertableNavigationProperties',
    deep: 'DeepInsertSupport',
  },
  Update: {
    term: 'UpdateRestrictions',
    properties: 'NonUpdatableProperties',
    navigation: 'NonUpdatableNavigationProperties',
    deep: 'DeepUpdateSupport',
  },
} as const;

/** Refuses a body that holds what the model says cannot be sent there, or lacks what it says must be. */
export function checkPayloadRestrictions(
  { service }: Exchange,
  path: ResourcePath,
  payload: EntityPayload,
  change: 'Insert' | 'Update',
): void {
  if (service.options.capabilities === 'ignore') return;
  const { scope } = scopeOfPath(path);
  const { term, deep, ...lists } = terms[change];
  const restrictions = asRecord(capability(scope, term));
  const support = asRecord(capability(scope, deep));
  const details = [
    ...forbidden(payload, restrictions, lists, term),
    ...missing(payload, restrictions, term),
    ...tooDeep(payload, restrictions, support, { term, deep }),
  ];
  const [first] = details;
  if (first === undefined) return;
  throw new ODataError(400, 'CapabilityRestricted', first.message, {
    details,
    ...(first.target !== undefined && { target: first.target }),
  });
}

function forbidden(
  payload: EntityPayload,
  restrictions: CapabilityRecord,
  lists: { readonly properties: string; readonly navigation: string },
  term: string,
): readonly ODataErrorDetail[] {
  const values = asPaths(restrictions[lists.properties]).filter((path) => isSent(payload, path));
  const related = asPaths(restrictions[lists.navigation]).filter((path) => payload.navigation.has(path));
  return [
    ...values.map((path) => finding(path, `${path} cannot be sent here`, `${term}/${lists.properties}`)),
    ...related.map((path) => finding(path, `${path} cannot be sent here`, `${term}/${lists.navigation}`)),
  ];
}

function missing(
  payload: EntityPayload,
  restrictions: CapabilityRecord,
  term: string,
): readonly ODataErrorDetail[] {
  return asPaths(restrictions.RequiredProperties)
    .filter(
      (path) => !isSent(payload, path) && !payload.navigation.has(path) && !payload.ignored.includes(path),
    )
    .map((path) => finding(path, `${path} must be sent`, `${term}/RequiredProperties`));
}

function tooDeep(
  payload: EntityPayload,
  restrictions: CapabilityRecord,
  support: CapabilityRecord,
  { term, deep }: { readonly term: string; readonly deep: string },
): readonly ODataErrorDetail[] {
  const depth = depthOf(payload);
  if (depth > 0 && support.Supported === false)
    return [finding(undefined, 'Nested entities cannot be sent here', `${deep}/Supported`)];
  const { MaxLevels: most } = restrictions;
  if (typeof most === 'number' && most >= 0 && depth > most)
    return [
      finding(undefined, `Entities may be nested in ${most} levels, not in ${depth}`, `${term}/MaxLevels`),
    ];
  return [];
}

/** Levels of nested entities; references are none. */
function depthOf(payload: EntityPayload): number {
  let depth = 0;
  for (const item of payload.navigation.values()) {
    if (item.kind === 'references') continue;
    const nested = item.kind === 'entity' ? (item.entity === null ? [] : [item.entity]) : item.entities;
    for (const one of nested) {
      const isReference = one.id !== undefined && Object.keys(one.values).length === 0;
      if (!isReference) depth = Math.max(depth, 1 + depthOf(one));
    }
  }
  return depth;
}

function isSent({ values, streams }: EntityPayload, path: string): boolean {
  let value: unknown = values;
  for (const step of path.split('/')) value = (value as Record<string, unknown> | null | undefined)?.[step];
  return value !== undefined || streams.has(path);
}

function finding(target: string | undefined, message: string, restriction: string): ODataErrorDetail {
  return {
    code: 'CapabilityRestricted',
    message: `${message} (Capabilities.${restriction}).`,
    ...(target !== undefined && { target }),
  };
}

/** Refuses the change of one property of an existing entity where the model says that it is not updatable. */
export function checkPropertyRestrictions(
  { service }: Exchange,
  path: ResourcePath,
  property: string,
  navigationProperty?: EdmNavigationProperty,
): void {
  if (service.options.capabilities === 'ignore') return;
  const { term, properties, navigation } = terms.Update;
  const list = navigationProperty === undefined ? properties : navigation;
  const restrictions = asRecord(capability(scopeOfPath(path).scope, term));
  if (!asPaths(restrictions[list]).includes(property)) return;
  const { message, ...detail } = finding(property, `${property} cannot be changed`, `${term}/${list}`);
  throw new ODataError(400, 'CapabilityRestricted', message, { target: detail.target ?? property });
}
