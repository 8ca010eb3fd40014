// OData CSDL 4.01, sections 14.2 "Annotation", 14.3 "Constant Expression", 14.4.4 "Collection" and 14.4.12 "Record": terms, and values of their types.

import type { CsdlObject, CsdlPath, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf } from '../csdl-document.ts';
import type { SchemaSource } from '../model/model-source.ts';
import { expandName } from '../model/model-source.ts';
import type { CheckContext, Located } from './check-context.ts';
import { baseChain, findKind, findProperty, findStructured, typeNameOf } from './check-context.ts';
import { isLiteral } from './check-default-value.ts';
import { unmetType } from './check-required-type.ts';

/** What `AppliesTo` calls an object, by the element that it is. */
type Applicable = string | undefined;

export function checkAnnotationValues(context: CheckContext): void {
  for (const { object, schema, path } of context.elements)
    checkAnnotated(context, object, schema, path, String(object.$Kind));
  for (const schema of context.schemas) {
    for (const [member, value] of Object.entries(schema.annotations))
      checkMember(context, member, value, schema, [schema.namespace], 'Schema');
    for (const target of schema.targets) {
      const path = [schema.namespace, '$Annotations', target];
      for (const [member, value] of Object.entries(schema.annotationsOf(target)))
        checkMember(context, member, value, schema, path, undefined);
    }
  }
}

/** The annotations of an object and of those in it. */
function checkAnnotated(
  context: CheckContext,
  object: CsdlObject,
  schema: SchemaSource,
  path: CsdlPath,
  kind: Applicable,
): void {
  for (const [member, value] of Object.entries(object)) {
    const at = [...path, member];
    if (member.includes('@'))
      checkMember(context, member, value, schema, path, memberKind(kind, member), object);
    else if (member === '$Parameter')
      for (const [index, parameter] of elementsOf(value).entries())
        checkAnnotated(context, parameter, schema, [...at, index], 'Parameter');
    else if (!isCsdlObject(value)) continue;
    else if (member === '$ReturnType') checkAnnotated(context, value, schema, at, 'ReturnType');
    else if (isChildName(member)) checkAnnotated(context, value, schema, at, childKind(kind, value));
  }
}

function childKind(parent: Applicable, child: CsdlObject): Applicable {
  if (parent === 'EntityContainer') {
    if (child.$Action !== undefined) return 'ActionImport';
    if (child.$Function !== undefined) return 'FunctionImport';
    return child.$Collection === true ? 'EntitySet' : 'Singleton';
  }
  return child.$Kind === 'NavigationProperty' ? 'NavigationProperty' : 'Property';
}

/** `Red@term` is an annotation of a member, `$OnDelete@term` one of the action, `@a@b` one of an annotation. */
function memberKind(kind: Applicable, member: string): Applicable {
  if (member.startsWith('@')) return member.indexOf('@', 1) > 0 ? 'Annotation' : kind;
  if (member.startsWith('$OnDelete@')) return 'OnDelete';
  return kind === 'EnumType' ? 'Member' : undefined;
}

