// OData CSDL 4.01, section 15 "Identifier and Path Values": parts of documents, whatever the aliases that they use.
import type { CsdlObject, CsdlValue } from './csdl-document.ts';
import { isCsdlObject, setMember } from './csdl-document.ts';
import { type AliasExpansion, expandPath } from './model/model-source.ts';

/** Members whose texts are names or paths of the model; of annotations, the dynamic expressions with such. */
const nameMembers = new Set(
  ['Action', 'BaseTerm', 'BaseType', 'Extends', 'EntitySet', 'Function', 'Path', 'Type'].map(
    (name) => `$${name}`,
  ),
);

/** A document, or the value of a member of one, with the aliases in its names expanded, those of terms and targets included. */
export function expandAliases(value: CsdlValue, expand: AliasExpansion, member = ''): CsdlValue {
  if (typeof value === 'string') {
    if (nameMembers.has(member) || member === '$UnderlyingType') return expandPath(expand, value);
    return member === '@type' ? value.replace(/^#(.+)/, (_, name) => `#${expandPath(expand, name)}`) : value;
  }
  if (Array.isArray(value)) return value.map((item) => expandAliases(item, expand));
  if (!isCsdlObject(value)) return value;
  const expanded: { [member: string]: CsdlValue } = {};
  for (const [name, item] of Object.entries(value)) {
    const isName = member === '$Annotations' || member === '$NavigationPropertyBinding' || name.includes('@');
    const key = isName && name !== '@type' ? expandPath(expand, name) : name;
    const inner =
      member === '$NavigationPropertyBinding' && typeof item === 'string'
        ? expandPath(expand, item)
        : expandAliases(item, expand, name);
    setMember(expanded, key, inner);
  }
  return expanded;
}

/** Equal without regard to the order of members. */
export function isEqual(left: CsdlValue | undefined, right: CsdlValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [one, other] = [left as CsdlObject, right as CsdlObject];
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}
