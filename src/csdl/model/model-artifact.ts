// OData CSDL JSON 4.01, packed: what a server starts from, decoded element by element on first use.
import type { EdmModel } from '../../edm/edm-model.ts';
import type { CsdlDocument, CsdlObject, CsdlValue } from '../csdl-document.ts';
import { isChildName, isCsdlObject, setMember } from '../csdl-document.ts';
import { createModelOf } from './create-edm-model.ts';
import type { AliasExpansion, ModelSource, SchemaSource } from './model-source.ts';
import { aliasExpansion, documentSource, schemaNames } from './model-source.ts';
import type { NumberReader } from './packed-numbers.ts';
import { packNumber, readNumbers } from './packed-numbers.ts';
import type { PackedTable, ValuePacker, ValueUnpacker } from './packed-values.ts';
import { createPacker, createUnpacker } from './packed-values.ts';

/** A CSDL document and the indexes that a model needs at once; JSON-able, under a third of the document's size. */
export interface ModelArtifact {
  /** Raised with every change of the format that older readers would misread. */
  readonly format: 1;
  readonly table: PackedTable;
  /** `$Version`, `$EntityContainer`, `$Reference`, and for each schema its `$Alias`: packed as one object. */
  readonly head: string;
  readonly schemas: readonly PackedSchema[];
  /** For each type that has a base type: its number, and its base type; in document order. */
  readonly derivations: string;
  /**
   * For each bound overload: the number of its name, its index among the elements of that name, 1 for a collection,
   * and the binding type. Here and for base types, a type of the document is its number plus 1, another is 0 and its
   * name, packed.
   */
  readonly bindings: string;
  /** The documents that it includes schemas of, packed. */
  readonly references: readonly ModelArtifact[];
}

/** Names are numbered through all schemas in document order, from 0. */
interface PackedSchema {
  readonly namespace: string;
  /** Members of the schema object that are no children: `$Alias` and annotations, packed as one object. */
  readonly own: string;
  /** Names of the children. */
  readonly names: string;
  readonly elements: readonly string[];
  /** Targets of `$Annotations`, each with its annotations. */
  readonly targets: string;
  readonly annotations: readonly string[];
}

/** @param references documents that the document includes schemas of, where the model needs them */
export function packModel(document: CsdlDocument, references: readonly CsdlDocument[] = []): ModelArtifact {
  const source = documentSource(document);
  const schemas = schemaNames(document).map((namespace) => divideSchema(document, namespace));
  const head = headOf(document);
  const packer = createPacker(packedValues(head, schemas, source));
  return {
    format: 1,
    table: packer.table,
    head: packer.pack(head),
    schemas: schemas.map((schema) => packSchema(packer, schema)),
    ...packIndexes(packer, source),
    references: references.map((reference) => packModel(reference)),
  };
}

interface DividedSchema {
  readonly namespace: string;
  readonly own: CsdlObject;
  readonly children: readonly (readonly [string, CsdlValue])[];
  readonly external: readonly (readonly [string, CsdlValue])[];
}

function headOf(document: CsdlDocument): CsdlObject {
  const head: { [member: string]: CsdlValue } = {};
  const schemas = new Set(schemaNames(document));
  for (const [name, value] of Object.entries(document)) if (!schemas.has(name)) setMember(head, name, value);
  return head;
}

function divideSchema(document: CsdlDocument, namespace: string): DividedSchema {
  const schema = document[namespace] as CsdlObject;
  const own: { [member: string]: CsdlValue } = {};
  for (const [name, value] of Object.entries(schema))
    if (!isChildName(name) && name !== '$Annotations') setMember(own, name, value);
  return {
    namespace,
    own,
    children: Object.entries(schema).filter(([name]) => isChildName(name)),
    external: isCsdlObject(schema.$Annotations) ? Object.entries(schema.$Annotations) : [],
  };
}

function* packedValues(
  head: CsdlObject,
  schemas: readonly DividedSchema[],
  source: ModelSource,
): Iterable<CsdlValue> {
  yield head;
  for (const { own, children, external } of schemas) {
    yield own;
    for (const [target, value] of external) {
      yield target;
      yield value;
    }
    for (const [name, value] of children) {
      // Twice, so that they stay whole: a model reads all of them when it looks up the first.
      yield name;
      yield name;
      yield value;
    }
  }
  for (const [, base] of source.derivations()) yield base;
  for (const [, , type] of source.bindings()) yield itemType(type);
}

function itemType(type: string): string {
  return type.startsWith('Collection(') ? type.slice(11, -1) : type;
}

function packSchema(packer: ValuePacker, schema: DividedSchema): PackedSchema {
  const { namespace, own, children, external } = schema;
  return {
    namespace,
    own: packer.pack(own),
    names: children.map(([name]) => packer.pack(name)).join(''),
    elements: children.map(([, value]) => packer.pack(value)),
    targets: external.map(([target]) => packer.pack(target)).join(''),
    annotations: external.map(([, value]) => packer.pack(value)),
  };
}

