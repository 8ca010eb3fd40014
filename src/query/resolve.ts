// OData URL Conventions 4.01, section 2 "URL Components": a parsed URL against a model.
import type { EdmModel } from '../edm/edm-model.ts';
import { ODataError } from '../error/odata-error.ts';
import { systemNames } from '../uri/query-options.ts';
import type { Expr, ODataUri, QueryOption } from '../uri/syntax-tree.ts';
import type { Shape } from './apply/shape.ts';
import {
  constantScope,
  type Scope,
  scopeOfCollections,
  scopeOfResource,
  type Variables,
} from './expression/scope.ts';
import { allowedOptions, type SystemOption } from './options/allowed-options.ts';
import { noOptions, type OptionsTarget, optionsByKind, resolveOptions } from './options/resolve-options.ts';
import type { PathState } from './path/path-state.ts';
import { resolvePathState } from './path/resolve-path.ts';
import { yieldsCollections } from './path/resource-path.ts';
import type { ResolvedRequest, ResolveOptions } from './query.ts';
import { type ResolveContext, urlError } from './resolve-context.ts';

/**
 * Resolves a URL: every name is looked up, every expression is typed.
 * @param text the text that was parsed, for messages with a caret
 * @param variables what expressions of the query part may start from beside the usual
 * @throws ODataError 404 NotFound for resources that the model does not have, 400 for what does not fit it
 */
export function resolve(
  uri: ODataUri,
  model: EdmModel,
  options: ResolveOptions,
  text?: string,
  variables: Variables = none,
): ResolvedRequest {
  try {
    return resolveRequest(uri, model, options, text, variables);
  } catch (error) {
    // The parser bounds the height of one expression; aliases can still put several on top of each other.
    if (error instanceof RangeError)
      throw new ODataError(400, 'TooComplex', 'The expressions of the URL are nested too deep.', {
        cause: error,
      });
    throw error;
  }
}

function resolveRequest(
  uri: ODataUri,
  model: EdmModel,
  options: ResolveOptions,
  text: string | undefined,
  variables: Variables,
): ResolvedRequest {
  const custom = customOptions(uri.options);
  const context: ResolveContext = {
    model,
    options,
    aliases: aliasesOf(uri.options, text),
    aliasUses: { count: 0 },
    custom: parameterOptions(custom, uri.options, options.plusIsBlank === true, text),
    implied: new Set(),
    text,
  };
  const state = resolvePathState(context, uri.path);
  const path = { segments: state.segments, result: state.result, source: state.source };
  refuseUnusedSystemNames(context, uri.options);
  const system = uri.options.filter(
    (option) =>
      option.kind !== 'alias' &&
      option.kind !== 'custom' &&
      !(context.implied.has(option.kind) && isBare(option, text)),
  );
  if (system.length === 0)
    return { path, options: noOptions, format: undefined, id: undefined, schemaversion: undefined, custom };
  const about = isOfStreamsEntity(state, context) ? resolvePathState(context, uri.path.slice(0, -1)) : state;
  const allowed = about === state ? allowedOptions(path) : ofStreamsEntity;
  const plain = optionsByKind(context, system, allowed, 'this resource');
  return {
    path,
    options: resolveOptions(context, { ...scopeOf(about), variables }, targetOf(about, allowed), system),
    format: textOf(plain, 'format'),
    id: textOf(plain, 'id'),
    schemaversion: textOf(plain, 'schemaversion'),
    custom,
  };
}

const ofStreamsEntity: ReadonlySet<SystemOption> = new Set(['select', 'expand', 'format', 'schemaversion']);

/** Whether the options are about the entity that has the stream property at the end of the path. */
function isOfStreamsEntity({ segments }: PathState, { options }: ResolveContext): boolean {
  if (options.entityOptionsOfStreams !== true || segments.at(-2)?.result?.type.kind !== 'EntityType')
    return false;
  const last = segments.at(-1);
  return last?.kind === 'property' && last.property.type.type.qualifiedName === 'Edm.Stream';
}

