// OData CSDL 4.01, section 12 "Action and Function".
import type {
  EdmAction,
  EdmAnnotations,
  EdmFunction,
  EdmParameter,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { Core } from '../../edm/vocabularies.ts';
import { elementsOf, isCsdlObject } from '../csdl-document.ts';
import type { ElementPlace } from './model-context.ts';
import { annotationsOf, typeReference } from './model-context.ts';
import { expandPath, signaturesOf } from './model-source.ts';

export function createOperation(place: ElementPlace, name: string): EdmAction | EdmFunction {
  return place.object.$Kind === 'Action'
    ? (new Operation(place, name, 'Action') as EdmAction)
    : (new Operation(place, name, 'Function') as EdmFunction);
}

class Operation {
  readonly namespace: string;
  readonly qualifiedName: string;
  readonly isBound: boolean;
  readonly isComposable: boolean;
  readonly parameters: readonly EdmParameter[];
  readonly entitySetPath: string | undefined;
  readonly annotations: EdmAnnotations;
  readonly returnTypeAnnotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #returnType: EdmTypeReference | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
    readonly kind: 'Action' | 'Function',
  ) {
    const { object, schema } = place;
    this.#place = place;
    this.namespace = schema.namespace;
    this.qualifiedName = `${this.namespace}.${name}`;
    this.isBound = object.$IsBound === true;
    this.isComposable = object.$IsComposable === true;
    this.entitySetPath =
      typeof object.$EntitySetPath === 'string'
        ? expandPath(schema.expandAlias, object.$EntitySetPath)
        : undefined;
    // Section 14.2.2 "Target": one overload by its signature, or all of a name.
    const signatures = signaturesOf(schema, object).map((types) => `${this.qualifiedName}(${types})`);
    const targets = [...signatures, this.qualifiedName];
    this.parameters = elementsOf(object.$Parameter).map(
      (parameter) => new Parameter({ ...place, object: parameter }, targets),
    );
    this.annotations = annotationsOf(place, targets);
    this.returnTypeAnnotations = annotationsOf(
      { ...place, object: isCsdlObject(object.$ReturnType) ? object.$ReturnType : {} },
      targets.map((target) => `${target}/$ReturnType`),
    );
  }

  get returnType(): EdmTypeReference | undefined {
    const object = this.#place.object.$ReturnType;
    if (isCsdlObject(object)) this.#returnType ??= typeReference(this.#place, object);
    return this.#returnType;
  }
}

class Parameter implements EdmParameter {
  readonly kind = 'Parameter';
  readonly name: string;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #type: EdmTypeReference | undefined;

  constructor(place: ElementPlace, operationTargets: readonly string[]) {
    this.#place = place;
    this.name = String(place.object.$Name);
    this.annotations = annotationsOf(
      place,
      operationTargets.map((target) => `${target}/${this.name}`),
    );
  }

  get type(): EdmTypeReference {
    this.#type ??= typeReference(this.#place, this.#place.object);
    return this.#type;
  }

  get optional(): boolean {
    const value = this.annotations.get(Core.OptionalParameter);
    return value !== undefined && value !== null && value !== false;
  }
}
