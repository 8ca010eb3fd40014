// OData CSDL XML 4.01, section 6.2 "Entity Type", attribute HasStream: entity types whose instances may be media entities.

import type { EdmModel, EdmType } from './edm-model.ts';

/** Whether an instance of the type, or of a type derived from it, may be a media entity. */
export function mayBeMediaEntity(model: EdmModel, type: EdmType | undefined): boolean {
  if (type?.kind !== 'EntityType') return false;
  return type.hasStream || model.derivedTypes(type).some((derived) => derived.hasStream);
}
