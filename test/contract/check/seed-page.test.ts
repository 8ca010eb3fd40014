import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../src/contract/check/check-file.ts';
import { readExamples } from '../../../src/contract/examples/read-examples.ts';
import { contextOf } from './context-of.ts';

const page = '../shared/seed/add-enterprisecodesigningcertificates.md';
const csdl = '../shared/csdl/graph-beta-2021-07.csdl.xml';
const present = existsSync(page) && existsSync(csdl);
if (!present) console.log(`skipped: ${page} or ${csdl} is not there`);

describe.skipIf(!present)('the documentation page that the project started from', () => {
  it('yields what is wrong with it, and nothing else', () => {
    const file = readExamples(readFileSync(page, 'utf8'), 'page.md');
    const findings = checkFile(
      file ?? { examples: [], templates: [], problems: [] },
      contextOf(readFileSync(csdl, 'utf8'), 'graph'),
    );
    expect(findings.map(({ rule, side, place, suggestion }) => [place.line, side, rule, suggestion])).toEqual(
      [
        [29, 'template', 'template-differs', undefined],
        [70, 'request', 'url-malformed', '/deviceAppManagement/enterpriseCodeSigningCertificates'],
        [77, 'request', 'invalid-value', undefined],
        [92, 'response', 'declared-type-case', 'microsoft.graph.enterpriseCodeSigningCertificate'],
        [104, 'response', 'invalid-value', undefined],
      ],
    );
  });
});
