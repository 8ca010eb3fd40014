// Documented Graph requests, sent to the emulator: how many are answered as documented.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureExamples } from '../../examples/measure.ts';

const csdl = '../shared/csdl/graph-v1.0-2021-07.csdl.xml';
const examples = '../shared/docs-examples/graph-v1.0-2021-07.examples.jsonl';
const templates = '../shared/docs-examples/graph-v1.0-2021-07.templates.jsonl';
const present = [csdl, examples, templates].every((file) => existsSync(file));
if (!present) console.log(`skipped: ${csdl} or its examples are not there`);

describe.skipIf(!present)('documented examples of Graph', () => {
  it('resolve, and replay with the documented status and shape', async () => {
    const measured = await measureExamples(csdl, examples, templates);
    const known = measured.examples - measured.beyondModel;
    expect(measured.pathResolves / measured.examples).toBeGreaterThan(0.94);
    expect(measured.pathResolves / known).toBeGreaterThan(0.985);
    expect(measured.templatesResolve / measured.templates).toBeGreaterThan(0.97);
    expect(measured.replayAgrees / measured.replayed).toBeGreaterThan(0.985);
  }, 120_000);
});
