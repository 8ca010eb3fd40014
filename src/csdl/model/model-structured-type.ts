// OData CSDL 4.01, section 6 "Entity Type", 7 "Structural Property", 8 "Navigation Property" and 9 "Complex Type".
import type {
  EdmAnnotations,
  EdmComplexType,
  EdmEntityType,
  EdmKeyProperty,
  EdmNavigationProperty,
  EdmProperty,
  EdmReferentialConstraint,
  EdmStructuredType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';
import { isChildName, isCsdlObject } from '../csdl-document.ts';
import type { ElementPlace } from './model-context.ts';
import { annotationsOf, defaultValueOf, entityTypeNamed, typeReference } from './model-context.ts';
import type { AliasExpansion } from './model-source.ts';
import { expandName, expandPath } from './model-source.ts';

// Classes with accessors: an element is made of what the document says about it alone, what it refers to is looked
// up on first use, and all elements of a kind keep one object shape, which rooms that read properties in loops need.

export function createStructuredType(place: ElementPlace, name: string): EdmStructuredType {
  return place.object.$Kind === 'EntityType'
    ? (new StructuredType(place, name, 'EntityType') as EdmEntityType)
    : (new StructuredType(place, name, 'ComplexType') as EdmComplexType);
}

class StructuredType {
  readonly namespace: string;
  readonly qualifiedName: string;
  readonly abstract: boolean;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #baseType: EdmStructuredType | null | undefined;
  #ownProperties: ReadonlyMap<string, EdmProperty> | undefined;
  #ownNavigationProperties: ReadonlyMap<string, EdmNavigationProperty> | undefined;
  #properties: ReadonlyMap<string, EdmProperty> | undefined;
  #navigationProperties: ReadonlyMap<string, EdmNavigationProperty> | undefined;
  #key: readonly EdmKeyProperty[] | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
    readonly kind: 'EntityType' | 'ComplexType',
  ) {
    this.#place = place;
    this.namespace = place.schema.namespace;
    this.qualifiedName = `${this.namespace}.${name}`;
    this.abstract = place.object.$Abstract === true;
    this.annotations = annotationsOf(place, [this.qualifiedName]);
  }

  get baseType(): EdmStructuredType | undefined {
    if (this.#baseType === undefined) this.#baseType = findBaseType(this.#place, this) ?? null;
    return this.#baseType ?? undefined;
  }

  get open(): boolean {
    return this.#place.object.$OpenType === true || (this.baseType?.open ?? false);
  }

  get hasStream(): boolean {
    const base = this.baseType;
    return this.#place.object.$HasStream === true || (base?.kind === 'EntityType' && base.hasStream);
  }

  get ownProperties(): ReadonlyMap<string, EdmProperty> {
    this.#ownProperties ??= this.#members(
      isProperty,
      (object, name) => new Property(this.#at(object), name, this),
    );
    return this.#ownProperties;
  }

  get ownNavigationProperties(): ReadonlyMap<string, EdmNavigationProperty> {
    this.#ownNavigationProperties ??= this.#members(
      isNavigationProperty,
      (object, name) => new NavigationProperty(this.#at(object), name, this),
    );
    return this.#ownNavigationProperties;
  }

  get properties(): ReadonlyMap<string, EdmProperty> {
    this.#properties ??= withInherited(this.baseType?.properties, this.ownProperties);
    return this.#properties;
  }

  get navigationProperties(): ReadonlyMap<string, EdmNavigationProperty> {
    this.#navigationProperties ??= withInherited(
      this.baseType?.navigationProperties,
      this.ownNavigationProperties,
    );
    return this.#navigationProperties;
  }

  get key(): readonly EdmKeyProperty[] {
    this.#key ??= this.#findKey();
    return this.#key;
  }

  #findKey(): readonly EdmKeyProperty[] {
    const own = this.#place.object.$Key;
    const base = this.baseType;
    if (!Array.isArray(own)) return base?.kind === 'EntityType' ? base.key : [];
    return own.flatMap((item: CsdlValue) => keyProperty(this as unknown as EdmStructuredType, item) ?? []);
  }

  #at(object: CsdlObject): ElementPlace {
    return { context: this.#place.context, schema: this.#place.schema, object };
  }

  #members<T>(
    accepts: (object: CsdlObject) => boolean,
    create: (object: CsdlObject, name: string) => unknown,
  ): ReadonlyMap<string, T> {
    const members = new Map<string, T>();
    for (const [name, value] of Object.entries(this.#place.object))
      if (isChildName(name) && isCsdlObject(value) && accepts(value))
        members.set(name, create(value, name) as T);
    return members;
  }
}

function isNavigationProperty(object: CsdlObject): boolean {
  return object.$Kind === 'NavigationProperty';
}

function isProperty(object: CsdlObject): boolean {
  return !isNavigationProperty(object);
}

function withInherited<T>(
  inherited: ReadonlyMap<string, T> | undefined,
  own: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  if (inherited === undefined || inherited.size === 0) return own;
  return own.size === 0 ? inherited : new Map([...inherited, ...own]);
}

/** The base type; none for a type whose bases lead back to it, which the check of the document reports. */
function findBaseType(place: ElementPlace, type: StructuredType): EdmStructuredType | undefined {
  const { context, object, schema } = place;
  if (typeof object.$BaseType !== 'string') return undefined;
  const baseName = expandName(schema.expandAlias, object.$BaseType);
  const seen = new Set<string>();
  for (let name: string | undefined = baseName; name !== undefined && !seen.has(name); ) {
    if (name === type.qualifiedName) return undefined;
    seen.add(name);
    const expandAlias: AliasExpansion | undefined = context.findSchema(
      name.slice(0, name.lastIndexOf('.')),
    )?.expandAlias;
    const next: CsdlValue | undefined = context
      .findObjects(name)
      .find((candidate) => candidate.$Kind === type.kind)?.$BaseType;
    name = typeof next === 'string' && expandAlias !== undefined ? expandName(expandAlias, next) : undefined;
  }
  const base = context.findType(baseName);
  return base?.kind === type.kind ? base : undefined;
}

/** Section 6.5 "Key": a property's name, or an object with an alias for a path. */
function keyProperty(type: EdmStructuredType, item: CsdlValue): EdmKeyProperty | undefined {
  const [name, text] =
    typeof item === 'string' ? [item, item] : (Object.entries(item as CsdlObject)[0] ?? []);
  if (name === undefined || typeof text !== 'string') return undefined;
  const path = text.split('/');
  let owner: EdmStructuredType | undefined = type;
  for (const step of path.slice(0, -1)) {
    const next: EdmTypeReference | undefined = owner?.properties.get(step)?.type;
    owner = next?.type.kind === 'ComplexType' ? next.type : owner?.navigationProperties.get(step)?.entityType;
  }
  const property = owner?.properties.get(path.at(-1) as string);
  return property === undefined ? undefined : { name, path, property };
}

class Property implements EdmProperty {
  readonly kind = 'Property';
  readonly declaringType: EdmStructuredType;
  readonly defaultValue: string | null | undefined;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #type: EdmTypeReference | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
    declaringType: StructuredType,
  ) {
    this.#place = place;
    this.declaringType = declaringType as unknown as EdmStructuredType;
    this.defaultValue = defaultValueOf(place.object);
    this.annotations = annotationsOf(place, [`${declaringType.qualifiedName}/${name}`]);
  }

  get type(): EdmTypeReference {
    this.#type ??= typeReference(this.#place, this.#place.object);
    return this.#type;
  }
}

