// OData CSDL 4.01, section 3.3 "Primitive Types" and 7.2 "Type Facets": numbers within their type, facets and bounds.
import type { Faker } from '@faker-js/faker';
import type { EdmPrimitiveTypeName, EdmTypeReference } from '../edm/edm-model.ts';
import { rangeFor } from './plausible-by-name.ts';
import { type Bound, numberOf, type Restrictions } from './restrictions.ts';

/** Least and most of the whole types; of Int64, what a JavaScript number holds. */
const wholeTypes: Readonly<Partial<Record<EdmPrimitiveTypeName, readonly [number, number]>>> = {
  Byte: [0, 255],
  SByte: [-128, 127],
  Int16: [-32_768, 32_767],
  Int32: [-2_147_483_648, 2_147_483_647],
  Int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** Digits after the point, where there may be so many: of prices, shares, coordinates. */
const usualDigits = 2;

export function plausibleNumber(
  faker: Faker,
  type: EdmPrimitiveTypeName,
  { precision, scale }: Pick<EdmTypeReference, 'precision' | 'scale'>,
  name: string,
  { minimum, maximum, multipleOf }: Restrictions,
): number {
  const whole = wholeTypes[type];
  const digits = whole === undefined ? fractionDigits(type, scale) : 0;
  const unit = multipleOf !== undefined && multipleOf > 0 ? multipleOf : Number(`1e-${digits}`);
  const largest =
    type === 'Decimal' && precision !== undefined
      ? 10 ** Math.max(0, precision - digits) - unit
      : Number.MAX_SAFE_INTEGER;
  const [least, most] = within(
    rangeFor(name),
    highest(whole?.[0] ?? -largest, minimum),
    lowest(whole?.[1] ?? largest, maximum),
  );
  // counted in units, so that bounds and steps are met to the digit
  const first = steps(least / unit, Math.ceil, isAt(minimum, least));
  const last = steps(most / unit, Math.floor, isAt(maximum, most));
  const count = faker.number.int({ min: first, max: Math.max(first, last) });
  return Number((count * unit).toFixed(digitsOf(unit)));
}

function fractionDigits(type: EdmPrimitiveTypeName, scale: EdmTypeReference['scale']): number {
  return type === 'Decimal' && typeof scale === 'number' ? Math.min(scale, usualDigits) : usualDigits;
}

function highest(least: number, bound: Bound | undefined): number {
  return Math.max(least, numberOf(bound?.value) ?? least);
}

function lowest(most: number, bound: Bound | undefined): number {
  return Math.min(most, numberOf(bound?.value) ?? most);
}

/** The part of the usual range that is possible, or as wide a range at the edge of what is. */
function within(
  [usualLeast, usualMost]: readonly [number, number],
  least: number,
  most: number,
): readonly [number, number] {
  const width = usualMost - usualLeast;
  if (most < usualLeast) return [Math.max(least, most - width), most];
  if (least > usualMost) return [least, Math.min(most, least + width)];
  return [Math.max(least, usualLeast), Math.min(most, usualMost)];
}

function isAt(bound: Bound | undefined, value: number): boolean {
  return bound?.isExclusive === true && numberOf(bound.value) === value;
}

/** Rounded inwards; a quotient that is whole but for the inexactness of division counts as whole. */
function steps(quotient: number, round: (value: number) => number, isExclusive: boolean): number {
  const nearest = Math.round(quotient);
  const isWhole = Math.abs(quotient - nearest) < 1e-9 * Math.max(1, Math.abs(quotient));
  if (!isWhole) return round(quotient);
  if (!isExclusive) return nearest;
  return round === Math.ceil ? nearest + 1 : nearest - 1;
}

function digitsOf(unit: number): number {
  const [mantissa = '', exponent = '0'] = String(unit).split('e');
  return Math.min(100, Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent)));
}
