import { describe, expect, test } from 'vitest';
import { packModel, unpackDocument } from '../../src/csdl/model-artifact.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { writeCsdlXml } from '../../src/csdl/write-xml.ts';
import { hasSharedDocuments, readShared, sharedDocuments } from './shared-documents.ts';

describe.skipIf(!hasSharedDocuments)('XML to JSON to XML to JSON gives the same JSON', () => {
  test.each(sharedDocuments)('%s', (file) => {
    const { document } = readCsdl(readShared(file), { file });
    const xml = writeCsdlXml(document as NonNullable<typeof document>);
    const again = readCsdl(xml, { file });
    expect(again.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(JSON.stringify(again.document)).toBe(JSON.stringify(document));
    expect(writeCsdlXml(again.document as NonNullable<typeof document>)).toBe(xml);
  });
});

describe.skipIf(!hasSharedDocuments)('a document comes out of its artifact as it went in', () => {
  test.each(sharedDocuments)('%s', (file) => {
    const { document } = readCsdl(readShared(file), { file });
    const artifact = JSON.parse(JSON.stringify(packModel(document as NonNullable<typeof document>)));
    expect(JSON.stringify(unpackDocument(artifact))).toBe(JSON.stringify(document));
  });
});
