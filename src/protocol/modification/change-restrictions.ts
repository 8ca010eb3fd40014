// OASIS Capabilities vocabulary 4.0: InsertRestrictions and UpdateRestrictions, as they concern what a body holds.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { NavigationOrigin } from '../../edm/navigation-target.ts';
import { permits } from '../../edm/permissions.ts';
import { valueAt } from '../../edm/value.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import { contentsOf, type EntityPayload, type NavigationPayload } from '../../json/read/payload.ts';
import {
  alongNavigation,
  asPaths,
  asRecord,
  type CapabilityRecord,
  type CapabilityScope,
  capability,
  scopeOfPath,
} from '../../query/capabilities/capability-scope.ts';
import { placeOfNavigation } from '../../query/path/entity-source.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { NavigationPath } from '../resource/resource-target.ts';

const terms = {
  Insert: {
    term: 'InsertRestrictions',
    flag: 'Insertable',
    properties: 'NonInsertableProperties',
    navigation: 'NonInsertableNavigationProperties',
    deep: 'DeepInsertSupport',
  },
  Update: {
    term: 'UpdateRestrictions',
    flag: 'Updatable',
    properties: 'NonUpdatableProperties',
    navigation: 'NonUpdatableNavigationProperties',
    deep: 'DeepUpdateSupport',
  },
} as const;

type Change = keyof typeof terms;

/** Where a payload's entity is, as far as the model tells. */
interface Place {
  readonly model: EdmModel;
  readonly scope: CapabilityScope;
  readonly origin: NavigationOrigin | undefined;
  /** Path from the body, with a slash at the end. */
  readonly prefix: string;
  /** Restrictions that are no matter for entities inside of the body, `Term/Member`. */
  readonly unenforced: readonly string[];
}

/** Refuses a body that holds what the model says cannot be sent there, or lacks what it says must be. */
export function checkPayloadRestrictions(
  { service }: Exchange,
  path: ResourcePath,
  payload: EntityPayload,
  change: Change,
): void {
  if (service.options.capabilities === 'ignore') return;
  const { scope } = scopeOfPath(path);
  const { model } = service.definition;
  const unenforced = service.profile.unenforcedCapabilities.bodies;
  const place: Place = { model, scope, origin: originOfPath(path), prefix: '', unenforced };
  const details = payloadFindings(place, payload, change);
  const [first] = details;
  if (first === undefined) return;
  throw new ODataError(400, 'CapabilityRestricted', first.message, {
    details,
    ...(first.target !== undefined && { target: first.target }),
  });
}

/** Where binding paths start for what is at the end of the path. */
export function originOfPath({ source }: ResourcePath): NavigationOrigin | undefined {
  return source?.kind === 'navigationSource'
    ? { navigationSource: source.navigationSource, path: [] }
    : undefined;
}

function payloadFindings(place: Place, payload: EntityPayload, change: Change): readonly ODataErrorDetail[] {
  const { term, ...names } = terms[change];
  const restrictions = asRecord(capability(place.scope, term));
  return [
    ...forbidden(place, payload, restrictions, change),
    ...missing(place, payload, restrictions, term),
    ...nestedFindings(place, payload, change, names.deep),
  ];
}

function forbidden(
  { prefix }: Place,
  payload: EntityPayload,
  restrictions: CapabilityRecord,
  change: Change,
): readonly ODataErrorDetail[] {
  const { term, properties, navigation } = terms[change];
  const values = asPaths(restrictions[properties]).filter((path) => isSent(payload, path));
  const related = asPaths(restrictions[navigation]).filter((path) => {
    const item = payload.navigation.get(path);
    // "These navigation properties do not allow deep inserts": references are none; "… do not allow rebinding": they are
    return item !== undefined && (change === 'Update' || nestedEntities(item).length > 0);
  });
  const readOnly = [...payload.navigation].filter(([, item]) => !permits(item.navigationProperty, 'Write'));
  return [
    ...readOnly.map(([path]) => notWritable(prefix + path)),
    ...values.map((path) => finding(prefix + path, 'cannot be sent here', `${term}/${properties}`)),
    ...related.map((path) => finding(prefix + path, 'cannot be sent here', `${term}/${navigation}`)),
  ];
}