function packIndexes(
  packer: ValuePacker,
  source: ModelSource,
): Pick<ModelArtifact, 'derivations' | 'bindings'> {
  const numbers = new Map(
    source.schemas
      .flatMap(({ namespace, names }) => names.map((name) => `${namespace}.${name}`))
      .map((name, number) => [name, number]),
  );
  const packType = (name: string): string => {
    const number = numbers.get(name);
    return number === undefined ? packNumber(0) + packer.pack(name) : packNumber(number + 1);
  };
  let derivations = '';
  for (const [type, base] of source.derivations())
    derivations += packNumber(numbers.get(type) as number) + packType(base);
  let bindings = '';
  for (const [operation, overload, type] of source.bindings()) {
    const item = itemType(type);
    bindings += packNumber(numbers.get(operation) as number) + packNumber(overload);
    bindings += packNumber(item === type ? 0 : 1) + packType(item);
  }
  return { derivations, bindings };
}

/** The document that was packed. Objects that occur in it more than once are shared. */
export function unpackDocument(artifact: ModelArtifact): CsdlDocument {
  const unpacker = createUnpacker(artifact.table);
  const document: { [member: string]: CsdlValue } = { ...(unpacker.unpack(artifact.head) as CsdlObject) };
  for (const packed of artifact.schemas) {
    const schema: { [member: string]: CsdlValue } = { ...(unpacker.unpack(packed.own) as CsdlObject) };
    for (const [index, name] of unpacker.unpackStrings(packed.names).entries())
      setMember(schema, name, unpacker.unpack(packed.elements[index] as string));
    const targets = unpacker.unpackStrings(packed.targets).entries();
    const external: { [target: string]: CsdlValue } = {};
    for (const [index, target] of targets)
      setMember(external, target, unpacker.unpack(packed.annotations[index] as string));
    if (Object.keys(external).length > 0) schema.$Annotations = external;
    setMember(document, packed.namespace, schema);
  }
  return document as CsdlDocument;
}

/** The model of a packed document: it decodes the elements that are asked for, and the names of all once. */
export function createEdmModelFromArtifact(artifact: ModelArtifact): EdmModel {
  const [own, ...references] = [artifact, ...artifact.references].map(artifactSource);
  const sources = [own as ModelSource, ...references];
  return createModelOf({
    ...(own as ModelSource),
    schemas: sources.flatMap(({ schemas }) => schemas),
    *derivations() {
      for (const source of sources) yield* source.derivations();
    },
    *bindings() {
      for (const source of sources) yield* source.bindings();
    },
  });
}

function artifactSource(artifact: ModelArtifact): ModelSource {
  const unpacker = createUnpacker(artifact.table);
  const head = unpacker.unpack(artifact.head) as CsdlDocument;
  const own = artifact.schemas.map((schema) => unpacker.unpack(schema.own) as CsdlObject);
  const skeleton = {
    ...head,
    ...Object.fromEntries(artifact.schemas.map(({ namespace }, index) => [namespace, own[index]])),
  } as CsdlDocument;
  const expandAlias = aliasExpansion(skeleton);
  const schemas = artifact.schemas.map((schema, index) =>
    packedSchemaSource(unpacker, schema, own[index] as CsdlObject, expandAlias),
  );
  let numbered: string[] | undefined;
  const nameOf = (number: number): string => {
    numbered ??= schemas.flatMap(({ namespace, names }) => names.map((name) => `${namespace}.${name}`));
    return numbered[number] as string;
  };
  const readType = (numbers: NumberReader): string => {
    const number = numbers.next();
    return number === 0 ? (unpacker.unpackNext(numbers) as string) : nameOf(number - 1);
  };
  return {
    version: head.$Version,
    entityContainer: typeof head.$EntityContainer === 'string' ? head.$EntityContainer : undefined,
    schemas,
    ownSchemas: schemas.length,
    *derivations() {
      for (const numbers = readNumbers(artifact.derivations); !numbers.done; )
        yield [nameOf(numbers.next()), readType(numbers)];
    },
    *bindings() {
      for (const numbers = readNumbers(artifact.bindings); !numbers.done; ) {
        const operation = nameOf(numbers.next());
        const overload = numbers.next();
        const isCollection = numbers.next() === 1;
        const type = readType(numbers);
        yield [operation, overload, isCollection ? `Collection(${type})` : type];
      }
    },
  };
}

function packedSchemaSource(
  unpacker: ValueUnpacker,
  packed: PackedSchema,
  own: CsdlObject,
  expandAlias: AliasExpansion,
): SchemaSource {
  const children = namedTexts(unpacker, packed.names, packed.elements);
  const external = namedTexts(unpacker, packed.targets, packed.annotations);
  return {
    namespace: packed.namespace,
    alias: typeof own.$Alias === 'string' ? own.$Alias : undefined,
    expandAlias,
    get names() {
      return children.names();
    },
    element: children.value,
    annotations: own,
    get targets() {
      return external.names();
    },
    annotationsOf: (target) => (external.value(target) ?? {}) as CsdlObject,
  };
}

interface NamedTexts {
  names(): readonly string[];
  value(name: string): CsdlValue | undefined;
}

function namedTexts(unpacker: ValueUnpacker, packedNames: string, texts: readonly string[]): NamedTexts {
  let names: readonly string[] | undefined;
  let indexes: ReadonlyMap<string, number> | undefined;
  const listed = (): readonly string[] => {
    names ??= unpacker.unpackStrings(packedNames);
    return names;
  };
  return {
    names: listed,
    value(name) {
      indexes ??= indexByName(listed());
      const index = indexes.get(name);
      return index === undefined ? undefined : unpacker.unpack(texts[index] as string);
    },
  };
}

function indexByName(names: readonly string[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (let index = 0; index < names.length; index++) indexes.set(names[index] as string, index);
  return indexes;
}
