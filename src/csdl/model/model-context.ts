// OData CSDL 4.01, section 15 "Identifier and Path Values": what the elements of one model share.

import { anyEntityType } from '../../edm/any-entity-type.ts';
import type {
  EdmAnnotations,
  EdmEntityType,
  EdmFacets,
  EdmPrimitiveType,
  EdmType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { primitiveType, primitiveTypes } from '../../edm/primitive-types.ts';
import type { CsdlObject } from '../csdl-document.ts';
import type { ExternalAnnotations } from './model-annotations.ts';
import { MergedAnnotations } from './model-annotations.ts';
import type { SchemaSource } from './model-source.ts';
import { expandName } from './model-source.ts';

export interface ModelContext {
  /** A schema child by qualified name without alias. */
  findType(qualifiedName: string): EdmType | undefined;
  readonly external: () => ExternalAnnotations;
  /** The objects under a qualified name without alias, as the document has them, each with its schema. */
  findObjects(qualifiedName: string): readonly CsdlObject[];
  findSchema(namespace: string): SchemaSource | undefined;
}

/** An element's place in the document: the object that describes it, and the schema whose aliases it uses. */
export interface ElementPlace {
  readonly context: ModelContext;
  readonly schema: SchemaSource;
  readonly object: CsdlObject;
}

export function annotationsOf(place: ElementPlace, targets: readonly string[], prefix = ''): EdmAnnotations {
  return new MergedAnnotations(
    { inline: place.object, prefix, expandAlias: place.schema.expandAlias, targets },
    place.context.external,
  );
}

/**
 * The type that a `$Type` names. A type that is in no document at hand, as those of a vocabulary that was not given,
 * counts as `Edm.Untyped`: the check of the document says so where that matters.
 */
function typeNamed(place: ElementPlace, name: string): EdmType {
  const qualifiedName = expandName(place.schema.expandAlias, name);
  return place.context.findType(qualifiedName) ?? primitiveType('Untyped');
}

export function typeReference(place: ElementPlace, object: CsdlObject): EdmTypeReference {
  const type = typeNamed(place, typeof object.$Type === 'string' ? object.$Type : 'Edm.String');
  const facets = facetsOf(object);
  return {
    type,
    collection: object.$Collection === true,
    nullable: object.$Nullable === true,
    ...(object.$Collection === true && object.$Nullable === undefined
      ? { nullableUnspecified: true as const }
      : {}),
    ...facets,
    // Section 7.2.4 "Scale": in CSDL JSON a missing scale means variable.
    ...(type.qualifiedName === 'Edm.Decimal' && facets.scale === undefined ? { scale: 'variable' } : {}),
  };
}

export function facetsOf(object: CsdlObject): EdmFacets {
  const { $MaxLength, $Precision, $Scale, $SRID, $Unicode } = object;
  const facets: { -readonly [facet in keyof EdmFacets]: EdmFacets[facet] } = {};
  if (typeof $MaxLength === 'number' || $MaxLength === 'max') facets.maxLength = $MaxLength;
  if (typeof $Precision === 'number') facets.precision = $Precision;
  const scale = typeof $Scale === 'string' ? $Scale.toLowerCase() : $Scale;
  if (typeof scale === 'number' || scale === 'variable' || scale === 'floating') facets.scale = scale;
  if (typeof $SRID === 'number' || $SRID === 'variable') facets.srid = $SRID;
  if (typeof $Unicode === 'boolean') facets.unicode = $Unicode;
  return facets;
}

export function underlyingTypeOf(object: CsdlObject, absent: string): EdmPrimitiveType {
  const name = typeof object.$UnderlyingType === 'string' ? object.$UnderlyingType : absent;
  return primitiveTypes.get(name) ?? primitiveType('Untyped');
}

/** The text of a default value in the lexical form of its type. */
export function defaultValueOf(object: CsdlObject): string | null | undefined {
  const value = object.$DefaultValue;
  return value === undefined || value === null ? value : String(value);
}

export function entityTypeNamed(place: ElementPlace, name: unknown): EdmEntityType {
  const qualifiedName = expandName(place.schema.expandAlias, String(name));
  if (qualifiedName === 'Edm.EntityType') return anyEntityType;
  const type = place.context.findType(qualifiedName);
  if (type?.kind === 'EntityType') return type;
  throw new Error(`The model has no entity type ${qualifiedName}.`);
}
