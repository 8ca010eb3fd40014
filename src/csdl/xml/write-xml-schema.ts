// OData CSDL XML 4.01, section 5 "Schema" to 13 "Entity Container", written.
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject } from '../csdl-document.ts';
import { writeAnnotations } from './write-xml-annotation.ts';
import {
  booleanText,
  defaultValueText,
  facetAttributes,
  textMember,
  typeReferenceAttributes,
  typeText,
} from './write-xml-type.ts';
import type { CsdlXmlWriter, XmlAttributes } from './xml-writing.ts';

type ChildWriter = (writer: CsdlXmlWriter, name: string, object: CsdlObject) => void;

const schemaChildren: Readonly<Record<string, ChildWriter>> = {
  EntityType: writeStructuredType,
  ComplexType: writeStructuredType,
  EnumType: writeEnumType,
  TypeDefinition: writeTypeDefinition,
  Term: writeTerm,
  Action: writeOperation,
  Function: writeOperation,
  EntityContainer: writeEntityContainer,
};

export function writeSchemaChild(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const kind = String(object.$Kind);
  if (Object.hasOwn(schemaChildren, kind)) schemaChildren[kind]?.(writer, name, object);
}

function* childrenOf(object: CsdlObject): Iterable<readonly [string, CsdlObject]> {
  for (const [name, value] of Object.entries(object))
    if (isChildName(name) && isCsdlObject(value)) yield [name, value];
}

function writeStructuredType(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes: XmlAttributes = {
    Name: name,
    BaseType: textMember(object, '$BaseType'),
    Abstract: booleanText(object, '$Abstract'),
    OpenType: booleanText(object, '$OpenType'),
    HasStream: booleanText(object, '$HasStream'),
  };
  writer.element(String(object.$Kind), attributes, () => {
    if (Array.isArray(object.$Key)) writeKey(writer, object.$Key);
    for (const [member, property] of childrenOf(object))
      if (property.$Kind === 'NavigationProperty') writeNavigationProperty(writer, member, property);
      else writeTyped(writer, 'Property', { Name: member }, property);
    writeAnnotations(writer, object);
  });
}

function writeKey(writer: CsdlXmlWriter, key: readonly CsdlValue[]): void {
  writer.element('Key', {}, () => {
    for (const item of key) {
      if (typeof item === 'string') writer.element('PropertyRef', { Name: item });
      else
        for (const [alias, path] of Object.entries(item as CsdlObject))
          writer.element('PropertyRef', { Name: String(path), Alias: alias });
    }
  });
}

/** A property, parameter, return type or term: type, facets, default value, annotations. */
function writeTyped(writer: CsdlXmlWriter, element: string, named: XmlAttributes, object: CsdlObject): void {
  const attributes = {
    ...named,
    ...typeReferenceAttributes(object),
    DefaultValue: defaultValueText(object),
  };
  writer.element(element, attributes, () => writeAnnotations(writer, object));
}

function writeNavigationProperty(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes: XmlAttributes = {
    Name: name,
    Type: typeText(object),
    Nullable: object.$Collection === true || object.$Nullable === true ? undefined : false,
    Partner: textMember(object, '$Partner'),
    ContainsTarget: booleanText(object, '$ContainsTarget'),
  };
  writer.element('NavigationProperty', attributes, () => {
    const constraints = (object.$ReferentialConstraint ?? {}) as CsdlObject;
    for (const [property, referenced] of Object.entries(constraints))
      if (isChildName(property))
        writer.element(
          'ReferentialConstraint',
          { Property: property, ReferencedProperty: String(referenced) },
          () => writeAnnotations(writer, constraints, property),
        );
    const onDelete = textMember(object, '$OnDelete');
    if (onDelete !== undefined)
      writer.element('OnDelete', { Action: onDelete }, () => writeAnnotations(writer, object, '$OnDelete'));
    writeAnnotations(writer, object);
  });
}

function writeEnumType(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes = {
    Name: name,
    UnderlyingType: textMember(object, '$UnderlyingType'),
    IsFlags: booleanText(object, '$IsFlags'),
  };
  writer.element('EnumType', attributes, () => {
    for (const [member, value] of Object.entries(object))
      if (isChildName(member))
        writer.element('Member', { Name: member, Value: String(value) }, () =>
          writeAnnotations(writer, object, member),
        );
    writeAnnotations(writer, object);
  });
}

function writeTypeDefinition(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes = {
    Name: name,
    UnderlyingType: textMember(object, '$UnderlyingType'),
    ...facetAttributes(object),
  };
  writer.element('TypeDefinition', attributes, () => writeAnnotations(writer, object));
}

function writeTerm(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const appliesTo = Array.isArray(object.$AppliesTo) ? object.$AppliesTo.join(' ') : undefined;
  const attributes = {
    Name: name,
    BaseTerm: textMember(object, '$BaseTerm'),
    AppliesTo: appliesTo,
  };
  writeTyped(writer, 'Term', attributes, object);
}

function writeOperation(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes = {
    Name: name,
    IsBound: booleanText(object, '$IsBound'),
    EntitySetPath: textMember(object, '$EntitySetPath'),
    IsComposable: booleanText(object, '$IsComposable'),
  };
  writer.element(String(object.$Kind), attributes, () => {
    for (const parameter of elementsOf(object.$Parameter))
      writeTyped(writer, 'Parameter', { Name: textMember(parameter, '$Name') }, parameter);
    if (isCsdlObject(object.$ReturnType)) writeTyped(writer, 'ReturnType', {}, object.$ReturnType);
    writeAnnotations(writer, object);
  });
}

function writeEntityContainer(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const attributes = { Name: name, Extends: textMember(object, '$Extends') };
  writer.element('EntityContainer', attributes, () => {
    for (const [child, value] of childrenOf(object)) writeContainerChild(writer, child, value);
    writeAnnotations(writer, object);
  });
}

function writeContainerChild(writer: CsdlXmlWriter, name: string, object: CsdlObject): void {
  const type = textMember(object, '$Type');
  const entitySet = textMember(object, '$EntitySet');
  if (object.$Action !== undefined) {
    const attributes = { Name: name, Action: textMember(object, '$Action'), EntitySet: entitySet };
    writer.element('ActionImport', attributes, () => writeAnnotations(writer, object));
  } else if (object.$Function !== undefined) {
    const attributes = {
      Name: name,
      Function: textMember(object, '$Function'),
      EntitySet: entitySet,
      IncludeInServiceDocument: booleanText(object, '$IncludeInServiceDocument'),
    };
    writer.element('FunctionImport', attributes, () => writeAnnotations(writer, object));
  } else if (object.$Collection === true) {
    const included = booleanText(object, '$IncludeInServiceDocument', true);
    const attributes = { Name: name, EntityType: type, IncludeInServiceDocument: included };
    writer.element('EntitySet', attributes, () => writeBindings(writer, object));
  } else {
    const attributes = { Name: name, Type: type, Nullable: booleanText(object, '$Nullable') };
    writer.element('Singleton', attributes, () => writeBindings(writer, object));
  }
}

function writeBindings(writer: CsdlXmlWriter, object: CsdlObject): void {
  for (const [path, target] of Object.entries((object.$NavigationPropertyBinding ?? {}) as CsdlObject))
    writer.element('NavigationPropertyBinding', { Path: path, Target: String(target) });
  writeAnnotations(writer, object);
}
