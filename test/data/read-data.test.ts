// Files of entities in JSON and NDJSON: what is no JSON is told with its place in the file, of every line.
import { expect, it } from 'vitest';
import { DataError, readData } from '../../src/data/read-data.ts';
import { createEmulator } from '../../src/index.ts';
import { productsDocument as metadata, withFolder } from '../cli/command-line.ts';

const { definition } = await createEmulator({ metadata });
const type = definition.model.findEntityType('shop.Product')!;

function problemsOf(text: string, file: string): string {
  try {
    readData({ text, file }, type);
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
  return '';
}

it('tells the place in the file', () => {
  expect(problemsOf('[\n  { "ID": 1,, }\n]', 'Things.json')).toMatch(
    /^Things\.json:2:13: The text is not valid JSON\./,
  );
});

it('tells every line that is none', () => {
  const lines = problemsOf('{"ID":1\n\n{"ID":2}\n{ID:3}\n', 'Things.ndjson').split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^Things\.ndjson:1:8: The text is not valid JSON\./),
    expect.stringMatching(/^Things\.ndjson:4:2: The text is not valid JSON\./),
  ]);
  expect(lines.join('')).not.toContain('line 1');
});

it('takes an answer that was kept, and tells places in it', async () => {
  const kept =
    '{"@odata.context":"$metadata#Products","value":[\n{"ID":1,"Name":"Tea"},\n{"ID":2,"Name":7}]}';
  await withFolder({ 'Products.json': kept }, async (folder) => {
    await expect(createEmulator({ metadata, data: folder })).rejects.toThrow(
      /Products\.json:3:9: 'Name' must be a string/,
    );
  });
  await withFolder({ 'Products.json': kept.replace('7', '"Seven"') }, async (folder) => {
    const emulator = await createEmulator({ metadata, data: folder });
    expect(await (await emulator.fetch('Products/$count')).text()).toBe('2');
  });
});

it('tells of a member that comes twice', () => {
  expect(problemsOf('[{"ID":1,\n"ID":2}]', 'Things.json')).toMatch(
    /^Things\.json:2:1: The member "ID" comes twice\.$/,
  );
});
