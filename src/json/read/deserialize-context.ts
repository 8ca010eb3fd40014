// OData Protocol 4.01, section 11.4 "Data Modification": what decides how a request body is read.
import type { EdmEntityType, EdmModel, EdmNavigationProperty } from '../../edm/edm-model.ts';
import type { RequiredOnCreate } from '../../edm/write-rules.ts';
import type { ErrorCode } from '../../error/error-codes.ts';
import type { ODataErrorDetail } from '../../error/odata-error.ts';
import type { Validator } from '../validate/validate.ts';

/**
 * `create`: what is required must be there, computed properties are ignored. `update`: nothing is required; computed,
 * immutable and key properties are ignored. `replace`: as update, and what is required must be there.
 * `value`: nothing is required and nothing ignored.
 */
export type PayloadMode = 'create' | 'update' | 'replace' | 'value';

export interface DeserializeContext {
  readonly model: EdmModel;
  readonly mode: PayloadMode;
  readonly requiredOnCreate: RequiredOnCreate;
  /** Checks the body with the JSON Schemas of its types as well. */
  readonly validator?: Validator | undefined;
  /** Section 3.2 "Controlling the Representation of Numbers": `false` where Int64 and Decimal must be JSON numbers. */
  readonly numbersAsText?: boolean | undefined;
  /** Plain numbers stand for members of enumerations. */
  readonly numericEnums?: boolean | undefined;
  /** Members of enumerations and names of parameters are taken in another case where none fits exactly. */
  readonly ignoreCase?: boolean | undefined;
  /** The type of the entity that exists already: the body is of this type unless it names another one. */
  readonly existing?: EdmEntityType | undefined;
  /** The navigation property whose path the entity is created by: its partner and the properties tied to it may be left out. */
  readonly through?: EdmNavigationProperty | undefined;
}

/** The state of one reading: violations are collected, not thrown, so that a client sees them all. */
export interface Reading {
  readonly context: DeserializeContext;
  readonly violations: ODataErrorDetail[];
  /** Paths of values that the service takes although their schemas do not. */
  readonly accepted: Set<string>;
}

export function violate(reading: Reading, code: ErrorCode, target: string, message: string): void {
  reading.violations.push(target === '' ? { code, message } : { code, message, target });
}

/** `address` + `city` = `address/city` */
export function joinPath(path: string, step: string | number): string {
  return path === '' ? String(step) : `${path}/${step}`;
}