function textOf(
  options: ReadonlyMap<QueryOption['kind'], QueryOption>,
  kind: 'format' | 'id' | 'schemaversion',
): string | undefined {
  const option = options.get(kind);
  return option !== undefined && 'value' in option && typeof option.value === 'string'
    ? option.value
    : undefined;
}

function customOptions(options: readonly QueryOption[]): ReadonlyMap<string, string> {
  if (!options.some((option) => option.kind === 'custom')) return none;
  const custom = new Map<string, string>();
  for (const option of options) if (option.kind === 'custom') custom.set(option.name, option.value);
  return custom;
}

/** What could be a parameter of a function: the custom options, and system query options that are written without `$`. */
function parameterOptions(
  custom: ReadonlyMap<string, string>,
  options: readonly QueryOption[],
  plusIsBlank: boolean,
  text: string | undefined,
): ReadonlyMap<string, string> {
  const bare = options.filter(
    (option) => option.kind !== 'alias' && option.kind !== 'custom' && isBare(option, text),
  );
  if (bare.length === 0 || text === undefined) return custom;
  const all = new Map(custom);
  for (const { kind, valueAt, end } of bare) {
    const raw = text.slice(valueAt, end);
    all.set(kind, decodeURIComponent(plusIsBlank ? raw.replaceAll('+', ' ') : raw));
  }
  return all;
}

/** Whether a system query option is written without `$`. */
function isBare(option: QueryOption, text: string | undefined): boolean {
  return text !== undefined && !/^(?:\$|%24)/.test(text.slice(option.at, option.at + 3));
}

/** What is named like a system query option, has no value of one, and is no parameter of the function either. */
function refuseUnusedSystemNames(context: ResolveContext, options: readonly QueryOption[]): void {
  for (const option of options) {
    if (option.kind !== 'custom' || !systemNames.has(option.name.toLowerCase())) continue;
    if (context.implied.has(option.name)) continue;
    if (option.name.toLowerCase() === 'format' && context.options.ownFormats === true) continue;
    const message = `'${option.value.slice(0, 60)}' is no value of the query option ${option.name}.`;
    throw urlError(context, 400, 'InvalidQueryOption', message, option.valueAt, option.name);
  }
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

function aliasesOf(options: readonly QueryOption[], text: string | undefined): ReadonlyMap<string, Expr> {
  if (!options.some((option) => option.kind === 'alias')) return none;
  const aliases = new Map<string, Expr>();
  for (const option of options) {
    if (option.kind !== 'alias') continue;
    if (aliases.has(option.name))
      throw urlError({ text }, 400, 'InvalidQueryOption', `@${option.name} is given twice.`, option.at);
    aliases.set(option.name, option.value);
  }
  return aliases;
}

/** Of `…/$count` options are about the collection that is counted. */
function countedResult(state: PathState) {
  const last = state.segments.at(-1);
  if (last?.kind !== 'count') return state.result;
  return state.segments.at(-2)?.result;
}

function scopeOf(state: PathState): Scope {
  const result = countedResult(state);
  if (result === undefined) return constantScope;
  if (yieldsCollections(state)) return scopeOfCollections(result);
  return scopeOfResource(result, crossjoinShape(state));
}

/** Section 4.15: the instances of a cross join have a member for each joined entity set. */
function crossjoinShape(state: PathState): Shape | undefined {
  const [first] = state.segments;
  if (first?.kind !== 'crossjoin') return undefined;
  const members = first.entitySets.map(
    ({ name, entityType }) => [name, { type: entityType, collection: false, shape: undefined }] as const,
  );
  return { declared: new Map(), dynamic: new Map(members) };
}

function targetOf(state: PathState, allowed: OptionsTarget['allowed']): OptionsTarget {
  const result = countedResult(state);
  const source = state.source?.kind === 'navigationSource' ? [state.source.navigationSource] : [];
  return {
    type: result?.type,
    origin: state.origin,
    complexPath: state.complexPath,
    allowed,
    name: 'this resource',
    annotated: source,
  };
}
