// JSON Schema draft 2020-12 by ajv, one member at a time; OData JSON Format 4.01, section 4.6.3 "type" decides of which type.
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { ServiceDefinition } from '../../csdl/service-definition.ts';
import { type EdmStructuredType, isSameOrDerived } from '../../edm/edm-model.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import { qualifiedNameOfTypeUri } from '../write/control-information.ts';
import { leafSchema, memberSchema, ownMemberSchemas, typeKeyword } from './member-schema.ts';
import { type ValidationError, violationsOf } from './validation-errors.ts';

/** Checks JSON values with the schemas of their types. */
export interface Validator {
  /**
   * Every violation of a value (as JSON.parse gives it) that is declared to be of the type, at most one for each
   * target; empty where there is none. A type annotation in the value is honoured. Nothing is required: that depends on
   * what is done with the value.
   */
  validate(qualifiedTypeName: string, json: unknown): readonly ODataErrorDetail[];
}

/**
 * Schemas are compiled member by member when the first value comes that has the member: a type of Graph has a hundred
 * properties and more, of which a payload names a dozen. ajv itself is loaded with the first value.
 */
export function createValidator(definition: ServiceDefinition): Validator {
  const load = createRequire(import.meta.url);
  let checker: Checker | undefined;
  return {
    validate(qualifiedTypeName, json) {
      checker ??= createChecker(definition, load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js'));
      const errors: ValidationError[] = [];
      checker(qualifiedTypeName, json, errors);
      return errors.length === 0 ? [] : violationsOf(errors, definition.model);
    },
  };
}

type Checker = (qualifiedName: string, json: unknown, errors: ValidationError[]) => void;

function createChecker(
  definition: ServiceDefinition,
  { Ajv2020 }: typeof import('ajv/dist/2020.js'),
): Checker {
  const { model } = definition;
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    validateSchema: false,
    // the schemas are small: making them smaller costs more than it gives
    code: { optimize: false },
  });
  const compile = (schema: unknown): ValidateFunction => {
    const member = memberSchema(schema, definition);
    for (const leaf of member.leaves)
      if (ajv.getSchema(leaf) === undefined) ajv.addSchema(leafSchema(leaf, definition), leaf);
    return ajv.compile(member.schema);
  };
  const structured = createStructuredChecker(definition, compile);
  ajv.addKeyword({
    keyword: typeKeyword,
    schemaType: 'string',
    errors: 'full',
    compile: (value: string) => keywordFunction(value, definition, structured),
  });
  const leaves = new Map<string, ValidateFunction>();
  return (qualifiedName, json, errors) => {
    const type = model.findStructuredType(qualifiedName);
    if (type !== undefined) return structured(type, json, '', errors);
    let leaf = leaves.get(qualifiedName);
    if (leaf === undefined) {
      leaf = compile(leafSchema(qualifiedName, definition));
      leaves.set(qualifiedName, leaf);
    }
    if (!leaf(json)) errors.push(...(leaf.errors ?? []));
  };
}

type StructuredChecker = (
  declared: EdmStructuredType,
  json: unknown,
  path: string,
  errors: ValidationError[],
) => void;
interface MemberTable {
  /** Of the members that the type itself declares. */
  readonly schemas: Readonly<Record<string, unknown>>;
  /** Of members that have come, inherited ones too. */
  readonly compiled: Map<string, ValidateFunction>;
}

