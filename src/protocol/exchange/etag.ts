// OData Protocol 4.01, section 11.4.1.1 "Use of ETags for Avoiding Update Conflicts", 8.2.4 "Header If-Match", 8.2.5 "Header If-None-Match".
import type { EdmAnnotationValue, EdmEntityType, EdmNavigationSource } from '../../edm/edm-model.ts';
import { type Entity, type EntityHome, elementOfHome } from '../../edm/entity.ts';
import { type EdmValue, valueAt } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { isComputed } from '../../edm/write-rules.ts';
import { ODataError } from '../../error/odata-error.ts';
import { scopeOfPath } from '../../query/capabilities/capability-scope.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import type { ODataService } from '../../service/odata-service.ts';
import type { StreamContent } from '../../store/store.ts';
import type { Exchange } from './exchange.ts';

/** Paths of the properties that an ETag is made from; empty: from the entity's revision. undefined: there is no ETag. */
function etagSource(service: ODataService, home: EntityHome): readonly string[] | undefined {
  const { etags } = service.options;
  if (home.kind === 'contained') {
    const { navigationProperty } = home;
    return (
      annotated(navigationProperty.annotations.get(Core.OptimisticConcurrency)) ??
      (etags === 'all' ? [] : undefined)
    );
  }
  const source: EdmNavigationSource = home.kind === 'entitySet' ? home.entitySet : home.singleton;
  const configured = typeof etags === 'object' ? etags[source.name] : undefined;
  const paths =
    annotated(source.annotations.get(Core.OptimisticConcurrency)) ??
    annotated(source.entityType.annotations.get(Core.OptimisticConcurrency));
  if (configured !== undefined || paths === undefined)
    return configured ?? (etags === 'all' ? [] : undefined);
  return paths.some((path) => isNeverComputed(service, source.entityType, path)) ? [] : paths;
}

/** A property that the service should change with the entity, and does not: it would tell nothing. */
function isNeverComputed({ options }: ODataService, type: EdmEntityType, path: string): boolean {
  const property = type.properties.get(path);
  if (property === undefined || !isComputed(property)) return false;
  return options.computedValues?.[`${property.declaringType.qualifiedName}/${property.name}`] === undefined;
}

function annotated(value: EdmAnnotationValue | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : undefined;
}

const sources = new WeakMap<ODataService, Map<unknown, readonly string[] | undefined>>();

function sourceOf(service: ODataService, home: EntityHome): readonly string[] | undefined {
  let byHome = sources.get(service);
  if (byHome === undefined) {
    byHome = new Map();
    sources.set(service, byHome);
  }
  const key = elementOfHome(home);
  if (!byHome.has(key)) byHome.set(key, etagSource(service, home));
  return byHome.get(key);
}

/** The weak ETag of an entity; undefined where the model gives it none. */
export function entityTag(service: ODataService, entity: Entity): string | undefined {
  const paths = sourceOf(service, entity.identity.home);
  if (paths === undefined) return undefined;
  if (paths.length === 0) return `W/"${entity.revision}"`;
  return `W/"${encode(paths.map((path) => text(valueAt(entity.values, path.split('/')))).join(','))}"`;
}

function text(value: EdmValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value ?? null, bigintAsText);
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** An ETag may hold what a header may hold, without quotes. */
function encode(value: string): string {
  return /^[\w.:+/=,-]{1,64}$/.test(value) ? value : Buffer.from(value).toString('base64url');
}

/** The strong ETag of a media entity's or a stream property's content. */
export function streamTag(content: StreamContent): string {
  return `"${content.revision}"`;
}

/** Whether a tag is in a list: `*`, `"a", W/"b"`. Weak and strong forms compare equal, as the protocol's examples do. */
function isListed(header: string, tag: string | undefined): boolean {
  if (header.trim() === '*') return true;
  if (tag === undefined) return false;
  const wanted = opaque(tag);
  return (header.match(/(?:W\/)?"[^"]*"|[^\s,"]+/g) ?? []).some((candidate) => opaque(candidate) === wanted);
}

function opaque(tag: string): string {
  return tag.replace(/^W\//i, '').replace(/^"(.*)"$/, '$1');
}

/** 304 when the client has this state already. */
export function checkNotModified(exchange: Exchange, tag: string | undefined): void {
  const header = exchange.request.headers.get('if-none-match');
  if (header === null || tag === undefined || !isListed(header, tag)) return;
  exchange.headers.ETag = tag;
  throw new ODataError(304, 'PreconditionFailed', 'The resource has not changed.');
}

/** 412 when If-Match names another state, on a read as well. */
export function checkMatch(exchange: Exchange, tag: string | undefined): void {
  const header = exchange.request.headers.get('if-match');
  if (header !== null && !isListed(header, tag)) throw preconditionFailed('If-Match');
}

/**
 * Whether a change may go on. `exists`: there is a resource to change; `tag`: its ETag.
 * 404 is the caller's: If-Match on what is not there fails as 404 does, see `update-entity.ts`.
 */
export function checkPreconditions(exchange: Exchange, tag: string | undefined): void {
  const { headers } = exchange.request;
  const match = headers.get('if-match');
  const noneMatch = headers.get('if-none-match');
  if (match !== null && !isListed(match, tag)) throw preconditionFailed('If-Match');
  if (noneMatch !== null && isListed(noneMatch, tag)) throw preconditionFailed('If-None-Match');
}

/** Whether a content may be changed: If-Match may name its state, or that of its entity; a content that is not there has none. */
export function checkContentState(
  exchange: Exchange,
  entity: Entity,
  content: StreamContent | undefined,
): void {
  const { headers } = exchange.request;
  const match = headers.get('if-match');
  const noneMatch = headers.get('if-none-match');
  const tag = content && streamTag(content);
  if (match !== null && !isListed(match, tag) && !isListed(match, entityTag(exchange.service, entity)))
    throw preconditionFailed('If-Match');
  if (noneMatch !== null && tag !== undefined && isListed(noneMatch, tag))
    throw preconditionFailed('If-None-Match');
}

/** 428 where the model puts the entity under concurrency control and the client says nothing. */
export function requirePrecondition(exchange: Exchange, entity: Entity, path?: ResourcePath): void {
  const { service, request } = exchange;
  if (service.options.requireIfMatch === false) return;
  if (request.headers.has('if-match') || request.headers.has('if-none-match')) return;
  if (!isControlled(entity.identity.home) && !isControlledAt(path)) return;
  throw new ODataError(
    428,
    'PreconditionRequired',
    'This resource is changed only with If-Match: send the ETag that you have read, or *.',
    { target: 'If-Match' },
  );
}

/** The same where something is added by way of a navigation property: the state is that of the entity which has it. */
export function checkInsertPrecondition(exchange: Exchange, parent: Entity, path: ResourcePath): void {
  if (!isControlledAt(path)) return;
  requirePrecondition(exchange, parent, path);
  checkPreconditions(exchange, entityTag(exchange.service, parent));
}

/** NavigationRestrictions: "Data modification (including insert) along this navigation property requires the use of ETags." */
function isControlledAt(path: ResourcePath | undefined): boolean {
  return path !== undefined && scopeOfPath(path).scope.navigation.OptimisticConcurrencyControl === true;
}

function isControlled(home: EntityHome): boolean {
  const element = elementOfHome(home);
  return annotated(element.annotations.get(Core.OptimisticConcurrency)) !== undefined;
}

function preconditionFailed(header: string): ODataError {
  return new ODataError(
    412,
    'PreconditionFailed',
    `The resource is not in the state that ${header} asks for.`,
    {
      target: header,
    },
  );
}
