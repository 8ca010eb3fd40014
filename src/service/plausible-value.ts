// OData CSDL 4.01, section 3.3 "Primitive Types": a deterministic value of each type, for what the service makes without being told.
import type {
  EdmEnumType,
  EdmPrimitiveTypeName,
  EdmStructuredType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../edm/value.ts';
import { literalValue } from './default-value.ts';

const deepest = 8;

/** A value that satisfies the type: null where that is allowed, else one that a person would expect. */
function plausibleValue(reference: EdmTypeReference, now: Date, depth = 0): EdmValue {
  if (reference.collection) return [];
  return reference.nullable ? null : plausibleSingle(reference, now, depth);
}

/** As plausibleValue, and never null. */
export function plausibleSingle(reference: EdmTypeReference, now: Date, depth = 0): EdmValue {
  const { type } = reference;
  switch (type.kind) {
    case 'EnumType':
      return plausibleMember(type);
    case 'TypeDefinition':
      return plausiblePrimitive(type.underlyingType.name, now);
    case 'Primitive':
      return plausiblePrimitive(type.name, now);
    default:
      return depth > deepest ? null : plausibleInstance(type, now, depth);
  }
}

/** All structural properties of a type: defaults, nulls, empty collections, and plausible values. */
export function plausibleInstance(type: EdmStructuredType, now: Date, depth = 0): StructuredValue {
  const values = createRecord();
  for (const property of type.properties.values()) {
    if (property.type.type.kind === 'Primitive' && property.type.type.name === 'Stream') continue;
    const { defaultValue } = property;
    values[property.name] =
      defaultValue === undefined
        ? plausibleValue(property.type, now, depth + 1)
        : literalValue(property.type, defaultValue);
  }
  return values;
}

function plausibleMember(type: EdmEnumType): string {
  for (const member of type.members.values()) if (member.value === 0n) return member.name;
  return type.members.keys().next().value ?? '0';
}

const emptyPoint: StructuredValue = { type: 'Point', coordinates: [0, 0] };

function plausiblePrimitive(name: EdmPrimitiveTypeName, now: Date): EdmValue {
  switch (name) {
    case 'Boolean':
      return false;
    case 'Byte':
    case 'SByte':
    case 'Int16':
    case 'Int32':
    case 'Single':
    case 'Double':
      return 0;
    case 'Int64':
      return 0n;
    case 'Decimal':
      return '0';
    case 'Guid':
      return '00000000-0000-0000-0000-000000000000';
    case 'Date':
      return now.toISOString().slice(0, 10);
    case 'DateTimeOffset':
      return now.toISOString();
    case 'TimeOfDay':
      return '00:00:00';
    case 'Duration':
      return 'PT0S';
    default:
      return name.startsWith('Geo') ? plausibleShape(name) : '';
  }
}

function plausibleShape(name: EdmPrimitiveTypeName): StructuredValue {
  const shape = name.replace(/^Geo(graphy|metry)/, '');
  if (shape === '' || shape === 'Point') return emptyPoint;
  if (shape === 'Collection') return { type: 'GeometryCollection', geometries: [] };
  if (shape === 'LineString')
    return {
      type: shape,
      coordinates: [
        [0, 0],
        [0, 0],
      ],
    };
  if (shape === 'Polygon')
    return {
      type: shape,
      coordinates: [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [0, 0],
        ],
      ],
    };
  return { type: shape, coordinates: [] };
}