function missing(
  { prefix }: Place,
  payload: EntityPayload,
  restrictions: CapabilityRecord,
  term: string,
): readonly ODataErrorDetail[] {
  return asPaths(restrictions.RequiredProperties)
    .filter(
      (path) => !isSent(payload, path) && !payload.navigation.has(path) && !payload.ignored.includes(path),
    )
    .map((path) => finding(prefix + path, 'must be sent', `${term}/RequiredProperties`));
}

/** "Each included related entity is processed … as if it was posted against the original target URL extended with the navigation path." */
function nestedFindings(
  { model, scope, origin, prefix, unenforced }: Place,
  payload: EntityPayload,
  change: Change,
  deep: string,
): readonly ODataErrorDetail[] {
  const findings: ODataErrorDetail[] = [];
  for (const [key, item] of payload.navigation) {
    const nested = nestedEntities(item);
    if (nested.length === 0) continue;
    if (asRecord(capability(scope, deep)).Supported === false)
      return [...findings, finding(prefix + key, 'cannot hold entities here', `${deep}/Supported`)];
    const steps = key.split('/').filter((step) => !/^\d/.test(step));
    const { navigationProperty } = item;
    const at = placeOfNavigation(model, origin, steps.slice(0, -1), navigationProperty);
    const below = alongNavigation(scope, steps.join('/'), navigationProperty, at.source);
    for (const entity of nested) {
      const nestedChange: Change = change === 'Update' && namesEntity(entity) ? 'Update' : 'Insert';
      const { term, flag } = terms[nestedChange];
      const refused = asRecord(capability(below, term))[flag] === false;
      if (refused && !unenforced.includes(`${term}/${flag}`))
        findings.push(finding(prefix + key, 'cannot be changed by this body', `${term}/${flag}`));
      const inner = { model, scope: below, origin: at.origin, prefix: `${prefix}${key}/`, unenforced };
      findings.push(...payloadFindings(inner, entity, nestedChange));
    }
  }
  return findings;
}

function nestedEntities(item: NavigationPayload): readonly EntityPayload[] {
  return contentsOf(item).filter(({ removed }) => removed === undefined);
}

function namesEntity({ id, type, values }: EntityPayload): boolean {
  return id !== undefined || type.key.every(({ path }) => valueAt(values, path) !== undefined);
}

function isSent({ values, streams }: EntityPayload, path: string): boolean {
  return valueAt(values, path.split('/')) !== undefined || streams.has(path);
}

function notWritable(target: string): ODataErrorDetail {
  return { code: 'CapabilityRestricted', message: `${target} cannot be written (Core.Permissions).`, target };
}

function finding(target: string, message: string, restriction: string): ODataErrorDetail {
  return {
    code: 'CapabilityRestricted',
    message: `${target} ${message} (Capabilities.${restriction}).`,
    target,
  };
}

/** Refuses the change of one property of an existing entity where the model says that it is not updatable. */
export function checkPropertyRestrictions(exchange: Exchange, path: ResourcePath, property: string): void {
  const { term, properties } = terms.Update;
  refuseListed(exchange, path, property, term, properties);
}

/** Refuses to rebind a navigation property, or to take a link away, where the model says that it can't be. */
export function checkLinkRestrictions(
  exchange: Exchange,
  path: ResourcePath,
  navigation: Pick<NavigationPath, 'path' | 'navigationProperty'>,
): void {
  const name = [...navigation.path, navigation.navigationProperty.name].join('/');
  refuseListed(exchange, path, name, terms.Update.term, terms.Update.navigation);
  if (exchange.method === 'DELETE')
    refuseListed(exchange, path, name, 'DeleteRestrictions', 'NonDeletableNavigationProperties');
}

function refuseListed(
  { service }: Exchange,
  path: ResourcePath,
  property: string,
  term: string,
  list: string,
): void {
  if (service.options.capabilities === 'ignore') return;
  const restrictions = asRecord(capability(scopeOfPath(path).scope, term));
  if (!asPaths(restrictions[list]).includes(property)) return;
  const { message } = finding(property, 'cannot be changed', `${term}/${list}`);
  throw new ODataError(400, 'CapabilityRestricted', message, { target: property });
}
