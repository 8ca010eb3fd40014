// OData URL Conventions 4.01, section 5.1.1.15 "Path Expressions": properties, navigation properties, casts, keys, $count, $filter.
import type { EdmNavigationProperty, EdmStructuredType } from '../edm/edm-model.ts';
import type { EdmValue, StructuredValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import { equalityOf } from './compare.ts';
import { isEntityTyped } from './edm-kind.ts';
import type { Instance, Operand } from './instance.ts';
import { flat, isInstance, isOfType, memberOf, relatedInstances, rememberOrigins } from './member.ts';
import type { Compiled, Evaluation } from './scope.ts';

export type Compile = (expression: Expression) => Compiled;
type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** A declared, dynamic or computed property. */
export function compileProperty(
  expression: ExpressionOf<'property' | 'dynamicProperty' | 'computedProperty'>,
  compile: Compile,
): Compiled {
  const { source } = expression;
  const name = expression.kind === 'property' ? expression.property.name : expression.name;
  if (source.result.collection) {
    const items = compile(source);
    return (scope) => memberOf(items(scope), name);
  }
  if (expression.kind === 'property' && isEntityTyped(source.result))
    return entityProperty(source, name, compile);
  const owner = compile(source);
  return (scope) => memberOf(owner(scope), name);
}

// A property of the row itself is what most filters read: it costs one call.
function entityProperty(source: Expression, name: string, compile: Compile): Compiled {
  if (source.kind === 'it') {
    return (scope) => (scope.it === null ? null : ((scope.it as Instance).values[name] ?? null));
  }
  if (source.kind === 'this') {
    return (scope) => (scope.current === null ? null : ((scope.current as Instance).values[name] ?? null));
  }
  const owner = compile(source);
  return (scope) => {
    const instance = owner(scope);
    return instance === null ? null : ((instance as Instance).values[name] ?? null);
  };
}

/** The instance that a path of complex properties starts from, and their names; undefined where it starts from a value. */
function entityBefore(source: Expression): { entity: Expression; path: readonly string[] } | undefined {
  const path: string[] = [];
  let at = source;
  while (!isEntityTyped(at.result)) {
    if (at.kind === 'property' && !at.result.collection) path.unshift(at.property.name);
    else if (at.kind !== 'castSegment') return undefined;
    at = at.source;
  }
  return at.result.collection ? undefined : { entity: at, path };
}

/** A navigation property: instances for a collection, one instance or null for a single one. */
export function compileNavigation(expression: ExpressionOf<'navigation'>, compile: Compile): Compiled {
  const { source, navigationProperty } = expression;
  const targets = compileTargets(source, navigationProperty, compile);
  if (expression.result.collection) return targets;
  return (scope) => (targets(scope) as readonly Instance[])[0] ?? null;
}

function compileTargets(
  source: Expression,
  navigationProperty: EdmNavigationProperty,
  compile: Compile,
): Compiled {
  const start = entityBefore(source);
  if (start !== undefined) {
    const owner = compile(start.entity);
    return (scope) => {
      const instance = owner(scope);
      return instance === null
        ? []
        : relatedInstances(scope.evaluation.access, instance as Instance, start.path, navigationProperty);
    };
  }
  const owners = compile(source);
  return (scope) =>
    flat(owners(scope)).flatMap((owner) => targetsOf(scope.evaluation, owner, navigationProperty));
}

function targetsOf(
  evaluation: Evaluation,
  owner: Operand,
  navigationProperty: EdmNavigationProperty,
): readonly Instance[] {
  if (isInstance(owner)) return relatedInstances(evaluation.access, owner, [], navigationProperty);
  const origin = evaluation.origins.get(owner as StructuredValue);
  return origin === undefined
    ? []
    : evaluation.access.related(origin.entity, origin.path, navigationProperty);
}

/** A type cast segment: null, or left out of a collection, where the instance is of another type. */
export function compileCastSegment(expression: ExpressionOf<'castSegment'>, compile: Compile): Compiled {
  const source = compile(expression.source);
  const target = expression.type;
  const declared = expression.source.result.type as EdmStructuredType | undefined;
  if (expression.source.result.collection) {
    return (scope) =>
      flat(source(scope)).filter((item) => isOfType(item, target, declared, scope.evaluation.model));
  }
  return (scope) => {
    const value = source(scope);
    return value !== null && isOfType(value, target, declared, scope.evaluation.model) ? value : null;
  };
}

/** Key access in a collection: the item with these values, or null. */
export function compileKey(expression: ExpressionOf<'key'>, compile: Compile): Compiled {
  const source = compile(expression.source);
  const parts = [...expression.key].map(([name, value]) => {
    const property = expression.keyProperties.find((key) => key.name === name);
    return {
      path: property?.path ?? name.split('/'),
      value: compile(value),
      equal: equalityOf(property?.property.type.type ?? value.result.type, false),
    };
  });
  return (scope) => {
    const wanted = parts.map((part) => part.value(scope) as EdmValue);
    const found = flat(source(scope)).find((item) =>
      parts.every((part, i) => {
        const value = part.path.reduce<Operand>((owner, name) => memberOf(owner, name), item);
        return part.equal(value as EdmValue, wanted[i]!);
      }),
    );
    return found ?? null;
  };
}

/** The items of a collection-valued expression; where it yields complex values, their origin is remembered. */
export function compileItems(
  source: Expression,
  compile: Compile,
): (scope: Parameters<Compiled>[0]) => readonly Operand[] {
  const items = compile(source);
  const complex = source.result.type?.kind === 'ComplexType' ? source.result.type : undefined;
  const start = source.kind === 'property' && complex !== undefined ? entityBefore(source.source) : undefined;
  if (start === undefined || complex === undefined || complex.navigationProperties.size === 0) {
    return (scope) => flat(items(scope));
  }
  const owner = compile(start.entity);
  const path = [...start.path, (source as ExpressionOf<'property'>).property.name];
  return (scope) => {
    const values = items(scope);
    const instance = owner(scope) as Instance | null;
    const entity = instance === null ? undefined : 'identity' in instance ? instance : instance.entity;
    if (entity !== undefined) rememberOrigins(scope.evaluation.origins, values, entity, path);
    return flat(values);
  };
}

/** `/$filter(…)`: each item in turn is the current instance. */
export function compileFilterSegment(expression: ExpressionOf<'filter'>, compile: Compile): Compiled {
  const items = compileItems(expression.source, compile);
  const predicate = compile(expression.predicate);
  return (scope) => {
    const outer = scope.current;
    const kept = items(scope).filter((item) => {
      scope.current = item;
      return predicate(scope) === true;
    });
    scope.current = outer;
    return kept;
  };
}

/** `any` and `all`: a predicate that is null is not true. */
export function compileLambda(expression: ExpressionOf<'any' | 'all'>, compile: Compile): Compiled {
  const items = compileItems(expression.source, compile);
  if (expression.predicate === undefined) return (scope) => items(scope).length > 0;
  const predicate = compile(expression.predicate);
  const name = expression.variable ?? '';
  const decisive = expression.kind === 'any';
  return (scope) => {
    const { variables } = scope;
    const outer = variables.get(name);
    let result = !decisive;
    for (const item of items(scope)) {
      variables.set(name, item);
      if ((predicate(scope) === true) === decisive) {
        result = decisive;
        break;
      }
    }
    if (outer === undefined) variables.delete(name);
    else variables.set(name, outer);
    return result;
  };
}
