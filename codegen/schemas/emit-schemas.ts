// Every JSON Schema that a model needs, by file name.
import type { EdmModel, EdmSchemaElement, EdmType, EdmTypeReference } from '../../src/edm/edm-model.ts';
import { createFileNames } from '../file-names.ts';
import { emitSchema } from './emit-schema.ts';
import { isGeo } from './primitive-types.ts';

/** @param header goes into each schema as its comment */
export function* emitSchemas(
  model: EdmModel,
  header: string,
): Generator<readonly [fileName: string, text: string]> {
  const names = schemaNames(model);
  const fileName = createFileNames(names);
  for (const name of names) {
    const { $schema, $id, ...schema } = emitSchema(model, name)!;
    const text = JSON.stringify({ $schema, $id, $comment: header, ...schema }, undefined, 2);
    yield [`schemas/${fileName(name)}.json`, `${text}\n`];
  }
}

/** Sorted; of the primitive types those alone that other schemas refer to. */
function schemaNames(model: EdmModel): string[] {
  const names = new Set<string>();
  const addGeo = ({ type }: { readonly type: EdmType }) => {
    if (type.kind === 'Primitive' && isGeo(type.name)) names.add(type.qualifiedName);
  };
  for (const element of model.elements()) {
    if (hasSchema(element)) names.add(element.qualifiedName);
    for (const reference of referencesOf(element)) addGeo(reference);
  }
  return [...names].sort();
}

function hasSchema({ kind }: EdmSchemaElement): boolean {
  return kind === 'EntityType' || kind === 'ComplexType' || kind === 'EnumType' || kind === 'TypeDefinition';
}

function referencesOf(element: EdmSchemaElement): readonly EdmTypeReference[] {
  switch (element.kind) {
    case 'EntityType':
    case 'ComplexType':
      return [...element.ownProperties.values()].map((property) => property.type);
    case 'Action':
    case 'Function': {
      const parameters = element.parameters.map((parameter) => parameter.type);
      return element.returnType ? [...parameters, element.returnType] : parameters;
    }
    default:
      return [];
  }
}
