// What every check of an example needs.
import type { ServiceDefinition } from '../../csdl/service-definition.ts';
import type { EdmModel } from '../../edm/edm-model.ts';
import type { RequiredOnCreate } from '../../edm/write-rules.ts';
import { nearestName } from '../../error/name-likeness.ts';
import { locateJson, placeOfOffset } from '../../json/locate-json.ts';
import { createValidator, type Validator } from '../../json/validate/validate.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import { createResolver } from '../../query/resolve-cached.ts';
import type { Profile } from '../../service/profile.ts';
import type { HttpExample, Place, RequestExample, ResponseExample } from '../examples/http-example.ts';
import type { CheckFinding, CheckRule } from './finding.ts';

export interface CheckContext {
  readonly model: EdmModel;
  readonly validator: Validator;
  /** Parses and resolves a URL relative to the service root; throws an ODataError for one that does not. */
  readonly resolve: (relativeUrl: string) => ResolvedRequest;
  /** The same for request lines of pages, which name functions without their parameters. */
  readonly resolveTemplate: (relativeUrl: string) => ResolvedRequest;
  readonly requiredOnCreate: RequiredOnCreate;
  /** POST of an entity to `…/$ref` creates it, as Graph documents. */
  readonly createThroughRef: boolean;
  /** Statuses that actions answer with beside those of the standard. */
  readonly actionStatuses: readonly number[];
  /** Names are taken in another case, as the profile's service does. */
  readonly ignoreCase: boolean;
  /** Service roots that the examples use; see readServiceUrl. */
  readonly roots: readonly string[];
  /** Names of the model's types, by these names in lower case; made when they are first needed. */
  readonly typeNames: () => ReadonlyMap<string, string>;
}

/** @param roots service roots that the examples use; the profile's where there are none */
export function createCheckContext(
  definition: ServiceDefinition,
  profile: Profile,
  roots: readonly string[] = [],
): CheckContext {
  return {
    model: definition.model,
    validator: createValidator(definition),
    resolve: createResolver(definition.model, profile.resolve),
    resolveTemplate: createResolver(definition.model, { ...profile.resolve, parametersLeftOut: true }),
    requiredOnCreate: profile.requiredOnCreate,
    createThroughRef: profile.createThroughRef,
    actionStatuses: profile.actionStatuses,
    ignoreCase: profile.resolve.ignoreCase,
    roots: roots.length > 0 ? roots : profile.publicRoots,
    typeNames: typeNamesOf(definition.model),
  };
}

function typeNamesOf(model: EdmModel): CheckContext['typeNames'] {
  let names: ReadonlyMap<string, string> | undefined;
  return () => {
    names ??= new Map(
      model.schemas
        .flatMap(({ namespace, childNames }) => childNames.map((name) => `${namespace}.${name}`))
        .map((name) => [name.toLowerCase(), name]),
    );
    return names;
  };
}

/** By the simple name: that of the namespace makes no two types alike. */
export function nearestTypeName(written: string, { typeNames }: CheckContext): string | undefined {
  const names = [...typeNames().values()];
  const simpleName = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  const bySimpleName = new Map(names.map((name) => [simpleName(name), name]));
  const near = nearestName(simpleName(written), bySimpleName.keys());
  if (near === undefined) return undefined;
  const sibling = `${written.slice(0, -simpleName(written).length)}${near}`;
  return names.includes(sibling) ? sibling : bySimpleName.get(near);
}

/** Collects the findings of one example. */
export interface Report {
  readonly findings: CheckFinding[];
  add(side: CheckFinding['side'], rule: CheckRule, message: string, place: Place, suggestion?: string): void;
}

export function startReport(example: Pick<HttpExample, 'name'>): Report {
  const findings: CheckFinding[] = [];
  return {
    findings,
    add(side, rule, message, place, suggestion) {
      findings.push({
        rule,
        example: example.name,
        side,
        message,
        place,
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    },
  };
}

/** Where a member of a message's body stands; the message's own place when the file holds the body in another form. */
export function placeInBody(message: RequestExample | ResponseExample, path: string): Place {
  return placeOfBody(message, locateJson(message.body, path));
}

/** Where an offset of a message's body stands. */
export function placeOfBody(
  { body, bodyPlace, place }: RequestExample | ResponseExample,
  offset: number,
): Place {
  return bodyPlace === undefined ? place : placeOfOffset(body, offset, bodyPlace);
}
