// OData CSDL 4.01, section 8.5 "Referential Constraint": what dependent values name must exist, in complex values too.
import { hasComplexHolders, holdersIn } from '../../edm/complex-holders.ts';
import type { EdmModel, EdmNavigationProperty, EdmStructuredType } from '../../edm/edm-model.ts';
import type { Entity } from '../../edm/entity.ts';
import { splitConstraints } from '../../edm/referential-constraint.ts';
import { valueAt } from '../../edm/value.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';
import type { StoreReader } from '../../store/store.ts';

const noFindings: readonly ODataErrorDetail[] = [];

/** At once where nothing in entities of the type depends on others. */
export function constraintFindings(
  reader: StoreReader,
  model: EdmModel,
  entity: Entity,
): MaybePromise<readonly ODataErrorDetail[]> {
  return constrainedNavigation(entity.type).length === 0 && !hasComplexHolders(model, entity.type)
    ? noFindings
    : dependentFindings(reader, model, entity);
}

async function dependentFindings(
  reader: StoreReader,
  model: EdmModel,
  entity: Entity,
): Promise<readonly ODataErrorDetail[]> {
  const findings: ODataErrorDetail[] = [];
  for (const holder of holdersIn(model, { type: entity.type, values: entity.values, path: [] }))
    for (const navigationProperty of constrainedNavigation(holder.type)) {
      const { naming } = splitConstraints(navigationProperty);
      const values = naming.map(({ property }) => valueAt(holder.values, property.split('/')) ?? null);
      if (values.includes(null)) continue;
      const link = { source: entity.identity, path: holder.path, navigationProperty };
      if ((await reader.related(link)).length > 0) continue;
      const names = naming.map(({ property }) => [...holder.path, property].join('/')).join(', ');
      const message = `${names} of this ${entity.type.name} names no ${navigationProperty.entityType.name} that exists.`;
      findings.push({ code: 'ConstraintViolated', message, target: names });
    }
  return findings;
}

const constrained = new WeakMap<EdmStructuredType, readonly EdmNavigationProperty[]>();

function constrainedNavigation(type: EdmStructuredType): readonly EdmNavigationProperty[] {
  let found = constrained.get(type);
  if (found === undefined) {
    found = [...type.navigationProperties.values()].filter(
      ({ referentialConstraints, containsTarget }) => referentialConstraints.length > 0 && !containsTarget,
    );
    constrained.set(type, found);
  }
  return found;
}
