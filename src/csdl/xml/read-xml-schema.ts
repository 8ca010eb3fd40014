// OData CSDL XML 4.01, section 5 "Schema", 10 "Enumeration Type", 11 "Type Definition", 12 "Action and Function", 14.1 "Term".
import type { CsdlValue } from '../csdl-document.ts';
import { elementsOf, memberOf, setMember } from '../csdl-document.ts';
import { numberOrText } from '../number-text.ts';
import { readAnnotations } from './read-xml-annotation.ts';
import { readEntityContainer } from './read-xml-container.ts';
import { readStructuredType } from './read-xml-structured-type.ts';
import { readDefaultValue, readFacets, readTypeReference } from './read-xml-type.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import {
  addChild,
  qualify,
  qualifyPath,
  readBoolean,
  remember,
  report,
  reportUnknownChild,
  requiredAttribute,
  within,
  withinNamed,
} from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';
import { childElements } from './xml-tree.ts';

type ElementReader = (reading: XmlReading, element: XmlElement, namespace: string) => Draft;

const schemaChildren: Readonly<Record<string, ElementReader>> = {
  EntityType: readStructuredType,
  ComplexType: readStructuredType,
  EnumType: readEnumType,
  TypeDefinition: readTypeDefinition,
  Term: readTerm,
  Action: readOperation,
  Function: readOperation,
  EntityContainer: readEntityContainer,
};

export function readSchema(reading: XmlReading, element: XmlElement, namespace: string): Draft {
  const draft: Draft = {};
  const external: Draft = {};
  const alias = element.attributes.get('Alias');
  if (alias !== undefined) draft.$Alias = alias;
  readAnnotations(reading, element, draft);
  for (const child of childElements(element.children)) {
    const read = Object.hasOwn(schemaChildren, child.name) ? schemaChildren[child.name] : undefined;
    if (read !== undefined) readSchemaChild(reading, child, namespace, draft, read);
    else if (child.name === 'Annotations') readExternalAnnotations(reading, child, external);
    else if (child.name !== 'Annotation') reportUnknownChild(reading, child, 'Schema');
  }
  if (Object.keys(external).length > 0) draft.$Annotations = external;
  return draft;
}

function readSchemaChild(
  reading: XmlReading,
  child: XmlElement,
  namespace: string,
  schema: Draft,
  read: ElementReader,
): void {
  const name = requiredAttribute(reading, child, 'Name');
  if (name === undefined) return;
  withinNamed(reading, `${namespace}.${name}`, () => {
    const value = read(reading, child, namespace);
    const present = memberOf(schema, name);
    const operation = isOperation(value);
    if (present === undefined) addChild(reading, schema, name, operation ? [value] : value, child);
    else if (operation || elementsOf(present).every(isOperation))
      addOverload(reading, schema, name, present, value, child);
    else addChild(reading, schema, name, value, child);
    reading.objectOffsets.set(value, child.offset);
  });
}

/** Operations share a name with each other by right, and with one other kind of child in documents that are in use. */
function addOverload(
  reading: XmlReading,
  schema: Draft,
  name: string,
  present: CsdlValue,
  value: Draft,
  element: XmlElement,
): void {
  const before = Array.isArray(present) ? (present as Draft[]) : [present as Draft];
  const after = [...before, value];
  setMember(schema, name, after);
  if (after.every(isOperation) || (before.length > 1 && !before.every(isOperation))) return;
  const message = `The name ${name} is one of an operation and of another schema child.`;
  report(reading, element, 'warning', 'shared-name', message);
}

function isOperation(draft: Draft): boolean {
  return draft.$Kind === 'Action' || draft.$Kind === 'Function';
}

function readExternalAnnotations(reading: XmlReading, element: XmlElement, all: Draft): void {
  const target = requiredAttribute(reading, element, 'Target');
  if (target === undefined) return;
  const name = qualifyPath(reading, target.trim());
  withinNamed(reading, name, () => {
    let annotations = memberOf(all, name) as Draft | undefined;
    if (annotations === undefined) {
      annotations = {};
      setMember(all, name, annotations);
      remember(reading, all, name, annotations, element.offset);
    }
    readAnnotations(reading, element, annotations, '', element.attributes.get('Qualifier'));
  });
}

function readEnumType(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: 'EnumType' };
  const underlyingType = element.attributes.get('UnderlyingType');
  if (underlyingType !== undefined) draft.$UnderlyingType = underlyingType;
  readBoolean(reading, element, 'IsFlags', draft);
  let next = 0;
  for (const child of childElements(element.children)) {
    if (child.name !== 'Member') {
      if (child.name !== 'Annotation') reportUnknownChild(reading, child, 'EnumType');
      continue;
    }
    const name = requiredAttribute(reading, child, 'Name');
    if (name === undefined) continue;
    const number = next++;
    within(reading, name, () => {
      addChild(reading, draft, name, memberValue(reading, child) ?? number, child);
      readAnnotations(reading, child, draft, name);
    });
  }
  readAnnotations(reading, element, draft);
  return draft;
}

function memberValue(reading: XmlReading, element: XmlElement): CsdlValue | undefined {
  const text = element.attributes.get('Value')?.trim();
  if (text === undefined) return undefined;
  if (/^[-+]?\d+$/.test(text)) return numberOrText(String(BigInt(text.replace('+', ''))));
  report(reading, element, 'error', 'invalid-value', `The value ${JSON.stringify(text)} is not an integer.`);
  return undefined;
}

function readTypeDefinition(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: 'TypeDefinition' };
  const underlyingType = requiredAttribute(reading, element, 'UnderlyingType');
  if (underlyingType !== undefined) draft.$UnderlyingType = underlyingType;
  readFacets(reading, element, draft);
  readAnnotations(reading, element, draft);
  return draft;
}

function readTerm(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: 'Term' };
  readTypeReference(reading, element, draft);
  readDefaultValue(reading, element, draft);
  const baseTerm = element.attributes.get('BaseTerm');
  if (baseTerm !== undefined) draft.$BaseTerm = qualify(reading, baseTerm);
  const appliesTo = element.attributes.get('AppliesTo')?.trim();
  if (appliesTo !== undefined && appliesTo !== '') draft.$AppliesTo = appliesTo.split(/\s+/);
  readAnnotations(reading, element, draft);
  return draft;
}

function readOperation(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: element.name };
  readBoolean(reading, element, 'IsBound', draft);
  const path = element.attributes.get('EntitySetPath');
  if (path !== undefined) draft.$EntitySetPath = qualifyPath(reading, path);
  readBoolean(reading, element, 'IsComposable', draft);
  const parameters: Draft[] = [];
  let returnType: Draft | undefined;
  for (const child of childElements(element.children)) {
    if (child.name === 'Parameter') {
      const name = requiredAttribute(reading, child, 'Name');
      if (name !== undefined) parameters.push(readTyped(reading, child, { $Name: name }));
    } else if (child.name === 'ReturnType') returnType = readTyped(reading, child, {});
    else if (child.name !== 'Annotation') reportUnknownChild(reading, child, element.name);
  }
  if (parameters.length > 0) draft.$Parameter = parameters;
  if (returnType !== undefined) draft.$ReturnType = returnType;
  readAnnotations(reading, element, draft);
  return draft;
}

function readTyped(reading: XmlReading, element: XmlElement, draft: Draft): Draft {
  readTypeReference(reading, element, draft);
  readAnnotations(reading, element, draft);
  reading.objectOffsets.set(draft, element.offset);
  return draft;
}
