import { describe, expect, test } from 'vitest';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';
import { documentOf } from './documents.ts';
import { hasSharedDocuments, readShared, sharedDocuments } from './shared-documents.ts';

describe.skipIf(!hasSharedDocuments)('real documents have no errors', () => {
  const documents = sharedDocuments
    .filter((file) => file.includes('vocabularies'))
    .map((file) => documentOf(readShared(file)));

  test.each(sharedDocuments)('%s', (file) => {
    const { document, findings } = loadCsdl(readShared(file), file, { documents });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(document).toBeDefined();
  });
});
