// OData CSDL 4.01, section 3.4 "Built-In Abstract Types": what stands where any entity may.
import type { EdmAnnotations, EdmEntityType } from './edm-model.ts';

/** Annotations of what nothing is said about. */
const noAnnotations: EdmAnnotations = { get: () => undefined, entries: new Map(), nested: new Map() };

/** Edm.EntityType as an entity type: it declares nothing. */
export const anyEntityType: EdmEntityType = Object.freeze({
  kind: 'EntityType',
  name: 'EntityType',
  namespace: 'Edm',
  qualifiedName: 'Edm.EntityType',
  annotations: noAnnotations,
  abstract: true,
  open: true,
  baseType: undefined,
  hasStream: false,
  key: [],
  ownProperties: new Map(),
  ownNavigationProperties: new Map(),
  properties: new Map(),
  navigationProperties: new Map(),
});
