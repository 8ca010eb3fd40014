// Whose a failure is: the documentation's, which says what the model does not, or open, which may be the emulator's.
import type { CheckFinding } from '../../src/contract/check/finding.ts';
import { type EdmModel, type EdmStructuredType, isSameOrDerived } from '../../src/edm/edm-model.ts';

export type FailureOrigin = 'documentation' | 'open';

/** URLs of other hosts, names that the model does not have there, values that a type has not, and parameters that are missing. */
export function originOfUrlFailure(
  { rule, message }: Pick<CheckFinding, 'rule' | 'message'>,
  model: EdmModel,
): FailureOrigin {
  if (rule === 'url-outside-service') return 'documentation';
  if (/is no (value|member) of |No overload takes the parameters/.test(message)) return 'documentation';
  const [, resource] = /has no resource '([^'(]*)/.exec(message) ?? [];
  if (resource !== undefined) return origin(!hasResource(model, resource));
  if (/a collection of \S+ has no member/.test(message)) return 'documentation';
  const [, type, member] = /(\S+) has no member '([^'(]*)/.exec(message) ?? [];
  return origin(type !== undefined && member !== undefined && !hasMember(model, type, member));
}

/** What is asked for by a request that the model does not allow has no answer to compare. */
export function originOfReplay(findings: readonly CheckFinding[]): FailureOrigin {
  return origin(findings.some(({ side }) => side === 'request'));
}

function origin(isDocumentation: boolean): FailureOrigin {
  return isDocumentation ? 'documentation' : 'open';
}

function isAlike(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function hasResource({ entityContainer }: EdmModel, name: string): boolean {
  return [...(entityContainer?.children.keys() ?? [])].some((child) => isAlike(child, name));
}

/** A member of the type, or of one that derives from it, or an operation that is bound to one of these, in any namespace. */
function hasMember(model: EdmModel, typeName: string, name: string): boolean {
  const type = model.findStructuredType(typeName);
  if (type === undefined) return false;
  const types = [type, ...model.derivedTypes<EdmStructuredType>(type)];
  return (
    types.some(({ properties, navigationProperties }) =>
      [...properties.keys(), ...navigationProperties.keys()].some((member) => isAlike(member, name)),
    ) ||
    operationsNamed(model, name).some(({ isBound, parameters: [binding] }) => {
      const bound = isBound ? binding?.type.type : undefined;
      return bound !== undefined && types.some((one) => isSameOrDerived(one, bound));
    })
  );
}

function operationsNamed(model: EdmModel, name: string) {
  return model.schemas.flatMap(({ namespace, childNames }) =>
    childNames
      .filter((child) => isAlike(child, name))
      .flatMap((child) => [
        ...model.findFunctions(`${namespace}.${child}`),
        ...model.findActions(`${namespace}.${child}`),
      ]),
  );
}
