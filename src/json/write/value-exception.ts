// OData JSON Format 4.01, sections 21.3.1 "Primitive Value Errors" and 23 "Conformance", 9.7: values that 4.0 has no form for.
import type { EdmType } from '../../edm/edm-model.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import { type EdmValue, isCollectionValue } from '../../edm/value.ts';
import { Core } from '../../edm/vocabularies.ts';
import { collectionAnnotations } from '../member-name.ts';
import type { JsonNotation } from './control-information.ts';
import { isNanInfinity, quote } from './write-primitive.ts';

/** Whether null may have to stand for a value of the type: in 4.0 nothing but Single and Double has "INF", "-INF" and "NaN". */
export function mayLackForm(type: EdmType, { version }: JsonNotation): boolean {
  const { kind, name } = underlyingType(type);
  return version === '4.0' && kind === 'Primitive' && name === 'Decimal';
}

/**
 * The annotation that tells what the value is that null is written for, or what the items of a collection are; `name`: of the
 * property, empty for the value itself. '' where there is nothing to tell.
 */
export function valueException(name: string, value: EdmValue, type: EdmType, notation: JsonNotation): string {
  if (!mayLackForm(type, notation)) return '';
  if (!isCollectionValue(value)) return isNanInfinity(value) ? annotation(name, value) : '';
  const items = value.flatMap((item, index) =>
    isNanInfinity(item) ? [`{"index":${index},${annotation('', item)}}`] : [],
  );
  if (items.length === 0 || notation.metadata === 'none') return '';
  return `${quote(`${name}${notation.prefix}${collectionAnnotations}`)}:[${items.join(',')}]`;
}

function annotation(name: string, value: EdmValue): string {
  return `${quote(`${name}@${Core.ValueException}`)}:{"value":${quote(String(value))}}`;
}
