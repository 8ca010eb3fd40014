import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCsdlFile } from '../../src/csdl/load-csdl-file.ts';
import { xmlOf } from './documents.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csdl-'));
});
afterAll(() => rm(folder, { recursive: true }));

const reference =
  '<edmx:Reference Uri="other%20one.xml"><edmx:Include Namespace="other" Alias="o"/></edmx:Reference>';
const text = xmlOf('<ComplexType Name="C"><Property Name="P" Type="o.C"/></ComplexType>', '4.01', reference);

test('references are read beside the document', async () => {
  const file = join(folder, 'main.xml');
  await writeFile(file, text);
  await writeFile(join(folder, 'other one.xml'), xmlOf('<ComplexType Name="C"/>').replace('"ns"', '"other"'));
  const { document, references, findings } = await loadCsdlFile(file);
  expect(findings).toEqual([]);
  expect(document).toBeDefined();
  expect(references).toHaveLength(1);
});

test('UTF-16 is told by its mark', async () => {
  const file = join(folder, 'wide.xml');
  await writeFile(
    file,
    `\ufeff${xmlOf('<ComplexType Name="Größe"/>').replace('utf-8', 'utf-16')}`,
    'utf16le',
  );
  const { document } = await loadCsdlFile(file);
  expect(document?.ns).toHaveProperty('Größe');
});

test('a file of 200 MB is refused unread', async () => {
  const file = join(folder, 'large.xml');
  await writeFile(file, '');
  await truncate(file, 200 * 1024 * 1024);
  const { document, findings, content } = await loadCsdlFile(file);
  expect([document, content]).toEqual([undefined, undefined]);
  expect(findings.map(({ message }) => message)).toEqual([
    'The document has 209715200 bytes; documents up to 67108864 characters are read.',
  ]);
});

test('a file that is not there is the system’s error', async () => {
  await expect(loadCsdlFile(join(folder, 'none.xml'))).rejects.toMatchObject({ code: 'ENOENT' });
});
