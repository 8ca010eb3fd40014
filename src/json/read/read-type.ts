// OData JSON Format 4.01, section 4.6.3 "Control Information: type (odata.type)".
import { type EdmStructuredType, isSameOrDerived } from '../../edm/edm-model.ts';
import type { JsonObject, JsonValue } from '../parse-json.ts';
import { qualifiedNameOfTypeUri } from '../write/control-information.ts';
import { joinPath, type Reading, violate } from './deserialize-context.ts';

/** The value of `@odata.type` or `@type`. */
export function typeAnnotation(json: JsonObject): { name: string; value: JsonValue } | undefined {
  if (json['@odata.type'] !== undefined) return { name: '@odata.type', value: json['@odata.type'] };
  return json['@type'] === undefined ? undefined : { name: '@type', value: json['@type'] };
}

/**
 * The type of an object that is declared as `declared`. A name that is unknown, abstract or of another family is a
 * violation, as is an object that must name its type and does not; `otherwise` is taken then: the type of the entity that
 * exists, or the declared one.
 */
export function readStructuredType<T extends EdmStructuredType>(
  json: JsonObject,
  declared: T,
  path: string,
  typeNeeded: boolean,
  reading: Reading,
  otherwise: T = declared,
): T {
  const annotation = typeAnnotation(json);
  if (annotation === undefined) {
    if (declared.abstract && typeNeeded)
      violate(
        reading,
        'UnknownType',
        joinPath(path, '@odata.type'),
        `The type ${declared.qualifiedName} is abstract, so the value must name its type with @odata.type: ${allowedTypes(declared, reading)}.`,
      );
    return declared;
  }
  const target = joinPath(path, annotation.name);
  if (typeof annotation.value !== 'string') {
    violate(reading, 'InvalidAnnotation', target, `${annotation.name} must be a string that names a type.`);
    return otherwise;
  }
  const name = qualifiedNameOfTypeUri(annotation.value);
  const type = reading.context.model.findStructuredType(name);
  const problem =
    type === undefined
      ? 'is no structured type of the service'
      : !isSameOrDerived(type, declared)
        ? `is not ${declared.qualifiedName} and does not derive from it`
        : type.abstract
          ? 'is abstract'
          : undefined;
  if (problem === undefined) return type as T;
  const known = declared.qualifiedName === name ? '' : `; declared is ${declared.qualifiedName}`;
  violate(
    reading,
    'UnknownType',
    target,
    `The type ${JSON.stringify(annotation.value)} ${problem}${known}. Allowed: ${allowedTypes(declared, reading)}.`,
  );
  return otherwise;
}

const longestList = 10;

function allowedTypes(declared: EdmStructuredType, reading: Reading): string {
  const types = [declared, ...reading.context.model.derivedTypes<EdmStructuredType>(declared)];
  const names = types.filter((type) => !type.abstract).map((type) => `#${type.qualifiedName}`);
  const rest = names.length > longestList ? ` and ${names.length - longestList} more` : '';
  return names.length === 0 ? 'none' : names.slice(0, longestList).join(', ') + rest;
}
