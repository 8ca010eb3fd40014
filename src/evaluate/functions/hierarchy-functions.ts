// OData Data Aggregation Extension 4.0, section 6.1 "Hierarchy Filter Functions".

import { ODataError } from '../../error/odata-error.ts';
import type { CanonicalFunction } from '../../query/expression.ts';
import type { CanonicalFunctionCompiler } from './canonical-function.ts';

type HierarchyFunction = Extract<
  CanonicalFunction,
  'isnode' | 'isroot' | 'isleaf' | 'isancestor' | 'isdescendant' | 'issibling'
>;

function notYet(name: HierarchyFunction): CanonicalFunctionCompiler {
  return () => {
    throw new ODataError(501, 'NotImplemented', `The function ${name} of hierarchies is not implemented.`);
  };
}

export const hierarchyFunctions: Readonly<Record<HierarchyFunction, CanonicalFunctionCompiler>> = {
  isnode: notYet('isnode'),
  isroot: notYet('isroot'),
  isleaf: notYet('isleaf'),
  isancestor: notYet('isancestor'),
  isdescendant: notYet('isdescendant'),
  issibling: notYet('issibling'),
};
