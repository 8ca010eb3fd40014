// Whatever is sent: no 500, no answer that takes a second, no stack trace in an answer, and memory comes back.
// FUZZ_RUNS (requests of each service) and FUZZ_SEED make it longer, and another.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import fc from '../fast-check.ts';
import { available } from '../reference-service/reference-service.ts';
import { ProperRequests } from './proper-request.ts';
import { type RandomRequest, RandomRequests } from './random-request.ts';
import { type FaultSubject, openGraph, openReference } from './services.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 1_500);
const seed = Number(process.env.FUZZ_SEED ?? 20_260_824);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use when all is collected; requests and answers go only when their finalizers have run. */
async function heapInUse(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

async function send(
  { emulator }: FaultSubject,
  { method, url, headers, body }: RandomRequest,
): Promise<{ status: number; text: string; milliseconds: number }> {
  const request = new Request(new URL(emulator.url + url), {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const start = performance.now();
  const response = await emulator.fetch(request);
  const text = await response.text();
  return { status: response.status, text, milliseconds: performance.now() - start };
}

/** Another process may have had the processor: what is slow is asked again, and the quickest counts. */
async function quickest(subject: FaultSubject, request: RandomRequest, first: number): Promise<number> {
  let best = first;
  for (let attempt = 0; attempt < 3 && best > 1_000; attempt++)
    best = Math.min(best, (await send(subject, request)).milliseconds);
  return best;
}

function assault(subject: FaultSubject, runs: number, from: number): Promise<void> {
  let sent = 0;
  return fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const Requests = g(fc.boolean) ? ProperRequests : RandomRequests;
      const request = new Requests(subject.material, g).request();
      // what was deleted is there again for those that follow
      if (++sent % 250 === 0) await subject.reset();
      const { status, text, milliseconds } = await send(subject, request);
      const context = `${JSON.stringify(request)}\n${text.slice(0, 500)}\n${String((subject.defects.at(-1)?.cause as Error)?.stack ?? '')}`;
      expect(status, context).not.toBe(500);
      expect(status, context).toBeGreaterThanOrEqual(200);
      expect(text, context).not.toMatch(/\n\s+at \S|\.(?:ts|js|mjs):\d+/);
      if (milliseconds > 1_000)
        expect(await quickest(subject, request, milliseconds), context).toBeLessThan(1_000);
    }),
    { numRuns: runs, seed: from, endOnFailure: true },
  );
}

describe.each([
  ['the reference service', openReference, available],
  ['Microsoft Graph', openGraph, true],
] as const)('%s', (_name, open, isThere) => {
  it.skipIf(!isThere)('survives', { timeout: 600_000 }, async () => {
    const subject = await open();
    await assault(subject, Math.ceil(numRuns / 2), seed);
    await subject.reset();
    const before = await heapInUse();
    await assault(subject, numRuns, seed + 1);
    await subject.reset();
    const grown = (await heapInUse()) - before;
    // caches of types, schemas and URLs are bounded, and not yet full: they may grow
    expect(grown / 2 ** 20, 'MiB that did not come back').toBeLessThan(32);
    console.log(`${numRuns} requests; the heap grew by ${(grown / 2 ** 20).toFixed(1)} MiB`);
    await subject.emulator.close();
  });
});
