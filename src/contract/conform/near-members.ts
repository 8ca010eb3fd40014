// OData CSDL 4.01, section 6.3 "Open Entity Type": members that no type declares, and the declared ones that they may have been meant for.
import type { EdmModel, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { nearestName } from '../../error/name-likeness.ts';

export interface NearMember {
  /** Path of the member in the body. */
  readonly target: string;
  /** The member of the type that is most like it, which the body does not have. */
  readonly near: string;
  readonly type: EdmStructuredType;
}

/** All of a body of a type; `@odata.type` is honoured. */
export function nearMembers(model: EdmModel, type: EdmType, body: unknown, path = ''): readonly NearMember[] {
  if (Array.isArray(body))
    return body.flatMap((item, index) => nearMembers(model, type, item, join(path, String(index))));
  if (!isStructuredType(type) || typeof body !== 'object' || body === null) return [];
  const values = body as Readonly<Record<string, unknown>>;
  const named = values['@odata.type'] ?? values['@type'];
  const actual = (typeof named === 'string' && model.findStructuredType(named.replace(/^#/, ''))) || type;
  return Object.entries(values).flatMap(([name, value]): readonly NearMember[] => {
    if (name.includes('@')) return [];
    const target = join(path, name);
    const declared =
      actual.properties.get(name)?.type.type ?? actual.navigationProperties.get(name)?.entityType;
    if (declared !== undefined) return nearMembers(model, declared, value, target);
    const absent = [...actual.properties.keys(), ...actual.navigationProperties.keys()].filter(
      (member) => !Object.hasOwn(values, member),
    );
    const near = nearestName(name, absent);
    return near === undefined ? [] : [{ target, near, type: actual }];
  });
}

function join(path: string, step: string): string {
  return path === '' ? step : `${path}/${step}`;
}
