// OData CSDL 4.01, section 8.5 "Referential Constraint": what names a principal follows when the values that it is named by change.
import { isSameOrDerived } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { splitConstraints } from '../../edm/referential-constraint.ts';
import { valueAt } from '../../edm/value.ts';
import { withValueAt } from '../../edm/value-at.ts';
import { ODataError } from '../../error/odata-error.ts';
import type { ChangeContext } from './change-context.ts';
import { replaceEntity } from './entity-changes.ts';
import { dependentsOf, type Reference, referencesOf } from './references.ts';

/** Writes the changed values of a principal to all that name it by the old ones; refuses where those are part of a key. */
export function updateDependents(context: ChangeContext, before: Entity, after: Entity): void {
  for (const reference of referencesOf(context.model)) {
    const { navigationProperty, pairs, changing } = reference;
    // keys never change, so that constraints on them need nothing
    if (!changing || !isSameOrDerived(before.type, navigationProperty.entityType)) continue;
    const [was, is] = [before, after].map(({ values }) =>
      pairs.principal.map((path) => valueAt(values, path) ?? null),
    ) as [ReturnType<typeof valueAt>[], ReturnType<typeof valueAt>[]];
    if (was.includes(null) || was.every((value, index) => value === is[index])) continue;
    for (const dependent of dependentsOf(context, context.draft, reference, before))
      follow(context, dependent, reference, after);
  }
}

/** What repeats values of a principal repeats the new ones, once the draft has them. */
export function refreshRepeated(context: ChangeContext, before: Entity, after: Entity): void {
  for (const reference of referencesOf(context.model)) {
    const { navigationProperty } = reference;
    const { repeating } = splitConstraints(navigationProperty);
    if (repeating.length === 0 || !isSameOrDerived(before.type, navigationProperty.entityType)) continue;
    const isSame = repeating.every(({ referencedProperty }) => {
      const path = referencedProperty.split('/');
      return valueAt(before.values, path) === valueAt(after.values, path);
    });
    if (isSame) continue;
    for (const dependent of dependentsOf(context, context.draft, reference, after))
      replaceEntity(context, dependent, dependent.values);
  }
}

function follow(
  context: ChangeContext,
  dependent: Entity,
  { navigationProperty, pairs }: Reference,
  after: Entity,
): void {
  let { values } = dependent;
  pairs.dependent.forEach((path, index) => {
    const value = valueAt(after.values, pairs.principal[index] ?? []) ?? null;
    if (valueAt(values, path) === value) return;
    const isKey = dependent.type.key.some((part) => part.path.join('/') === path.join('/'));
    const property = dependent.type.properties.get(path[0] ?? '');
    if (isKey || (value === null && property?.type.nullable === false)) {
      const names = navigationProperty.referentialConstraints.map(
        ({ referencedProperty }) => referencedProperty,
      );
      throw new ODataError(
        409,
        'ConstraintViolated',
        `${names.join(', ')} of this ${after.type.name} cannot change: a ${dependent.type.name} is tied to it by ${path.join('/')}.`,
        { target: names.join(',') },
      );
    }
    values = withValueAt(values, path, value);
  });
  if (values !== dependent.values) replaceEntity(context, dependent, values);
}
