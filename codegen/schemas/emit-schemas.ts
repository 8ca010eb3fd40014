// Every JSON Schema that a model needs, by file name.
import type { EdmModel } from '../../src/edm/edm-model.ts';
import { createFileNames } from '../file-names.ts';
import { typesOf } from '../model-types.ts';
import { emitSchema } from './emit-schema.ts';
import { isGeo } from './primitive-types.ts';

/** @param header of a schema's content (its text without blanks); it goes into the schema as its comment */
export function* emitSchemas(
  model: EdmModel,
  header: (content: string) => string,
): Generator<readonly [fileName: string, text: string]> {
  // Other primitive types are written where they are used; see `type-reference.ts`.
  const types = typesOf(model).filter((type) => type.kind !== 'Primitive' || isGeo(type.name));
  const names = types.map((type) => type.qualifiedName);
  const fileName = createFileNames(names);
  for (const name of names) {
    const { $schema, $id, ...schema } = emitSchema(model, name)!;
    const $comment = header(JSON.stringify(schema));
    yield [
      `schemas/${fileName(name)}.json`,
      `${JSON.stringify({ $schema, $id, $comment, ...schema }, undefined, 2)}\n`,
    ];
  }
}
