// OData CSDL XML 4.01, section 4 "CSDL XML Document", written from CSDL JSON.

import type { CsdlDocument, CsdlObject, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject } from '../csdl-document.ts';
import { expressionTypes } from '../expression-type.ts';
import { createEdmModel } from '../model/create-edm-model.ts';
import { schemaNames } from '../model/model-source.ts';
import { wellKnownTerms } from '../well-known-terms.ts';
import { writeAnnotations } from './write-xml-annotation.ts';
import { writeSchemaChild } from './write-xml-schema.ts';
import { textMember } from './write-xml-type.ts';
import type { CsdlXmlWriter } from './xml-writing.ts';
import { createXmlWriter } from './xml-writing.ts';

const edmxNamespace = 'http://docs.oasis-open.org/odata/ns/edmx';
const edmNamespace = 'http://docs.oasis-open.org/odata/ns/edm';

/**
 * The text of a document; reading it gives the same document again.
 * @param references documents with the terms that it applies: where they, or the OASIS vocabularies, say what type a string
 *   has, it is written as such (a date, an enumeration member, a path, …), otherwise as `String`
 */
export function writeCsdlXml(document: CsdlDocument, references: readonly CsdlDocument[] = []): string {
  const known = new Set([document, ...references].flatMap((one) => schemaNames(one)));
  const types = expressionTypes(createEdmModel(document, [...references, wellKnownTerms(known)]));
  const writer: CsdlXmlWriter = { ...createXmlWriter(), types };
  const root = { 'xmlns:edmx': edmxNamespace, Version: document.$Version };
  writer.element('edmx:Edmx', root, () => {
    for (const [uri, reference] of Object.entries((document.$Reference ?? {}) as CsdlObject))
      if (isCsdlObject(reference)) writeReference(writer, uri, reference);
    writer.element('edmx:DataServices', {}, () => {
      for (const namespace of schemaNames(document))
        writeSchema(writer, namespace, document[namespace] as CsdlObject);
    });
  });
  return writer.toString();
}

function writeReference(writer: CsdlXmlWriter, uri: string, reference: CsdlObject): void {
  writer.element('edmx:Reference', { Uri: uri }, () => {
    for (const include of elementsOf(reference.$Include))
      writeMembers(writer, 'edmx:Include', include, ['Namespace', 'Alias']);
    for (const include of elementsOf(reference.$IncludeAnnotations))
      writeMembers(writer, 'edmx:IncludeAnnotations', include, [
        'TermNamespace',
        'Qualifier',
        'TargetNamespace',
      ]);
    // Elements of the namespace edmx have no default namespace around them.
    writeAnnotations(withNamespace(writer), reference);
  });
}

function writeMembers(
  writer: CsdlXmlWriter,
  name: string,
  object: CsdlObject,
  members: readonly string[],
): void {
  const attributes = Object.fromEntries(members.map((member) => [member, textMember(object, `$${member}`)]));
  writer.element(name, attributes, () => writeAnnotations(withNamespace(writer), object));
}

/** Outside a schema, each annotation must say itself that it is one of the namespace edm. */
function withNamespace(writer: CsdlXmlWriter): CsdlXmlWriter {
  return {
    ...writer,
    element: (name, attributes, content) =>
      writer.element(
        name,
        name === 'Annotation' ? { xmlns: edmNamespace, ...attributes } : attributes,
        content,
      ),
  };
}

function writeSchema(writer: CsdlXmlWriter, namespace: string, schema: CsdlObject): void {
  const attributes = { xmlns: edmNamespace, Namespace: namespace, Alias: textMember(schema, '$Alias') };
  writer.element('Schema', attributes, () => {
    for (const [name, value] of Object.entries(schema))
      if (isChildName(name)) for (const child of elementsOf(value)) writeSchemaChild(writer, name, child);
    writeAnnotations(writer, schema);
    for (const [target, annotations] of Object.entries((schema.$Annotations ?? {}) as CsdlObject))
      writeExternal(writer, target, annotations);
  });
}

function writeExternal(writer: CsdlXmlWriter, target: string, annotations: CsdlValue): void {
  if (isCsdlObject(annotations))
    writer.element('Annotations', { Target: target }, () => writeAnnotations(writer, annotations));
}
