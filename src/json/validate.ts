// JSON Schema draft 2020-12 by ajv, one type at a time; OData JSON Format 4.01, section 4.6.3 "type" decides at run time which.
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { type EdmStructuredType, isSameOrDerived } from '../edm/edm-model.ts';
import type { ODataErrorDetail } from '../error/odata-error.ts';
import { qualifiedNameOfTypeUri } from './control-information.ts';
import { exactSchema, leafSchema, typeKeyword } from './exact-schema.ts';
import { violationsOf } from './validation-errors.ts';

/** Checks JSON values with the schemas of their types. Schemas are compiled when the first value of a type comes. */
export interface Validator {
  /**
   * Every violation of a value (as JSON.parse gives it) that is declared to be of the type, at most one for each
   * target; empty where there is none. A type annotation in the value is honoured.
   */
  validate(qualifiedTypeName: string, json: unknown): readonly ODataErrorDetail[];
}

/** ajv is loaded with the first value that is validated: it costs a third of the start of a server. */
export function createValidator(definition: ServiceDefinition): Validator {
  const load = createRequire(import.meta.url);
  let compiler: Compiler | undefined;
  return {
    validate(qualifiedTypeName, json) {
      compiler ??= createCompiler(definition, load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js'));
      const validate = compiler.declared(qualifiedTypeName);
      return validate(json) ? [] : violationsOf(validate.errors ?? [], definition.model);
    },
  };
}

interface Compiler {
  /** A validator of values that are declared to be of the type. */
  declared(qualifiedName: string): ValidateFunction;
}

function createCompiler(
  definition: ServiceDefinition,
  { Ajv2020 }: typeof import('ajv/dist/2020.js'),
): Compiler {
  const ajv: Ajv2020 = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    validateSchema: false,
    addUsedSchema: false,
    inlineRefs: 8,
  });
  const exact = new Map<EdmStructuredType, ValidateFunction>();
  const byName = new Map<string, ValidateFunction>();
  const compileExact = (type: EdmStructuredType): ValidateFunction => {
    let validate = exact.get(type);
    if (validate === undefined) {
      const { schema, leaves } = exactSchema(type, definition);
      for (const leaf of leaves)
        if (ajv.getSchema(leaf) === undefined) ajv.addSchema(leafSchema(leaf, definition), leaf);
      validate = ajv.compile(schema);
      exact.set(type, validate);
    }
    return validate;
  };
  ajv.addKeyword({
    keyword: typeKeyword,
    schemaType: 'string',
    errors: 'full',
    compile: (qualifiedName: string) => dispatcher(qualifiedName, definition, compileExact),
  });
  return {
    declared(qualifiedName) {
      let validate = byName.get(qualifiedName);
      if (validate === undefined) {
        validate = definition.model.findStructuredType(qualifiedName)
          ? ajv.compile({ [typeKeyword]: qualifiedName })
          : ajv.compile(leafSchema(qualifiedName, definition));
        byName.set(qualifiedName, validate);
      }
      return validate;
    },
  };
}

/** What ajv passes to the function of a keyword. */
interface DataContext {
  readonly instancePath: string;
  readonly parentData: object;
  readonly parentDataProperty: string | number;
  readonly rootData: object;
}
interface KeywordFunction {
  (data: unknown, context?: DataContext): boolean;
  errors?: Partial<ErrorObject>[];
}

/** The function that validates a value declared as a structured type: by the type that the value names, else by that. */
function dispatcher(
  qualifiedName: string,
  definition: ServiceDefinition,
  compileExact: (type: EdmStructuredType) => ValidateFunction,
): KeywordFunction {
  const declared = definition.model.findStructuredType(qualifiedName);
  const validate: KeywordFunction = (data, context) => {
    const instancePath = context?.instancePath ?? '';
    if (declared === undefined || typeof data !== 'object' || data === null || Array.isArray(data)) {
      validate.errors = [
        { keyword: 'type', instancePath, params: { type: 'object' }, data, parentSchema: {} },
      ];
      return data === null && declared === undefined;
    }
    const type = typeOf(data as Readonly<Record<string, unknown>>, declared, definition);
    if (typeof type === 'string') {
      validate.errors = [
        { keyword: typeKeyword, instancePath, params: { name: type }, message: typeProblem(data, declared) },
      ];
      return false;
    }
    if (type === undefined) return true;
    const exact = compileExact(type);
    if (exact(data, context as never)) return true;
    validate.errors = exact.errors ?? [];
    return false;
  };
  return validate;
}

/** The type of a value; the name of the offending annotation; undefined for a reference, which no type is asked of. */
function typeOf(
  data: Readonly<Record<string, unknown>>,
  declared: EdmStructuredType,
  definition: ServiceDefinition,
): EdmStructuredType | string | undefined {
  const name = data['@odata.type'] === undefined ? '@type' : '@odata.type';
  const annotation = data[name];
  if (annotation === undefined) {
    if (!declared.abstract) return declared;
    const isReference = ['@odata.id', '@id', '@odata.removed', '@removed'].some(
      (member) => data[member] !== undefined,
    );
    return isReference ? undefined : '@odata.type';
  }
  if (typeof annotation !== 'string') return name;
  const type = definition.model.findStructuredType(qualifiedNameOfTypeUri(annotation));
  return type !== undefined && !type.abstract && isSameOrDerived(type, declared) ? type : name;
}

function typeProblem(data: object, declared: EdmStructuredType): string {
  const members = data as Readonly<Record<string, unknown>>;
  const annotation = members['@odata.type'] ?? members['@type'];
  return annotation === undefined
    ? `The type ${declared.qualifiedName} is abstract, so the value must name its type with @odata.type.`
    : `${JSON.stringify(annotation)} is not ${declared.qualifiedName} and no type that derives from it and may have instances.`;
}
