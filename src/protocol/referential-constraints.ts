// OData CSDL 4.01, section 8.5 "Referential Constraint": what dependent values name must exist, in complex values too.
import type { EdmModel, EdmNavigationProperty, EdmProperty, EdmStructuredType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import { isCollectionValue, isStructuredValue, type StructuredValue, valueAt } from '../edm/value.ts';
import type { ODataErrorDetail } from '../error/odata-error.ts';
import { complexTypeOf } from '../service/entity-values.ts';
import type { StoreReader } from '../store/store.ts';

/** An entity, or a complex value in it. */
interface Holder {
  readonly type: EdmStructuredType;
  readonly values: StructuredValue;
  readonly path: readonly string[];
}

export async function constraintFindings(
  reader: StoreReader,
  model: EdmModel,
  entity: Entity,
): Promise<readonly ODataErrorDetail[]> {
  const findings: ODataErrorDetail[] = [];
  for (const holder of holdersIn(model, { type: entity.type, values: entity.values, path: [] }))
    for (const navigationProperty of constraintsOf(model, holder.type).navigation) {
      const { referentialConstraints: constraints, entityType } = navigationProperty;
      const values = constraints.map(({ property }) => valueAt(holder.values, property.split('/')) ?? null);
      if (values.includes(null)) continue;
      const link = { source: entity.identity, path: holder.path, navigationProperty };
      if ((await reader.related(link)).length > 0) continue;
      const names = constraints.map(({ property }) => [...holder.path, property].join('/')).join(', ');
      const message = `${names} of this ${entity.type.name} names no ${entityType.name} that exists.`;
      findings.push({ code: 'ConstraintViolated', message, target: names });
    }
  return findings;
}

/** The holder itself and the complex values in it that may name entities. */
function* holdersIn(model: EdmModel, holder: Holder): Generator<Holder> {
  yield holder;
  for (const { name, type: reference } of constraintsOf(model, holder.type).complex) {
    const value = holder.values[name];
    if (reference.type.kind !== 'ComplexType') continue;
    const items = isCollectionValue(value) ? [...value.entries()] : [[undefined, value] as const];
    for (const [ordinal, item] of items) {
      if (!isStructuredValue(item)) continue;
      const path = [...holder.path, name, ...(ordinal === undefined ? [] : [String(ordinal)])];
      yield* holdersIn(model, { type: complexTypeOf(model, reference.type, item), values: item, path });
    }
  }
}

/** What of a type names entities by values, and which of its complex properties may hold such. */
interface Constraints {
  readonly navigation: readonly EdmNavigationProperty[];
  readonly complex: readonly EdmProperty[];
}

const known = new WeakMap<EdmStructuredType, Constraints>();

function constraintsOf(model: EdmModel, type: EdmStructuredType): Constraints {
  let constraints = known.get(type);
  if (constraints === undefined) {
    constraints = {
      navigation: constrainedNavigation(type),
      complex: [...type.properties.values()].filter((property) =>
        leadsToConstraint(model, property, new Set()),
      ),
    };
    known.set(type, constraints);
  }
  return constraints;
}

function constrainedNavigation(type: EdmStructuredType): readonly EdmNavigationProperty[] {
  return [...type.navigationProperties.values()].filter(
    ({ referentialConstraints, containsTarget }) => referentialConstraints.length > 0 && !containsTarget,
  );
}

function leadsToConstraint(
  model: EdmModel,
  { type: { type } }: EdmProperty,
  seen: Set<EdmStructuredType>,
): boolean {
  if (type.kind !== 'ComplexType' || seen.has(type)) return false;
  seen.add(type);
  return [type, ...model.derivedTypes<EdmStructuredType>(type)].some(
    (one) =>
      constrainedNavigation(one).length > 0 ||
      [...one.properties.values()].some((property) => leadsToConstraint(model, property, seen)),
  );
}
