// OASIS Capabilities vocabulary 4.0: terms about what a resource path may address.

import type { EdmAnnotationValue } from '../../edm/edm-model.ts';
import { Capabilities } from '../../edm/vocabularies.ts';
import type { ResourcePath } from '../path/resource-path.ts';
import { type CapabilityFinding, report } from './capability-finding.ts';
import {
  asPaths,
  asRecord,
  type CapabilityScope,
  capability,
  type PathScope,
  restrictedNavigation,
} from './capability-scope.ts';

export function checkPath(findings: CapabilityFinding[], path: ResourcePath, at: PathScope): void {
  const { scope, navigations } = at;
  const last = path.segments.at(-1);
  if (last?.kind === 'key' && capability(scope, 'IndexableByKey') === false)
    report(findings, 501, 'IndexableByKey', 'Entities cannot be addressed by key here.');
  if (last?.kind === 'count') checkCount(findings, path, at);
  checkFilterSegment(findings, path);
  for (const [index, { from, path: steps }] of navigations.entries())
    checkNavigation(findings, from, steps, index < navigations.length - 1, undefined);
}

/** CountRestrictions: of the collection, and of what has it as a property or navigation property. */
function checkCount(
  findings: CapabilityFinding[],
  { segments }: ResourcePath,
  { scope, property, navigations }: PathScope,
): void {
  const counted = segments.at(-2);
  const refuse = (member: string, what: string) =>
    report(findings, member === 'Countable' ? 501 : 400, `CountRestrictions/${member}`, what);
  if (counted?.kind === 'property') {
    const { from, path } = property;
    if (asPaths(asRecord(capability(from, 'CountRestrictions')).NonCountableProperties).includes(path))
      refuse('NonCountableProperties', `'${path}' cannot be counted.`);
    return;
  }
  if (asRecord(capability(scope, 'CountRestrictions')).Countable === false)
    refuse('Countable', '/$count is not supported here.');
  const step = counted?.kind === 'navigation' ? navigations.at(-1) : undefined;
  if (step === undefined) return;
  const { NonCountableNavigationProperties: never } = asRecord(capability(step.from, 'CountRestrictions'));
  if (asPaths(never).includes(step.path))
    refuse('NonCountableNavigationProperties', `'${step.path}' cannot be counted.`);
}

/** OperationRestrictions: an operation that does not take a part of a collection. */
function checkFilterSegment(findings: CapabilityFinding[], { segments }: ResourcePath): void {
  for (const [index, segment] of segments.entries()) {
    if (segments[index - 1]?.kind !== 'filter') continue;
    const [operation] =
      segment.kind === 'action' ? segment.overloads : segment.kind === 'function' ? [segment.function] : [];
    const restrictions = asRecord(operation?.annotations.get(Capabilities.OperationRestrictions));
    if (restrictions.FilterSegmentSupported === false)
      report(
        findings,
        501,
        'OperationRestrictions/FilterSegmentSupported',
        `${operation?.name} does not apply to a part of a collection.`,
      );
  }
}

/** NavigationRestrictions/Navigability: `None` rules out following the navigation property, `Single` going on from there. */
export function checkNavigation(
  findings: CapabilityFinding[],
  from: CapabilityScope,
  path: string,
  goesOn: boolean,
  target: string | undefined,
): void {
  const navigability =
    restrictedNavigation(from, path).Navigability ??
    asRecord(capability(from, 'NavigationRestrictions')).Navigability;
  const refuse = (message: string) =>
    report(findings, 501, 'NavigationRestrictions/Navigability', message, target);
  if (isMember(navigability, 'None')) refuse(`'${path}' cannot be followed.`);
  if (goesOn && isMember(navigability, 'Single')) refuse(`'${path}' can be followed, but no further.`);
}

/** Members of enumerations are written with and without their type. */
function isMember(value: EdmAnnotationValue | undefined, member: string): boolean {
  return typeof value === 'string' && value.split('/').at(-1) === member;
}
