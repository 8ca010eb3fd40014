// OData URL Conventions 4.01, section 5.1.1.9 "Arithmetic Functions".
import type { Decimal } from 'decimal.js';
import { convertNumber } from '../convert-number.ts';
import { decimalLibrary, decimalOf, decimalText } from '../decimal.ts';
import { numericKind } from '../edm-kind.ts';
import type { Compiled } from '../scope.ts';
import type { CanonicalFunctionCompiler } from './canonical-function.ts';

function compileRounding(
  ofDouble: (value: number) => number,
  ofDecimal: (value: Decimal) => Decimal,
): CanonicalFunctionCompiler {
  return ([first], expression) => {
    const operand = first as Compiled;
    const kind = numericKind(expression.result.type);
    return (scope) => {
      const value = operand(scope);
      const rounded =
        typeof value === 'number'
          ? ofDouble(value)
          : typeof value === 'string'
            ? decimalText(ofDecimal(decimalOf(value)))
            : value;
      return kind === undefined ? rounded : convertNumber(rounded, kind);
    };
  };
}

/** Halves go away from zero. */
function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

export const ceiling = compileRounding(Math.ceil, (value) => value.ceil());
export const floor = compileRounding(Math.floor, (value) => value.floor());
export const round = compileRounding(roundHalfAway, (value) =>
  value.toDecimalPlaces(0, decimalLibrary().ROUND_HALF_UP),
);
