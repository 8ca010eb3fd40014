// The tables of docs/ are in step with the product: `npx vitest run test/docs -u` renews them; what stands around them is written by hand.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkCommand } from '../../src/cli/check.ts';
import { coverageCommand } from '../../src/cli/coverage.ts';
import { diffCommand } from '../../src/cli/diff.ts';
import { generateCommand } from '../../src/cli/generate.ts';
import { pullCommand } from '../../src/cli/pull.ts';
import { recordCommand } from '../../src/cli/record.ts';
import { serveCommand } from '../../src/cli/serve.ts';
import { endpoints } from '../../src/server/admin.ts';
import { describedMembers } from '../settings/config-schema.ts';
import { optionsOf, tableOf, withTables } from './page-tables.ts';

const commands = [
  serveCommand(),
  generateCommand(),
  pullCommand(),
  diffCommand(),
  checkCommand(),
  recordCommand(),
  coverageCommand(),
];
const members = describedMembers('ServiceConfig').map(([name, text]) => [`\`${name}\``, text] as const);
const tables = {
  ...Object.fromEntries(commands.map((command) => [`options of ${command.name()}`, optionsOf(command)])),
  'members of ServiceConfig': tableOf('member', members),
  'admin endpoints': tableOf(
    'endpoint',
    Object.entries(endpoints).map(([name, text]) => [`\`${name}\``, text] as const),
  ),
};

it.each(['commands', 'configuration', 'test-suites'])('docs/%s.md', async (name) => {
  const page = fileURLToPath(new URL(`../../docs/${name}.md`, import.meta.url));
  await expect(withTables(readFileSync(page, 'utf8'), tables)).toMatchFileSnapshot(page);
});

it('every command has its section', () => {
  const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8');
  const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
  expect(sections.sort()).toEqual(commands.map((command) => command.name()).sort());
});
