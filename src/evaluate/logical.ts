// OData URL Conventions 4.01, section 5.1.1.1 "Logical Operators": and, or, not with null as the unknown value.
import type { Compiled } from './scope.ts';

export function compileAnd(left: Compiled, right: Compiled): Compiled {
  return (scope) => {
    const a = left(scope);
    if (a === false) return false;
    const b = right(scope);
    if (b === false) return false;
    return a === true && b === true ? true : null;
  };
}

export function compileOr(left: Compiled, right: Compiled): Compiled {
  return (scope) => {
    const a = left(scope);
    if (a === true) return true;
    const b = right(scope);
    if (b === true) return true;
    return a === false && b === false ? false : null;
  };
}

export function compileNot(operand: Compiled): Compiled {
  return (scope) => {
    const value = operand(scope);
    return typeof value === 'boolean' ? !value : null;
  };
}
