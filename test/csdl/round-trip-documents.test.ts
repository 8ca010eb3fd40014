import { describe, expect, test } from 'vitest';
import type { CsdlDocument } from '../../src/csdl/csdl-document.ts';
import { packModel, unpackDocument } from '../../src/csdl/model/model-artifact.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import { documentOf } from './documents.ts';
import { hasSharedDocuments, readShared, sharedDocuments } from './shared-documents.ts';

const documents = new Map<string, CsdlDocument>();

/** Reading the large ones takes most of the time of these tests. */
function readOnce(file: string): CsdlDocument {
  const document = documents.get(file) ?? documentOf(readShared(file));
  documents.set(file, document);
  return document;
}

describe.skipIf(!hasSharedDocuments)('XML to JSON to XML to JSON gives the same JSON', () => {
  test.each(sharedDocuments)('%s', (file) => {
    const document = readOnce(file);
    const xml = writeCsdlXml(document);
    const again = readCsdl(xml, { file });
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(JSON.stringify(again.document)).toBe(JSON.stringify(document));
  });
});

describe.skipIf(!hasSharedDocuments)('so it does when the types of terms are known', () => {
  const vocabularies = sharedDocuments
    .filter((file) => file.includes('vocabularies'))
    .map((file) => documentOf(readShared(file)));

  test.each(sharedDocuments.filter((file) => !file.includes('graph')))('%s', (file) => {
    const document = readOnce(file);
    const typed = documentOf(writeCsdlXml(document, vocabularies));
    expect(JSON.stringify(typed)).toBe(JSON.stringify(document));
  });
});

describe.skipIf(!hasSharedDocuments)('a document comes out of its artifact as it went in', () => {
  test.each(sharedDocuments)('%s', (file) => {
    const document = readOnce(file);
    const artifact = JSON.parse(JSON.stringify(packModel(document)));
    expect(JSON.stringify(unpackDocument(artifact))).toBe(JSON.stringify(document));
  });
});
