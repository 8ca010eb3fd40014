import type { CsdlDocument } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';

/** A document of the schemas given; `schema('…')` for one whose namespace is `ns`. */
export function documentOf(...schemas: string[]): CsdlDocument {
  const text = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
    <edmx:Reference Uri="https://example.org/Core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
    <edmx:DataServices>${schemas.join('')}</edmx:DataServices></edmx:Edmx>`;
  const { document, findings } = readCsdl(text, { file: 'small.csdl.xml' });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (document === undefined || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join('\n'));
  return document;
}

export function schema(content: string, namespace = 'ns', alias?: string): string {
  const attributes = `Namespace="${namespace}"${alias ? ` Alias="${alias}"` : ''}`;
  return `<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" ${attributes}>${content}</Schema>`;
}

export function modelOf(...schemas: string[]): EdmModel {
  return createEdmModel(documentOf(...schemas));
}
