// OData Data Aggregation Extension 4.0, section 3.5 "Function isdefined".
import type { Expression } from '../../query/expression/expression.ts';
import type { Compile } from '../compile-path.ts';
import { ownsMember } from '../member.ts';
import type { Compiled } from '../scope.ts';

/** Whether the instance has the member, be it null: transformations leave out what they aggregate away. */
export function compileIsDefined(path: Expression, compile: Compile): Compiled {
  switch (path.kind) {
    case 'property':
      return hasMember(path.source, path.property.name, compile);
    case 'dynamicProperty':
    case 'computedProperty':
      return hasMember(path.source, path.name, compile);
    case 'navigation':
      return hasMember(path.source, path.navigationProperty.name, compile);
    default: {
      const value = compile(path);
      return (scope) => value(scope) !== null;
    }
  }
}

function hasMember(source: Expression, name: string, compile: Compile): Compiled {
  const owner = compile(source);
  return (scope) => ownsMember(owner(scope), name);
}
