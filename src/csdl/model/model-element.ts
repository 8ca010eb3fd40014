// OData CSDL 4.01, section 10 "Enumeration Type", 11 "Type Definition" and 14.1 "Term"; and which reader makes which element.
import type {
  EdmAnnotations,
  EdmEnumMember,
  EdmEnumType,
  EdmPrimitiveType,
  EdmSchemaElement,
  EdmTerm,
  EdmTypeDefinition,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { CsdlValue } from '../csdl-document.ts';
import { isChildName } from '../csdl-document.ts';
import { createEntityContainer } from './model-container.ts';
import type { ElementPlace } from './model-context.ts';
import { annotationsOf, defaultValueOf, facetsOf, typeReference, underlyingTypeOf } from './model-context.ts';
import { createOperation } from './model-operation.ts';
import { expandName } from './model-source.ts';
import { createStructuredType } from './model-structured-type.ts';

const creators: Readonly<Record<string, (place: ElementPlace, name: string) => EdmSchemaElement>> = {
  EntityType: createStructuredType,
  ComplexType: createStructuredType,
  EnumType: (place, name) => new EnumType(place, name),
  TypeDefinition: createTypeDefinition,
  Term: (place, name) => new Term(place, name),
  Action: createOperation,
  Function: createOperation,
  EntityContainer: createEntityContainer,
};

/** Makes the element that an object describes; undefined for an object that is of no kind the standard knows. */
export function createElement(place: ElementPlace, name: string): EdmSchemaElement | undefined {
  const kind = place.object.$Kind;
  return typeof kind === 'string' && Object.hasOwn(creators, kind)
    ? creators[kind]?.(place, name)
    : undefined;
}

class EnumType implements EdmEnumType {
  readonly kind = 'EnumType';
  readonly namespace: string;
  readonly qualifiedName: string;
  readonly underlyingType: EdmPrimitiveType;
  readonly isFlags: boolean;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #members: ReadonlyMap<string, EdmEnumMember> | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
  ) {
    this.#place = place;
    this.namespace = place.schema.namespace;
    this.qualifiedName = `${this.namespace}.${name}`;
    this.underlyingType = underlyingTypeOf(place.object, 'Edm.Int32');
    this.isFlags = place.object.$IsFlags === true;
    this.annotations = annotationsOf(place, [this.qualifiedName]);
  }

  get members(): ReadonlyMap<string, EdmEnumMember> {
    this.#members ??= new Map(
      Object.entries(this.#place.object)
        .filter(([name]) => isChildName(name))
        .map(([name, value]) => [name, this.#member(name, value)]),
    );
    return this.#members;
  }

  #member(name: string, value: CsdlValue): EdmEnumMember {
    return {
      name,
      value: BigInt(value as number | string),
      annotations: annotationsOf(this.#place, [`${this.qualifiedName}/${name}`], name),
    };
  }
}

function createTypeDefinition(place: ElementPlace, name: string): EdmTypeDefinition {
  const { namespace } = place.schema;
  const qualifiedName = `${namespace}.${name}`;
  return {
    kind: 'TypeDefinition',
    name,
    namespace,
    qualifiedName,
    underlyingType: underlyingTypeOf(place.object, 'Edm.String'),
    facets: facetsOf(place.object),
    annotations: annotationsOf(place, [qualifiedName]),
  };
}

class Term implements EdmTerm {
  readonly kind = 'Term';
  readonly namespace: string;
  readonly qualifiedName: string;
  readonly appliesTo: readonly string[];
  readonly baseTerm: string | undefined;
  readonly defaultValue: string | null | undefined;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #type: EdmTypeReference | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
  ) {
    const { object, schema } = place;
    this.#place = place;
    this.namespace = schema.namespace;
    this.qualifiedName = `${this.namespace}.${name}`;
    this.appliesTo = Array.isArray(object.$AppliesTo) ? (object.$AppliesTo as readonly string[]) : [];
    this.baseTerm =
      typeof object.$BaseTerm === 'string' ? expandName(schema.expandAlias, object.$BaseTerm) : undefined;
    this.defaultValue = defaultValueOf(object);
    this.annotations = annotationsOf(place, [this.qualifiedName]);
  }

  get type(): EdmTypeReference {
    this.#type ??= typeReference(this.#place, this.#place.object);
    return this.#type;
  }
}
