import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { type GenerateResult, generate } from '../../codegen/generate.ts';
import { typeScriptErrors } from './type-check.ts';

const input = fileURLToPath(new URL('../../../shared/csdl/graph-v1.0-2026-08.csdl.xml', import.meta.url));
const isThere = existsSync(input);
if (!isThere) console.log(`skipped: ${input} is not there`);

describe.skipIf(!isThere)('the whole of Microsoft Graph v1.0, August 2026', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (check = false): Promise<GenerateResult> =>
    generate({ input, out: folder, check, requiredOnCreate: () => 'keys' });

  it('is generated: a module for each namespace, a schema for each type', { timeout: 120_000 }, async () => {
    const { written, findings } = await run();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(written.filter((name) => name.startsWith('schemas/'))).toHaveLength(1182 + 1779 + 861);
    expect(written.filter((name) => name.endsWith('.ts'))).toHaveLength(11 + 2);
    const lowerCase = new Set(written.map((name) => name.toLowerCase()));
    expect(lowerCase.size).toBe(written.length);
  });

  it('compiles with tsc --strict and more', { timeout: 120_000 }, () => {
    expect(typeScriptErrors(folder)).toEqual([]);
  });

  it('has schemas that satisfy the meta-schema', { timeout: 120_000 }, () => {
    const validate = new Ajv2020().getSchema('https://json-schema.org/draft/2020-12/schema')!;
    const broken = readdirSync(join(folder, 'schemas')).filter(
      (name) => !validate(JSON.parse(readFileSync(join(folder, 'schemas', name), 'utf8'))),
    );
    expect(broken).toEqual([]);
  });

  it('has the constructs that trip generators', () => {
    const graph = readFileSync(join(folder, 'microsoft.graph.ts'), 'utf8');
    expect(graph).toContain('export type auditLogRecordType = string;\n');
    expect(graph).toContain('export interface image extends Edm.ComplexInstance {');
    const service = readFileSync(join(folder, 'index.ts'), 'utf8');
    for (const name of ['delete', 'partners.billing.export', 'import', 'return'])
      expect(service).toContain(`'microsoft.graph.${name}': `);
    expect(service.match(/'microsoft\.graph\.image': .*/)?.[0].match(/binding: /g)).toHaveLength(4);
    const search = readFileSync(join(folder, 'microsoft.graph.search.ts'), 'utf8');
    expect(search).toContain('export interface identitySet ');
    expect(graph).toContain('export interface identitySet ');
  });
});
