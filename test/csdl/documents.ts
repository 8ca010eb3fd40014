import { checkCsdl } from '../../src/csdl/check/check.ts';
import type { CsdlDocument, CsdlFinding, CsdlObject } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';

/** An XML document around the content of one schema `ns` with the alias `self`. */
export function xmlOf(schema: string, version = '4.01', references = ''): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="${version}">${references}
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns" Alias="self">
${schema}
</Schema></edmx:DataServices></edmx:Edmx>`;
}

/** Reads a document that has no errors. */
export function documentOf(text: string): CsdlDocument {
  const { document, findings } = readCsdl(text, { file: 'test' });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (document === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
  return document;
}

/** The schema `ns` of a document in CSDL JSON form. */
export function schemaOf(schema: string): CsdlObject {
  return documentOf(xmlOf(schema)).ns as CsdlObject;
}

export function modelOf(schema: string, references: readonly CsdlDocument[] = []): EdmModel {
  return createEdmModel(documentOf(xmlOf(schema)), references);
}

/** What reading and checking find, as `severity code path line:column`. */
export function findingsOf(text: string): string[] {
  const { document, findings, positions } = readCsdl(text, { file: 'test' });
  const checked = document === undefined ? [] : checkCsdl(document, { file: 'test', positions });
  return [...findings, ...checked].map(
    ({ severity, code, path, line, column }: CsdlFinding) => `${severity} ${code} ${path} ${line}:${column}`,
  );
}
