// OASIS Capabilities vocabulary 4.0: which operations the annotations rule out, so that nobody can be asked to exercise them.
import {
  type EdmAnnotations,
  type EdmModel,
  type EdmNavigationProperty,
  type EdmNavigationSource,
  isSameOrDerived,
} from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import { asPaths, asRecord, type CapabilityRecord } from '../../query/capabilities/capability-scope.ts';
import { childPath } from './model-operation.ts';

const restrictions = {
  GET: ['ReadRestrictions', 'Readable'],
  POST: ['InsertRestrictions', 'Insertable'],
  PATCH: ['UpdateRestrictions', 'Updatable'],
  PUT: ['UpdateRestrictions', 'Updatable'],
  DELETE: ['DeleteRestrictions', 'Deletable'],
} as const;

const vocabulary = 'Org.OData.Capabilities.V1.';

/** The value of a Capabilities term by its short name. */
type Capabilities = (term: string) => unknown;

export function capabilitiesOf(annotations: EdmAnnotations): Capabilities {
  return (term) => annotations.get(`${vocabulary}${term}`);
}

/** Whether an operation such as `GET path(key)` can be asked for, by what is said of its element. */
export function isAllowed(operation: string, said: Capabilities): boolean {
  const method = operation.slice(0, operation.indexOf(' ')) as keyof typeof restrictions;
  const [term, member] = restrictions[method];
  const restriction = asRecord(said(term));
  const byKey = asRecord(restriction.ReadByKeyRestrictions)[member];
  if (method === 'GET' && operation.endsWith('(key)') && byKey !== undefined) return byKey !== false;
  return restriction[member] !== false;
}

/**
 * What each entity set and singleton says of a navigation property of its entities, in an annotation of its own or in an entry
 * of NavigationRestrictions. Empty where its entities are reached by other ways, too, of which nothing is known.
 */
export function navigationCapabilities(
  model: EdmModel,
): (property: EdmNavigationProperty) => readonly Capabilities[] {
  const contained = containedTypes(model);
  const sources = [...(model.entityContainer?.children.values() ?? [])].filter(
    (child): child is EdmNavigationSource => child.kind === 'EntitySet' || child.kind === 'Singleton',
  );
  return (property) => {
    const { declaringType: type, name } = property;
    if (contained.some((one) => isSameOrDerived(one, type) || isSameOrDerived(type, one))) return [];
    return sources
      .filter(({ entityType }) => isSameOrDerived(entityType, type) || isSameOrDerived(type, entityType))
      .map((source): Capabilities => {
        const own = capabilitiesOf(model.annotationsOf(`${childPath(source)}/${name}`));
        const entry = restrictedProperty(source, name);
        const isNavigable = String(entry.Navigability ?? '') !== 'None';
        return (term) => (isNavigable ? (own(term) ?? entry[term]) : { ...denied });
      });
  };
}

const denied = { Readable: false, Insertable: false, Updatable: false, Deletable: false };

function restrictedProperty({ annotations }: EdmNavigationSource, name: string): CapabilityRecord {
  const { RestrictedProperties: entries } = asRecord(capabilitiesOf(annotations)('NavigationRestrictions'));
  const found = (Array.isArray(entries) ? (entries as readonly unknown[]) : []).find((entry) =>
    asPaths([asRecord(entry).NavigationProperty]).includes(name),
  );
  return asRecord(found);
}

function containedTypes(model: EdmModel) {
  return [...model.elements()]
    .filter((element) => isStructuredType(element))
    .flatMap(({ ownNavigationProperties }) => [...ownNavigationProperties.values()])
    .filter(({ containsTarget }) => containsTarget)
    .map(({ entityType }) => entityType);
}
