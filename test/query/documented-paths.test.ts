// How many documented Microsoft Graph requests and URL templates resolve against the CSDL of the same month.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import type { EdmModel } from '../../src/edm/edm-model.ts';
import { resolve } from '../../src/query/resolve.ts';
import { parseODataUri } from '../../src/uri/parse.ts';
import { lenient } from './options.ts';

const shared = new URL('../../../shared/', import.meta.url);
const csdl = new URL('csdl/graph-v1.0-2021-07.csdl.xml', shared);
const examples = new URL('docs-examples/graph-v1.0-2021-07.examples.jsonl', shared);
const templates = new URL('docs-examples/graph-v1.0-2021-07.templates.jsonl', shared);
const present = existsSync(csdl);
if (!present) console.log('skipped: ../shared is not there, documented Graph paths are not measured');

function readModel(): EdmModel {
  const { document } = readCsdl(readFileSync(csdl, 'utf8'), { file: 'graph.csdl.xml' });
  if (document === undefined) throw new Error('The CSDL document could not be read');
  return createEdmModel(document);
}

function urls(file: URL): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { request?: { rel?: string | null }; rel?: string | null })
    .map((entry) => entry.request?.rel ?? entry.rel ?? '')
    .filter((rel) => rel.startsWith('/'))
    .map((rel) => rel.slice(1));
}

function share(model: EdmModel, texts: readonly string[]): { share: number; failures: string[] } {
  const failures: string[] = [];
  for (const text of texts) {
    try {
      resolve(parseODataUri(text), model, lenient, text);
    } catch (error) {
      failures.push(`${text}\n    ${(error as Error).message.split('\n')[0]}`);
    }
  }
  if (process.env.SHOW_FAILURES !== undefined) console.log(failures.join('\n'));
  return { share: 1 - failures.length / texts.length, failures };
}

/** What stands for a value in a template: `{id}`, `<id>`, also inside quotes. */
function filled(template: string): string {
  return template.replace(/\(\{[^}]*\}\)/g, "('x')").replace(/\{[^}]*\}|<[^>]*>/g, 'x');
}

describe.skipIf(!present)('documented Graph URLs', () => {
  const model = present ? readModel() : undefined;

  test('paths of documented requests resolve', () => {
    // The rest can't be: retired sets, members that the model of that month lacks, functions without their parameters.
    const paths = urls(examples).map((url) => url.split('?')[0] as string);
    const result = share(model as EdmModel, paths);
    console.log(`documented request paths: ${(100 * result.share).toFixed(1)} % of ${paths.length}`);
    expect(result.share).toBeGreaterThan(0.955);
  });

  test('documented requests resolve with their query options', () => {
    const texts = urls(examples);
    const result = share(model as EdmModel, texts);
    console.log(`documented requests: ${(100 * result.share).toFixed(1)} % of ${texts.length}`);
    expect(result.share).toBeGreaterThan(0.955);
  });

  test('URL templates resolve', () => {
    const paths = urls(templates).map((url) => filled(url.split('?')[0] as string));
    const result = share(model as EdmModel, paths);
    console.log(`templates: ${(100 * result.share).toFixed(1)} % of ${paths.length}`);
    expect(result.share).toBeGreaterThan(0.94);
  });
});
