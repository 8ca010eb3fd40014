// OData CSDL 4.01, section 14.1 "Term", 14.2 "Annotation" and 14.2.2 "Target".

import { elementsOf, isChildName, isCsdlObject, memberOf } from '../csdl-document.ts';
import { binaryExpressions } from '../dynamic-expressions.ts';
import { nearTargets } from '../element-path.ts';
import type { SchemaSource } from '../model/model-source.ts';
import { expandName, expandPath, signaturesOf } from '../model/model-source.ts';
import type { CheckContext, Checked, Located } from './check-context.ts';
import { findKind, findProperty, findStructured, typeNameOf } from './check-context.ts';
import { allTypes, checkTypeName } from './check-type-reference.ts';

export function checkAnnotations(context: CheckContext): void {
  for (const element of context.elements) if (element.object.$Kind === 'Term') checkTerm(context, element);
  for (const schema of context.schemas)
    for (const target of schema.targets) {
      const path = [schema.namespace, '$Annotations', target];
      if (!isKnownTarget(context, schema, target))
        context.report(
          'warning',
          'unknown-target',
          path,
          `The annotation target ${target} is not there.${nearTargets(context.document, expandPath(schema.expandAlias, target.replace(/\s/g, '')))}`,
        );
    }
}

/** Section 14.1 "Term": its type, its base term, and what it applies to. */
function checkTerm(context: CheckContext, term: Checked): void {
  const { object, path } = term;
  checkTypeName(context, term, path, allTypes);
  const applicable = Array.isArray(object.$AppliesTo) ? object.$AppliesTo : [];
  for (const name of applicable)
    if (!applicableKinds.has(String(name)))
      context.report(
        'warning',
        'unknown-applies-to',
        path,
        `AppliesTo has ${name}, which is no element that can be annotated.`,
      );
  const seen = new Set<string>();
  for (let link: Located | undefined = term; link !== undefined; link = baseTerm(context, link)) {
    if (seen.has(link.qualifiedName)) {
      if (link.qualifiedName === term.qualifiedName)
        context.report('error', 'inheritance-cycle', path, 'The term is its own base term.');
      return;
    }
    seen.add(link.qualifiedName);
  }
  const { $BaseTerm: base } = object;
  const isRead =
    typeof base === 'string' && !context.isUnread(namespaceOf(expandName(term.schema.expandAlias, base)));
  if (isRead && baseTerm(context, term) === undefined)
    context.report('warning', 'unknown-term', path, `The base term ${base} is not there.`);
}

function baseTerm(context: CheckContext, { object, schema }: Located): Located | undefined {
  const { $BaseTerm: base } = object;
  return typeof base === 'string'
    ? findKind(context, expandName(schema.expandAlias, base), 'Term')
    : undefined;
}

const namespaceOf = (name: string): string => name.slice(0, name.lastIndexOf('.'));

const applicableKinds: ReadonlySet<string> = new Set([
  'Action',
  'ActionImport',
  'Annotation',
  'Apply',
  'Cast',
  'Collection',
  'ComplexType',
  'EntityContainer',
  'EntitySet',
  'EntityType',
  'EnumType',
  'Function',
  'FunctionImport',
  'If',
  'Include',
  'IsOf',
  'LabeledElement',
  'Member',
  'NavigationProperty',
  'Null',
  'OnDelete',
  'Parameter',
  'Property',
  'PropertyValue',
  'Record',
  'Reference',
  'ReferentialConstraint',
  'ReturnType',
  'Schema',
  'Singleton',
  'Term',
  'TypeDefinition',
  'UrlRef',
  ...binaryExpressions,
  'Not',
  'Neg',
]);

function isKnownTarget(context: CheckContext, schema: SchemaSource, target: string): boolean {
  const signature = /^([^/(]+)(\(([^()]*(?:\([^()]*\)[^()]*)*)\))?/.exec(target);
  const name = expandName(schema.expandAlias, signature?.[1] ?? '');
  if (context.schemas.some(({ namespace }) => namespace === name)) return true;
  const namespace = name.slice(0, name.lastIndexOf('.'));
  const parameters = signature?.[3];
  const found = context
    .find(name)
    .filter(
      (located) =>
        parameters === undefined || hasSignature(located, expandPath(schema.expandAlias, parameters)),
    );
  // A target in a document that is not at hand is no finding: annotations are often kept apart from the model.
  if (found.length === 0) return context.isUnread(namespace);
  const steps = target
    .slice(signature?.[0].length ?? 0)
    .split('/')
    .slice(1);
  return found.some((element) => leadsSomewhere(context, element, steps, schema));
}

/** An action is told by its binding type; documents in use name the types of all parameters as for functions. */
function hasSignature({ object, schema }: Located, parameters: string): boolean {
  return signaturesOf(schema, object).includes(parameters.replace(/\s/g, ''));
}

/** Whether the steps after an element's name lead to a child of it. */
function leadsSomewhere(
  context: CheckContext,
  element: Located,
  steps: readonly string[],
  schema: SchemaSource,
): boolean {
  const [step, ...rest] = steps;
  if (step === undefined || step.startsWith('@') || step.startsWith('$')) return true;
  const { object } = element;
  if (object.$Kind === 'Action' || object.$Kind === 'Function')
    return elementsOf(object.$Parameter).some(({ $Name: name }) => name === step);
  if (object.$Kind === 'EnumType') return isChildName(step) && memberOf(object, step) !== undefined;
  const next = nextElement(context, element, step, schema);
  return next !== undefined && leadsSomewhere(context, next, rest, schema);
}

function nextElement(
  context: CheckContext,
  element: Located,
  step: string,
  schema: SchemaSource,
): Located | undefined {
  const { object } = element;
  if (step.includes('.')) return findStructured(context, expandName(schema.expandAlias, step));
  if (object.$Kind === 'EntityContainer') {
    const child = memberOf(object, step);
    return isCsdlObject(child) ? { ...element, object: child } : undefined;
  }
  if (object.$Kind === 'EntityType' || object.$Kind === 'ComplexType')
    return findProperty(context, element, step);
  const operation = object.$Action ?? object.$Function;
  if (typeof operation === 'string')
    return context
      .find(expandName(element.schema.expandAlias, operation))
      .find((overload) => elementsOf(overload.object.$Parameter).some(({ $Name: name }) => name === step));
  const type = findStructured(context, typeNameOf(element));
  return type === undefined ? undefined : findProperty(context, type, step);
}
