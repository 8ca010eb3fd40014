// docs/error-codes.md lists the codes as they are in the code; `npx vitest run test/error -u` writes it anew.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ErrorCode, errorCodes } from '../../src/error/error-codes.ts';

const source = new URL('../../src/', import.meta.url);

/** The statuses that the sources throw each code with; those first that no literal tells. Codes that only stand in details go with a 400. */
function thrownStatuses(): ReadonlyMap<string, ReadonlySet<string>> {
  const statuses = new Map([
    ['CapabilityRestricted', new Set(['400', '501'])],
    ['Throttled', new Set(['429'])],
    // of a batch, by the profile
    ['TooComplex', new Set(['400', '413'])],
  ]);
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(new URL(file, source), 'utf8');
    for (const [, status = '', code = ''] of text.matchAll(/new ODataError\(\s*(\d{3}),\s*'(\w+)'/g))
      statuses.set(code, (statuses.get(code) ?? new Set()).add(status));
  }
  return statuses;
}

function page(): string {
  const statuses = thrownStatuses();
  const rows = (Object.keys(errorCodes) as ErrorCode[]).sort().map((code) => {
    const thrown = [...(statuses.get(code) ?? ['400'])].sort().join(', ');
    return `| \`${code}\` | ${thrown} | ${errorCodes[code]} |`;
  });
  return `# Error codes

An error's body is \`{"error":{"code":…,"message":…}}\`, with \`target\` and \`details\` where they help, as OData JSON Format 4.01, section 21, has it. \`code\` is one of these; they do not change from version to version, the messages may. Each entry of \`details\` has a code of its own.

| code | status | used when |
| --- | --- | --- |
${rows.join('\n')}
`;
}

test('the page of error codes is in step with the code', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/error-codes.md');
});