/** Checks objects: dispatches on the type that they name, and lets each member be checked by its own schema. */
function createStructuredChecker(
  definition: ServiceDefinition,
  compile: (schema: unknown) => ValidateFunction,
): StructuredChecker {
  const tables = new Map<EdmStructuredType, MemberTable>();
  const tableOf = (type: EdmStructuredType): MemberTable => {
    let table = tables.get(type);
    if (table === undefined) {
      table = { schemas: ownMemberSchemas(type, definition), compiled: new Map() };
      tables.set(type, table);
    }
    return table;
  };
  // what a base type declares is compiled once for all that derive from it
  const findMember = (type: EdmStructuredType, name: string): ValidateFunction | undefined => {
    const { schemas, compiled } = tableOf(type);
    let member = compiled.get(name);
    if (member !== undefined) return member;
    if (Object.hasOwn(schemas, name)) member = compile(schemas[name]);
    else if (type.baseType !== undefined) member = findMember(type.baseType, name);
    if (member !== undefined) compiled.set(name, member);
    return member;
  };
  return (declared, json, path, errors) => {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      errors.push({ keyword: 'type', instancePath: path, message: 'must be an object', data: json });
      return;
    }
    const object = json as Readonly<Record<string, unknown>>;
    const type = typeOf(object, declared, definition);
    if (typeof type === 'string') {
      const message = typeProblem(object, declared, definition);
      errors.push({ keyword: typeKeyword, instancePath: path, params: { member: type }, message });
    }
    if (type === undefined || typeof type === 'string') return;
    const { compiled } = tableOf(type);
    for (const name in object) {
      if (name.charCodeAt(0) === 0x40) continue;
      const member = compiled.get(name) ?? findMember(type, name);
      if (member !== undefined) checkMember(member, object, name, path, errors);
      else if (!type.open && !/[@#]|^\$value$/.test(name))
        errors.push({ keyword: 'additionalProperties', instancePath: path, params: { member: name } });
    }
  };
}

/**
 * The member is checked once, by a schema that takes it for a whole: the path to it is put before the paths of its errors.
 * Checking it again with its path would double the work with each level of nesting.
 */
function checkMember(
  member: ValidateFunction,
  object: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
  errors: ValidationError[],
): void {
  if (member(object[name])) return;
  const prefix = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  for (const error of member.errors ?? [])
    errors.push({ ...error, instancePath: prefix + error.instancePath });
}

interface KeywordFunction {
  (data: unknown, context?: { readonly instancePath: string }): boolean;
  errors?: ValidationError[];
}

function keywordFunction(
  value: string,
  definition: ServiceDefinition,
  check: StructuredChecker,
): KeywordFunction {
  const nullable = value.endsWith('?');
  const declared = definition.model.findStructuredType(nullable ? value.slice(0, -1) : value);
  const validate: KeywordFunction = (data, context) => {
    if (declared === undefined || (data === null && nullable)) return true;
    const errors: ValidationError[] = [];
    check(declared, data, context?.instancePath ?? '', errors);
    validate.errors = errors;
    return errors.length === 0;
  };
  return validate;
}

/** The type of a value; the name of the offending annotation; undefined for a reference, which no type is asked of. */
function typeOf(
  object: Readonly<Record<string, unknown>>,
  declared: EdmStructuredType,
  definition: ServiceDefinition,
): EdmStructuredType | string | undefined {
  const name = object['@odata.type'] === undefined ? '@type' : '@odata.type';
  const annotation = object[name];
  if (annotation === undefined) {
    if (!declared.abstract) return declared;
    const isReference = ['@odata.id', '@id', '@odata.removed', '@removed'].some(
      (member) => object[member] !== undefined,
    );
    return isReference ? undefined : '@odata.type';
  }
  if (typeof annotation !== 'string') return name;
  const type = definition.model.findStructuredType(qualifiedNameOfTypeUri(annotation));
  return type !== undefined && !type.abstract && isSameOrDerived(type, declared) ? type : name;
}

function typeProblem(
  object: Readonly<Record<string, unknown>>,
  declared: EdmStructuredType,
  { model }: ServiceDefinition,
): string {
  const annotation = object['@odata.type'] ?? object['@type'];
  if (annotation === undefined)
    return `The type ${declared.qualifiedName} is abstract, so the value must name its type with @odata.type.`;
  const type =
    typeof annotation === 'string' ? model.findStructuredType(qualifiedNameOfTypeUri(annotation)) : undefined;
  if (type === undefined) return `${JSON.stringify(annotation)} is no structured type of the service.`;
  return isSameOrDerived(type, declared)
    ? `The type ${type.qualifiedName} is abstract, so the value must name one that derives from it.`
    : `${JSON.stringify(annotation)} is not ${declared.qualifiedName} and no type that derives from it.`;
}
