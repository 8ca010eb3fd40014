// OData CSDL XML 4.01, section 14.3 "Constant Expression": which notation a constant needs, from the type of its term.
import type { EdmModel, EdmPrimitiveTypeName, EdmType } from '../edm/edm-model.ts';
import { underlyingType } from '../edm/underlying-type.ts';
import type { CsdlObject, CsdlValue } from './csdl-document.ts';

/** The types that annotations have, as far as their terms are in a document at hand. */
export interface ExpressionTypes {
  ofTerm(term: string): EdmType | undefined;
  /** The type of a record's property: of the record's own type, or of the one that is expected of it. */
  ofProperty(record: CsdlObject, expected: EdmType | undefined, property: string): EdmType | undefined;
}

export function expressionTypes(model: EdmModel): ExpressionTypes {
  return {
    ofTerm: (term) => model.findTerm(term)?.type.type,
    ofProperty: (record, expected, property) => {
      const { '@type': name } = record;
      const own =
        typeof name === 'string' ? model.findStructuredType(name.slice(name.indexOf('#') + 1)) : undefined;
      const type = own ?? expected;
      if (type?.kind !== 'ComplexType' && type?.kind !== 'EntityType') return undefined;
      return type.properties.get(property)?.type.type ?? type.navigationProperties.get(property)?.entityType;
    },
  };
}

/** Element or attribute, and its text. */
export type ConstantNotation = readonly [name: string, text: string];

/**
 * The notation of a constant or of a value path; undefined for what is no such thing. A string whose type is not
 * known is written as `String`, which has the same text.
 */
export function constantNotation(value: CsdlValue, type: EdmType | undefined): ConstantNotation | undefined {
  if (typeof value === 'string') return stringNotation(value, type);
  if (typeof value === 'boolean') return ['Bool', String(value)];
  if (typeof value === 'number') return [numberNotation(value, type), String(value)];
  const isPath =
    typeof value === 'object' && value !== null && '$Path' in value && Object.keys(value).length === 1;
  return isPath && typeof value.$Path === 'string' ? ['Path', value.$Path] : undefined;
}

const stringNotations: Partial<Readonly<Record<EdmPrimitiveTypeName, string>>> = {
  AnnotationPath: 'AnnotationPath',
  AnyPropertyPath: 'PropertyPath',
  Binary: 'Binary',
  Date: 'Date',
  DateTimeOffset: 'DateTimeOffset',
  Duration: 'Duration',
  Guid: 'Guid',
  ModelElementPath: 'ModelElementPath',
  NavigationPropertyPath: 'NavigationPropertyPath',
  PropertyPath: 'PropertyPath',
  TimeOfDay: 'TimeOfDay',
};

const numberNotations: Partial<Readonly<Record<EdmPrimitiveTypeName, string>>> = {
  Byte: 'Int',
  Decimal: 'Decimal',
  Double: 'Float',
  Int16: 'Int',
  Int32: 'Int',
  Int64: 'Int',
  SByte: 'Int',
  Single: 'Float',
};

function stringNotation(text: string, type: EdmType | undefined): ConstantNotation {
  if (type === undefined || text !== text.trim() || text === '') return ['String', text];
  switch (type.kind) {
    case 'EnumType': {
      const members = text.split(',');
      if (!members.every((member) => type.members.has(member))) return ['String', text];
      return ['EnumMember', members.map((member) => `${type.qualifiedName}/${member}`).join(' ')];
    }
    case 'TypeDefinition':
      return stringNotation(text, type.underlyingType);
    case 'Primitive':
      return [stringNotations[type.name] ?? numberNotations[type.name] ?? 'String', text];
    default:
      return ['String', text];
  }
}

function numberNotation(value: number, type: EdmType | undefined): string {
  const primitive = underlyingType(type);
  const declared = primitive?.kind === 'Primitive' ? numberNotations[primitive.name] : undefined;
  const isInteger = Number.isSafeInteger(value);
  return declared !== undefined && (isInteger || declared !== 'Int') ? declared : isInteger ? 'Int' : 'Float';
}
