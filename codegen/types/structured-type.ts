// OData CSDL 4.01, sections 6 "Entity Type" and 9 "Complex Type"; OData JSON Format 4.01, section 4.6.3 "type".
//
// For a structured type T:
//   T            what is read: own members; the base type's by `extends`
//   T$Create     what may be sent to create one, T$Update to change one
// and where types derive from T, so that a value declared as T may be one of them:
//   T$Any, T$AnyCreate, T$AnyUpdate    unions that `@odata.type` narrows; it is required in what is not T itself
//   T$TypeName   the values of `@odata.type`
import { type InterfaceDeclarationStructure, type StatementStructures, StructureKind } from 'ts-morph';
import type { EdmProperty, EdmStructuredType } from '../../src/edm/edm-model.ts';
import { byName } from '../schemas/json-schema.ts';
import { documentation } from './documentation.ts';
import { inheritedKey, keySteps } from './key-rules.ts';
import type { Module, Usage } from './module.ts';
import { type Companion, declaredName, typeNameLiteral } from './names.ts';
import { readNavigationMembers, writeNavigationMembers } from './navigation-property.ts';
import { type Member, readMembers, writeMember } from './property.ts';
import { isSendable, isUpdatable, mergedComplexType } from './write-rules.ts';

export function structuredTypeStatements(type: EdmStructuredType, module: Module): StatementStructures[] {
  return [
    readInterface(type, module),
    updateInterface(type, module),
    createDeclaration(type, module),
    ...(module.directlyDerived(type).length === 0 ? [] : unions(type, module)),
  ];
}

function readInterface(type: EdmStructuredType, module: Module): InterfaceDeclarationStructure {
  const key = new Set(keySteps(type));
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: declaredName(type.name),
    extends: [baseText(type, module, '')],
    docs: documentation(type, ...(type.abstract ? ['Abstract.'] : [])),
    properties: [
      typeMember(type, module),
      ...inheritedKey(type).flatMap((property) => readMembers(property, true, module)),
      ...ownProperties(type).flatMap((property) => readMembers(property, key.has(property), module)),
      ...ownNavigationProperties(type).flatMap((property) => readNavigationMembers(property, module)),
    ],
    ...openMembers(type, 'read'),
  };
}

function updateInterface(type: EdmStructuredType, module: Module): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: declaredName(type.name, '$Update'),
    extends: [baseText(type, module, '$Update')],
    properties: [
      typeMember(type, module),
      ...ownProperties(type)
        .filter((property) => isSendable(property) && isUpdatable(property, type))
        .map((property) => writeMember(property, false, module, 'update')),
      ...ownNavigationProperties(type).flatMap((property) => writeNavigationMembers(property, module)),
    ],
    ...openMembers(type, 'update'),
  };
}

/** What an update may send, and what only a create may or must. */
function createDeclaration(type: EdmStructuredType, module: Module): StatementStructures {
  const name = declaredName(type.name, '$Create');
  const update = declaredName(type.name, '$Update');
  if (!module.writeRules.differs(type)) {
    return { kind: StructureKind.TypeAlias, isExported: true, name, type: update };
  }
  const required = module.writeRules.required(type);
  const more = [...type.properties.values()].sort(byName).filter((property) => {
    const complex = mergedComplexType(property);
    const differs = complex !== undefined && module.writeRules.familyDiffers(complex);
    return isSendable(property) && (required.has(property) || !isUpdatable(property, type) || differs);
  });
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name,
    extends: [update],
    properties: more.map((property) => writeMember(property, required.has(property), module, 'create')),
  };
}

const companionOf: Record<Usage, '' | '$Create' | '$Update'> = {
  read: '',
  create: '$Create',
  update: '$Update',
};

function ownProperties(type: EdmStructuredType): EdmProperty[] {
  const key = new Set(keySteps(type));
  const rank = (property: EdmProperty) => (key.has(property) ? 0 : 1);
  return [...type.ownProperties.values()].sort((a, b) => rank(a) - rank(b) || byName(a, b));
}

const ownNavigationProperties = (type: EdmStructuredType) =>
  [...type.ownNavigationProperties.values()].sort(byName);

function baseText(type: EdmStructuredType, module: Module, companion: '' | '$Update'): string {
  if (type.baseType) return module.refer(type.baseType, companion);
  if (companion !== '') return module.edm('Sent');
  if (type.kind === 'ComplexType') return module.edm('ComplexInstance');
  return module.edm(type.hasStream ? 'MediaEntityInstance' : 'EntityInstance');
}

function typeMember(type: EdmStructuredType, module: Module): Member {
  return {
    name: "'@odata.type'",
    hasQuestionToken: true,
    type: typeNames(type, module),
  };
}

function typeNames(type: EdmStructuredType, module: Module): string {
  if (isUninhabited(type, module)) return 'never';
  return module.directlyDerived(type).length > 0 ? module.refer(type, '$TypeName') : typeNameLiteral(type);
}

/** Dynamic properties of an open type; its derived types inherit the signature. */
function openMembers(type: EdmStructuredType, usage: Usage): Partial<InterfaceDeclarationStructure> {
  if (!type.open || type.baseType?.open) return {};
  const docs = usage === 'read' ? ['Dynamic properties: the type is open.'] : [];
  return { indexSignatures: [{ keyName: 'property', keyType: 'string', returnType: 'unknown', docs }] };
}

function unions(type: EdmStructuredType, module: Module): StatementStructures[] {
  const alike = !module.writeRules.familyDiffers(type);
  return [
    alias(
      type,
      '$Any',
      anyText(type, module, 'read'),
      `\`${type.name}\` itself, or a type that derives from it.`,
    ),
    alias(type, '$AnyUpdate', anyText(type, module, 'update')),
    alias(
      type,
      '$AnyCreate',
      alike ? declaredName(type.name, '$AnyUpdate') : anyText(type, module, 'create'),
    ),
    alias(type, '$TypeName', typeNamesText(type, module)),
  ];
}

function alias(
  type: EdmStructuredType,
  companion: Companion,
  text: string,
  ...docs: string[]
): StatementStructures {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: declaredName(type.name, companion),
    docs,
    type: text,
  };
}

function anyText(type: EdmStructuredType, module: Module, usage: Usage): string {
  const exact = `${module.edm('Exact')}<${module.refer(type, companionOf[usage])}, ${typeNameLiteral(type)}>`;
  return unionText([
    ...(type.abstract ? [] : [exact]),
    ...module.directlyDerived(type).flatMap((child) => derivedTexts(child, module, usage)),
  ]);
}

function typeNamesText(type: EdmStructuredType, module: Module): string {
  const derived = module.directlyDerived(type).filter((child) => !isUninhabited(child, module));
  return unionText([
    ...(type.abstract ? [] : [typeNameLiteral(type)]),
    ...derived.map((child) => typeNames(child, module)),
  ]);
}

/** The child itself and what derives from it. */
function derivedTexts(child: EdmStructuredType, module: Module, usage: Usage): string[] {
  const own = child.abstract
    ? []
    : [`${module.edm('Typed')}<${module.refer(child, companionOf[usage])}, ${typeNameLiteral(child)}>`];
  return [...own, ...module.directlyDerived(child).flatMap((next) => derivedTexts(next, module, usage))];
}

const isUninhabited = (type: EdmStructuredType, module: Module): boolean =>
  type.abstract && module.derivedTypes(type).every((derived) => derived.abstract);

function unionText(alternatives: readonly string[]): string {
  return alternatives.length === 0 ? 'never' : alternatives.join('\n| ');
}
