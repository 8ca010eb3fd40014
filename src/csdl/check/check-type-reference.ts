// OData CSDL 4.01, section 7.1 "Type": whether a type that something names is there, and of a kind that may be there.
import { primitiveTypes } from '../../edm/primitive-types.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import type { CsdlPath } from '../csdl-document.ts';
import { expandName } from '../model/model-source.ts';
import type { CheckContext, Located } from './check-context.ts';
import { typeKind } from './check-context.ts';

export interface TypeRule {
  /** Member that names the type. */
  readonly member: string;
  /** Kinds that are allowed, and what to call them. */
  readonly kinds: readonly string[];
  readonly expected: string;
  /** The model cannot do without the type, not even as one whose values are untyped. */
  readonly required?: boolean;
}

const anyKind = ['Primitive', 'EnumType', 'TypeDefinition', 'ComplexType', 'EntityType'];

export const propertyTypes: TypeRule = {
  member: '$Type',
  kinds: anyKind.slice(0, 4),
  expected: 'a primitive, enumeration or complex type, or a type definition',
};
export const allTypes: TypeRule = { member: '$Type', kinds: anyKind, expected: 'a type' };
export const entityTypes: TypeRule = {
  member: '$Type',
  kinds: ['EntityType'],
  expected: 'an entity type',
  required: true,
};

/** Reports a type that is unknown or of the wrong kind; true where the type can be used. */
export function checkTypeName(
  context: CheckContext,
  located: Pick<Located, 'object' | 'schema'>,
  path: CsdlPath,
  rule: TypeRule,
): boolean {
  const written = located.object[rule.member];
  if (typeof written !== 'string') {
    if (written === undefined && rule.required !== true) return true;
    context.report('error', 'missing-type', path, `There is no type where ${rule.expected} is needed.`);
    return false;
  }
  const name = expandName(located.schema.expandAlias, written);
  if (name === 'Edm.EntityType' && rule === entityTypes) return true;
  const kind = typeKind(context, name);
  if (kind !== undefined && rule.kinds.includes(kind)) return true;
  if (kind !== undefined) {
    const message = `${written} is of kind ${kind}, where ${rule.expected} is needed.`;
    context.report('error', 'wrong-kind', path, message);
    return false;
  }
  if (context.isUnread(name.slice(0, name.lastIndexOf('.')))) {
    const message = `The type ${written} is of a referenced document that was not read.`;
    context.report(rule.required === true ? 'error' : 'warning', 'unread-type', path, message);
    return rule.required !== true;
  }
  const dot = name.lastIndexOf('.');
  const near = didYouMean(name.slice(dot + 1), typeNames(context, name.slice(0, dot)));
  context.report('error', 'unknown-type', path, `The type ${written} is not known.${near}`);
  return false;
}

/** The types of a namespace, by their names in it. */
function typeNames(context: CheckContext, namespace: string): string[] {
  if (namespace === 'Edm') return [...primitiveTypes.values()].map(({ name }) => name);
  return context.elements
    .filter(({ schema, object }) => schema.namespace === namespace && kindsOfTypes.has(String(object.$Kind)))
    .map(({ name }) => name);
}

const kindsOfTypes: ReadonlySet<string> = new Set(anyKind);
