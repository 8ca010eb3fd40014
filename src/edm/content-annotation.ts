// OData Vocabularies 4.01, Org.OData.Core.V1: what is said of a content, by the element that has it.
import type { EdmAnnotationValue, EdmEntityType, EdmProperty } from './edm-model.ts';

/** What has a content: a media entity's type, or a property. */
export type ContentElement = EdmEntityType | EdmProperty;

/** The annotation of the element itself, or what it has from its base type or from its type definition. */
export function contentAnnotation(element: ContentElement, term: string): EdmAnnotationValue | undefined {
  const own = element.annotations.get(term);
  if (own !== undefined) return own;
  if (element.kind === 'EntityType') return element.baseType && contentAnnotation(element.baseType, term);
  const { type } = element.type;
  return type.kind === 'TypeDefinition' ? type.annotations.get(term) : undefined;
}

/** Steps of a path that an annotation has for its value. */
export function annotationPath(value: EdmAnnotationValue | undefined): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null || !('$Path' in value)) return undefined;
  return String(value.$Path).split('/');
}
