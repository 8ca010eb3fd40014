// OData CSDL 4.01, section 6.3 "Open Entity Type": what an open type allows, and what was meant for one of its members all the same.
import type { EdmModel, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { nameLikeness, nearestName } from '../../error/name-likeness.ts';
import type { ResourcePath } from '../../query/path/resource-path.ts';
import { nearMembers } from '../conform/near-members.ts';
import type { RequestExample, ResponseExample } from '../examples/http-example.ts';
import { type CheckContext, placeInBody, type Report } from './check-context.ts';
import type { CheckFinding } from './finding.ts';
import type { UrlFailure } from './resolve-failure.ts';

/** From here on a name is taken for another one, misspelled. */
const slip = 0.8;

function isSlip(name: string, near: string, ignoreCase: boolean): boolean {
  if (ignoreCase && name.toLowerCase() === near.toLowerCase()) return false;
  return nameLikeness(name, near) >= slip;
}

/** Members of a body that no type declares and that are like such as the body does not have. */
export function checkOpenMembers(
  side: CheckFinding['side'],
  message: RequestExample | ResponseExample,
  value: { readonly json: unknown; readonly type: EdmType; readonly path: string },
  { model, ignoreCase }: CheckContext,
  report: Report,
): void {
  for (const { target, near, type } of nearMembers(model, value.type, value.json, value.path)) {
    const name = target.slice(target.lastIndexOf('/') + 1);
    if (!type.open || !isSlip(name, near, ignoreCase)) continue;
    const text = `'${name}' is no declared property of ${type.qualifiedName}, which is an open type.`;
    report.add(side, 'unknown-property', text, placeInBody(message, target), near);
  }
}

/** A step of a path that the type before it does not declare, and that is like a member or operation of this type. */
export function openStepFailure(
  { segments }: ResourcePath,
  relativeUrl: string,
  { model, ignoreCase }: CheckContext,
): UrlFailure | undefined {
  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1]?.result;
    if (segment.kind !== 'dynamicProperty' || before === undefined) continue;
    const { name } = segment;
    const near = nearestName(name, namesAfter(before.type, before.collection, model));
    if (near === undefined || !isSlip(name, near, ignoreCase)) continue;
    const at = relativeUrl.indexOf(`/${name}`);
    return {
      rule: 'path-unknown',
      message: `'${name}' is no declared member of ${before.type.qualifiedName}, which is an open type.`,
      offset: at < 0 ? undefined : at + 1,
      suggestion: near,
    };
  }
  return undefined;
}

/** Members and operations that a path may go on with. */
export function namesAfter(type: EdmType, collection: boolean, model: EdmModel): readonly string[] {
  const members =
    isStructuredType(type) && !collection
      ? [...type.properties.keys(), ...type.navigationProperties.keys()]
      : [];
  return [...members, ...model.boundOperations(type, collection).map(({ name }) => name)];
}
