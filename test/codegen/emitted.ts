import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { emitSchema } from '../../codegen/schemas/emit-schema.ts';
import { emitTypes } from '../../codegen/types/emit-types.ts';
import { createPrinter } from '../../codegen/types/printer.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';
import type { RequiredOnCreate } from '../../src/edm/write-rules.ts';

/** Texts of the modules by file name. */
export function modulesOf(
  model: EdmModel,
  requiredOnCreate: RequiredOnCreate = 'model',
): Map<string, string> {
  return new Map(emitTypes(model, { requiredOnCreate, print: createPrinter({ remember: false }).print }));
}

/**
 * A validator with no knowledge of OData, and all schemas of the model: as a user's would be. Formats are annotations
 * in draft 2020-12 unless a validator is told otherwise, and so they are here.
 */
export function standardValidator(model: EdmModel): (qualifiedName: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false });
  const names = ['Edm.Geography', 'Edm.GeographyPoint', 'Edm.Geometry', 'Edm.GeometryCollection'];
  for (const element of model.elements()) names.push(element.qualifiedName);
  for (const name of names) {
    const schema = emitSchema(model, name);
    if (schema !== undefined && ajv.getSchema(`${schema.$id}`) === undefined) ajv.addSchema(schema);
  }
  return (qualifiedName) => ajv.getSchema(qualifiedName)!;
}
