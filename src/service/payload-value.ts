// OData JSON Format 4.01, section 7.1 "Primitive Value": values in the form that generated types give them.
import type { EdmEntityType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import {
  createRecord,
  type EdmValue,
  isCollectionValue,
  isStructuredValue,
  type StructuredValue,
} from '../edm/value.ts';

/** A value as a body would have it: Int64 as a number, or as text where a number cannot hold it; INF and NaN as text. */
export function payloadValue(value: EdmValue): EdmValue {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return numberValue(value);
  if (isCollectionValue(value)) return value.map(payloadValue);
  return isStructuredValue(value) ? payloadRecord(value) : value;
}

function numberValue(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? value : value > 0 ? 'INF' : '-INF';
}

function payloadRecord(values: StructuredValue): StructuredValue {
  const record = createRecord();
  for (const [name, value] of Object.entries(values)) {
    if (name === '@type') record['@odata.type'] = `#${String(value)}`;
    else if (name.endsWith('@type'))
      record[`${name.slice(0, -'type'.length)}odata.type`] = `#${String(value)}`;
    else record[name] = payloadValue(value);
  }
  return record;
}

/** An entity's structural properties; it names its type, so that what derives from the declared type can be told apart. */
export function payloadEntity({ type, values }: Entity): StructuredValue {
  return Object.assign(createRecord(), typeName(type), payloadRecord(values));
}

function typeName(type: EdmEntityType): StructuredValue {
  return type.baseType === undefined ? {} : { '@odata.type': `#${type.qualifiedName}` };
}
