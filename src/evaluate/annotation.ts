// OData URL Conventions 4.01, section 5.1.1.15.1 "Annotation Values in Expressions".
import type { EdmAnnotations, EdmAnnotationValue } from '../edm/edm-model.ts';
import { createRecord, type EdmValue, type StructuredValue } from '../edm/value.ts';
import type { Expression } from '../query/expression/expression.ts';
import type { Compile } from './compile-path.ts';
import type { Operand } from './instance.ts';
import { memberOf, membersOf } from './member.ts';
import type { Compiled } from './scope.ts';

type AnnotationExpression = Extract<Expression, { kind: 'annotation' }>;

/**
 * The value of an annotation: of the instance itself, else the one that the model applies to its property or type.
 * Null where there is none.
 */
export function compileAnnotation(expression: AnnotationExpression, compile: Compile): Compiled {
  const { source, of, term } = expression;
  const [property, ownerExpression] = annotated(source, of);
  const owner = compile(ownerExpression);
  const name = `${property ?? ''}@${term}`;
  const declared = declaredAnnotation(ownerExpression, property, term);
  const value = property === undefined ? undefined : compile(source);
  return (scope) => {
    const instance = owner(scope);
    const applied = membersOf(instance)?.[name] ?? membersOf(value?.(scope) ?? null)?.[`@${term}`];
    return applied ?? (instance === null || declared === undefined ? null : constantOf(declared, instance));
  };
}

/** What is annotated: `Price/@Term` and `Price@Term` name a property of the instance before, `@Term` the instance. */
function annotated(source: Expression, of: string | undefined): [string | undefined, Expression] {
  if (of !== undefined) return [of, source];
  if (source.kind === 'property') return [source.property.name, source.source];
  if (source.kind === 'dynamicProperty' || source.kind === 'computedProperty')
    return [source.name, source.source];
  return [undefined, source];
}

function declaredAnnotation(
  owner: Expression,
  property: string | undefined,
  term: string,
): EdmAnnotationValue | undefined {
  const { type } = owner.result;
  if (type?.kind !== 'EntityType' && type?.kind !== 'ComplexType') return undefined;
  const element: { readonly annotations: EdmAnnotations } | undefined =
    property === undefined ? type : type.properties.get(property);
  const [name, qualifier] = term.split('#') as [string, string | undefined];
  return element?.annotations.get(name, qualifier);
}

/** A constant, or a path from the annotated instance, as a value; other dynamic expressions have none here. */
function constantOf(value: EdmAnnotationValue, instance: Operand): Operand {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => constantOf(item, instance));
  const members = value as { readonly [name: string]: EdmAnnotationValue };
  const path = members.$Path;
  if (typeof path === 'string') {
    return path.split('/').reduce<Operand>((owner, name) => memberOf(owner, name), instance);
  }
  const record: StructuredValue = createRecord();
  for (const [name, member] of Object.entries(members)) {
    if (!name.startsWith('$')) record[name] = constantOf(member, instance) as EdmValue;
  }
  return record;
}