class NavigationProperty implements EdmNavigationProperty {
  readonly kind = 'NavigationProperty';
  readonly declaringType: EdmStructuredType;
  readonly collection: boolean;
  readonly nullable: boolean;
  readonly containsTarget: boolean;
  readonly partner: string | undefined;
  readonly referentialConstraints: readonly EdmReferentialConstraint[];
  readonly onDelete: EdmNavigationProperty['onDelete'];
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #entityType: EdmEntityType | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
    declaringType: StructuredType,
  ) {
    const { object, schema } = place;
    this.#place = place;
    this.declaringType = declaringType as unknown as EdmStructuredType;
    this.collection = object.$Collection === true;
    this.nullable = object.$Nullable === true;
    this.containsTarget = object.$ContainsTarget === true;
    this.partner =
      typeof object.$Partner === 'string' ? expandPath(schema.expandAlias, object.$Partner) : undefined;
    this.referentialConstraints = Object.entries((object.$ReferentialConstraint ?? {}) as CsdlObject)
      .filter(([property]) => isChildName(property))
      .map(([property, referencedProperty]) => ({
        property,
        referencedProperty: String(referencedProperty),
      }));
    this.onDelete = object.$OnDelete as EdmNavigationProperty['onDelete'];
    this.annotations = annotationsOf(place, [`${declaringType.qualifiedName}/${name}`]);
  }

  get entityType(): EdmEntityType {
    this.#entityType ??= entityTypeNamed(this.#place, this.#place.object.$Type);
    return this.#entityType;
  }
}
