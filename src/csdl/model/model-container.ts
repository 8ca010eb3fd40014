// OData CSDL 4.01, section 13 "Entity Container".
import type {
  EdmActionImport,
  EdmAnnotations,
  EdmContainerChild,
  EdmEntityContainer,
  EdmEntitySet,
  EdmEntityType,
  EdmFunctionImport,
  EdmSingleton,
} from '../../edm/edm-model.ts';
import type { CsdlObject } from '../csdl-document.ts';
import { isChildName, isCsdlObject } from '../csdl-document.ts';
import type { ElementPlace } from './model-context.ts';
import { annotationsOf, entityTypeNamed } from './model-context.ts';
import { expandName, expandPath } from './model-source.ts';

export function createEntityContainer(place: ElementPlace, name: string): EdmEntityContainer {
  return new EntityContainer(place, name);
}

class EntityContainer implements EdmEntityContainer {
  readonly kind = 'EntityContainer';
  readonly namespace: string;
  readonly qualifiedName: string;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #children: ReadonlyMap<string, EdmContainerChild> | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
  ) {
    this.#place = place;
    this.namespace = place.schema.namespace;
    this.qualifiedName = `${this.namespace}.${name}`;
    this.annotations = annotationsOf(place, [this.qualifiedName]);
  }

  get children(): ReadonlyMap<string, EdmContainerChild> {
    this.#children ??= findChildren(this, this.#place);
    return this.#children;
  }
}

/** Section 13.1 "Extending an Entity Container": the base container's children first; its own replace them. */
function findChildren(
  container: EntityContainer,
  place: ElementPlace,
): ReadonlyMap<string, EdmContainerChild> {
  const chain = containerChain(container.qualifiedName, place);
  const targets = chain.map(({ qualifiedName }) => qualifiedName);
  const children = new Map<string, EdmContainerChild>();
  for (const { place: at } of [...chain].reverse())
    for (const [name, object] of Object.entries(at.object)) {
      if (!isChildName(name) || !isCsdlObject(object)) continue;
      const paths = targets.map((target) => `${target}/${name}`);
      const child = createChild({ ...at, object }, name, container, paths);
      if (child !== undefined) children.set(name, child);
    }
  return children;
}

interface ContainerLink {
  readonly qualifiedName: string;
  readonly place: ElementPlace;
}

/** The container and those that it extends; a cycle ends where it closes. */
function containerChain(qualifiedName: string, place: ElementPlace): ContainerLink[] {
  const chain: ContainerLink[] = [];
  for (let link: ContainerLink | undefined = { qualifiedName, place }; link !== undefined; ) {
    chain.push(link);
    const base: unknown = link.place.object.$Extends;
    if (typeof base !== 'string') break;
    const name: string = expandName(link.place.schema.expandAlias, base);
    const schema = place.context.findSchema(name.slice(0, name.lastIndexOf('.')));
    const object: CsdlObject | undefined = place.context
      .findObjects(name)
      .find((candidate) => candidate.$Kind === 'EntityContainer');
    link =
      schema === undefined || object === undefined || chain.some((known) => known.qualifiedName === name)
        ? undefined
        : { qualifiedName: name, place: { context: place.context, schema, object } };
  }
  return chain;
}

function createChild(
  place: ElementPlace,
  name: string,
  container: EdmEntityContainer,
  targets: readonly string[],
): EdmContainerChild | undefined {
  const { object } = place;
  if (object.$Action !== undefined || object.$Function !== undefined)
    return createImport(place, name, container, targets);
  return object.$Collection === true
    ? (new NavigationSource(place, name, container, targets, 'EntitySet') as EdmEntitySet)
    : (new NavigationSource(place, name, container, targets, 'Singleton') as EdmSingleton);
}

class NavigationSource {
  readonly includeInServiceDocument: boolean;
  readonly nullable: boolean;
  readonly annotations: EdmAnnotations;
  readonly #place: ElementPlace;
  #bindings: ReadonlyMap<string, string> | undefined;
  #entityType: EdmEntityType | undefined;

  constructor(
    place: ElementPlace,
    readonly name: string,
    readonly container: EdmEntityContainer,
    targets: readonly string[],
    readonly kind: 'EntitySet' | 'Singleton',
  ) {
    const { object } = place;
    this.#place = place;
    this.includeInServiceDocument = object.$IncludeInServiceDocument !== false;
    this.nullable = object.$Nullable === true;
    this.annotations = annotationsOf(place, targets);
  }

  get navigationPropertyBindings(): ReadonlyMap<string, string> {
    this.#bindings ??= findBindings(this.container, this.#place);
    return this.#bindings;
  }

  get entityType(): EdmEntityType {
    this.#entityType ??= entityTypeNamed(this.#place, this.#place.object.$Type);
    return this.#entityType;
  }
}

function findBindings(
  container: EdmEntityContainer,
  { object, schema }: ElementPlace,
): ReadonlyMap<string, string> {
  const bindings = isCsdlObject(object.$NavigationPropertyBinding) ? object.$NavigationPropertyBinding : {};
  return new Map(
    Object.entries(bindings).map(([path, target]) => [
      expandPath(schema.expandAlias, path),
      withoutContainer(container, expandPath(schema.expandAlias, String(target))),
    ]),
  );
}

function createImport(
  place: ElementPlace,
  name: string,
  container: EdmEntityContainer,
  targets: readonly string[],
): EdmActionImport | EdmFunctionImport {
  const { object, schema } = place;
  const common = {
    name,
    container,
    annotations: annotationsOf(place, targets),
    entitySet:
      typeof object.$EntitySet === 'string'
        ? withoutContainer(container, expandPath(schema.expandAlias, object.$EntitySet))
        : undefined,
  };
  if (object.$Action !== undefined)
    return {
      ...common,
      kind: 'ActionImport',
      action: expandName(schema.expandAlias, String(object.$Action)),
    };
  return {
    ...common,
    kind: 'FunctionImport',
    function: expandName(schema.expandAlias, String(object.$Function)),
    includeInServiceDocument: object.$IncludeInServiceDocument === true,
  };
}

function withoutContainer(container: EdmEntityContainer, target: string): string {
  const prefix = `${container.qualifiedName}/`;
  return target.startsWith(prefix) ? target.slice(prefix.length) : target;
}
