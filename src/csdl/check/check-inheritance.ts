// OData CSDL 4.01, section 6.1 "Derived Entity Type", 6.2 "Abstract Entity Type", 9.1 "Derived Complex Type".

import { isChildName } from '../csdl-document.ts';
import { expandName } from '../model/model-source.ts';
import type { CheckContext, Checked } from './check-context.ts';
import { baseChain, findKind, findProperty } from './check-context.ts';
import { checkTypeName } from './check-type-reference.ts';

export function checkInheritance(context: CheckContext): void {
  for (const type of context.elements) {
    const { $Kind: kind, $BaseType: base } = type.object;
    if ((kind !== 'EntityType' && kind !== 'ComplexType') || base === undefined) continue;
    const expected = kind === 'EntityType' ? 'an entity type' : 'a complex type';
    const rule = { member: '$BaseType', kinds: [kind], expected, required: true };
    if (checkTypeName(context, type, type.path, rule)) checkBase(context, type);
  }
}

function checkBase(context: CheckContext, type: Checked): void {
  const { object, path, qualifiedName } = type;
  const chain = baseChain(context, type);
  const last = chain.at(-1) as Checked;
  const next = last.object.$BaseType;
  if (typeof next === 'string' && expandName(last.schema.expandAlias, next) === qualifiedName) {
    const names = [...chain.map((link) => link.qualifiedName), qualifiedName].join(' → ');
    context.report('error', 'inheritance-cycle', path, `The type derives from itself: ${names}.`);
    return;
  }
  const [, base] = chain;
  if (base === undefined) return;
  if (object.$Abstract === true && base.object.$Abstract !== true) {
    const message = `The type is abstract, but its base type ${base.qualifiedName} is not.`;
    context.report('warning', 'abstract-derived-type', path, message);
  }
  for (const name of Object.keys(object)) {
    const inherited = isChildName(name) ? findProperty(context, base, name) : undefined;
    if (inherited !== undefined && !narrows(context, type, name, inherited.qualifiedName))
      context.report(
        'warning',
        'redefined-property',
        [...path, name],
        `${inherited.qualifiedName} is inherited already.`,
      );
  }
}

/** In OData 4.01 a derived type may declare an inherited property again with a type derived from the inherited one's. */
function narrows(context: CheckContext, type: Checked, name: string, inherited: string): boolean {
  if (context.document.$Version === '4.0') return false;
  const own = findProperty(context, type, name);
  const base = findKind(context, inherited.slice(0, inherited.lastIndexOf('/')), String(type.object.$Kind));
  const baseProperty = base === undefined ? undefined : findProperty(context, base, name);
  if (own === undefined || baseProperty === undefined) return false;
  const baseTypeName = expandName(baseProperty.schema.expandAlias, String(baseProperty.object.$Type));
  const ownTypeName = expandName(own.schema.expandAlias, String(own.object.$Type));
  return context
    .find(ownTypeName)
    .some((located) =>
      baseChain(context, located).some(({ qualifiedName }) => qualifiedName === baseTypeName),
    );
}
