// A journal as JSON Lines: what `coverage` reads, without secrets.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJsonLines } from '../../src/contract/examples/read-json-lines.ts';
import { createEmulator } from '../../src/index.ts';
import { productsDocument } from '../cli/command-line.ts';

const post = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer secret-of-the-test' },
  body: '{"ID":1,"Name":"Tea"}',
};

it('each entry is an example, relative to the root of the service', async () => {
  const emulator = await createEmulator({ metadata: productsDocument, path: '/shop' });
  await emulator.fetch('Products', post);
  await emulator.fetch('Products?access_token=abc&$top=1');
  const text = emulator.journal.toJsonLines();
  expect(text).not.toMatch(/secret-of-the-test|abc/);
  const { examples, problems } = readJsonLines(text, 'journal.jsonl');
  expect(problems).toEqual([]);
  expect(
    examples.map(({ root, request, response }) => [root, request.method, request.url, response?.status]),
  ).toEqual([
    ['/shop', 'POST', 'Products', 201],
    ['/shop', 'GET', 'Products?access_token=(removed)&$top=1', expect.any(Number)],
  ]);
  expect(examples[0]?.request.body).toBe(post.body);
  expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({
    verdict: 'valid',
    changes: [{ kind: 'created' }],
  });
});

it('a file gets every request, those of forks too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  try {
    const journalFile = join(folder, 'deep', 'journal.jsonl');
    const emulator = await createEmulator({ metadata: productsDocument, journalFile });
    expect(existsSync(journalFile)).toBe(false);
    await emulator.fetch('Products', post);
    await emulator.fork().fetch('Products(1)');
    const { examples } = readJsonLines(readFileSync(journalFile, 'utf8'), journalFile);
    expect(examples.map(({ request }) => request.url)).toEqual(['Products', 'Products(1)']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