function checkMember(
  context: CheckContext,
  member: string,
  value: CsdlValue,
  schema: SchemaSource,
  path: CsdlPath,
  kind: Applicable,
  annotated?: CsdlObject,
): void {
  const written = /@([^@#]+\.[^@#]+)(?:#[^@]*)?$/.exec(member)?.[1];
  if (written === undefined) return;
  const name = expandName(schema.expandAlias, written);
  const term = findKind(context, name, 'Term');
  const at = [...path, member];
  if (term === undefined) {
    // a type of the name takes the place of a term in documents that are in use
    const isOwn = context.schemas.some(({ namespace }) => name.startsWith(`${namespace}.`));
    if (isOwn && findStructured(context, name) === undefined)
      context.report('warning', 'unknown-term', at, `The term ${written} is not there.`);
    return;
  }
  const { $AppliesTo: appliesTo } = term.object;
  if (
    kind !== undefined &&
    Array.isArray(appliesTo) &&
    !appliesTo.includes(kind) &&
    !appliesTo.includes('Collection')
  ) {
    const message = `The term ${written} applies to ${appliesTo.join(', ')}, not to what is of the kind ${kind}.`;
    context.report('warning', 'not-applicable', at, message);
  }
  const isOwn = annotated !== undefined && member.lastIndexOf('@') === 0;
  const unmet = isOwn ? unmetType(context, term, annotated, schema) : undefined;
  if (unmet !== undefined) {
    const message = `The term ${written} applies to what is of the type ${unmet.required}, not ${unmet.found}.`;
    context.report('warning', 'not-applicable', at, message);
  }
  checkValue(context, value, term, schema, at);
}

/** `expected`: what says the type, a term or a property. */
function checkValue(
  context: CheckContext,
  value: CsdlValue,
  expected: Located,
  schema: SchemaSource,
  path: CsdlPath,
): void {
  // `true` is what an annotation without a value has; objects with `$…` are computed
  if (value === null || value === true || isDynamic(value)) return;
  const isCollection = expected.object.$Collection === true;
  if (Array.isArray(value) !== isCollection) {
    const found = isCollection ? 'is a collection; a single value' : 'is a single value; a collection';
    misfit(context, path, `${expected.qualifiedName} ${found} is given.`);
  } else if (Array.isArray(value)) for (const item of value) checkItem(context, item, expected, schema, path);
  else checkItem(context, value, expected, schema, path);
}

function isDynamic(value: CsdlValue): boolean {
  return isCsdlObject(value) && Object.keys(value).some((member) => member.startsWith('$'));
}

function checkItem(
  context: CheckContext,
  value: CsdlValue,
  expected: Located,
  schema: SchemaSource,
  path: CsdlPath,
): void {
  if (value === null || isDynamic(value)) return;
  const typeName = typeNameOf(expected);
  const type = findStructured(context, typeName);
  if (isCsdlObject(value)) {
    if (type !== undefined) checkRecord(context, value, type, schema, path);
    else if (isSimple(context, typeName))
      misfit(context, path, `A record is given where ${typeName} is expected.`);
  } else if (type !== undefined && type.object.$Kind === 'ComplexType')
    misfit(context, path, `${JSON.stringify(value)} is given where a record of ${typeName} is expected.`);
  else if (!fits(context, value, typeName))
    misfit(context, path, `${JSON.stringify(value)} is no value of ${typeName}.`);
}

function misfit(context: CheckContext, path: CsdlPath, message: string): void {
  context.report('warning', 'annotation-type', path, message);
}

function isSimple(context: CheckContext, typeName: string): boolean {
  if (/^Edm\.(PrimitiveType|Untyped|ComplexType|EntityType)$/.test(typeName)) return false;
  return typeName.startsWith('Edm.') || findKind(context, typeName, 'EnumType') !== undefined;
}

function fits(context: CheckContext, value: CsdlValue, typeName: string): boolean {
  const enumeration = findKind(context, typeName, 'EnumType')?.object;
  if (enumeration !== undefined)
    return String(value)
      .split(',')
      .every((member) => /^-?\d+$/.test(member) || memberOf(enumeration, member.trim()) !== undefined);
  const definition = findKind(context, typeName, 'TypeDefinition')?.object;
  const primitive = String(definition?.$UnderlyingType ?? typeName);
  if (primitive === 'Edm.String') return typeof value === 'string';
  return !primitive.startsWith('Edm.') || isLiteral(primitive, String(value));
}

function checkRecord(
  context: CheckContext,
  record: CsdlObject,
  declared: Located,
  schema: SchemaSource,
  path: CsdlPath,
): void {
  const named = typeof record['@type'] === 'string' ? record['@type'].replace(/^.*#/, '') : undefined;
  const type =
    named === undefined ? declared : findStructured(context, expandName(schema.expandAlias, named));
  if (type === undefined) {
    context.report('warning', 'unknown-type', path, `The type ${named} is not known.`);
    return;
  }
  const isOpen = baseChain(context, type).some(({ object }) => object.$OpenType === true);
  for (const [member, value] of Object.entries(record)) {
    if (!isChildName(member)) continue;
    const property = findProperty(context, type, member);
    if (property !== undefined) checkValue(context, value, property, schema, path);
    else if (!isOpen)
      context.report('warning', 'unknown-property', path, `${type.qualifiedName} has no property ${member}.`);
  }
  const missing = requiredProperties(context, type).filter((name) => memberOf(record, name) === undefined);
  if (missing.length > 0 && type.object.$Abstract !== true) {
    const message = `The record of ${type.qualifiedName} lacks ${missing.join(', ')}, which may not be null.`;
    context.report('warning', 'missing-property', path, message);
  }
}

function requiredProperties(context: CheckContext, type: Located): string[] {
  return baseChain(context, type).flatMap(({ object }) =>
    Object.entries(object).flatMap(([name, property]) => {
      if (!isChildName(name) || !isCsdlObject(property)) return [];
      const mayLack =
        property.$Nullable === true || property.$Collection === true || property.$DefaultValue !== undefined;
      return mayLack || property.$Kind === 'NavigationProperty' ? [] : [name];
    }),
  );
}
