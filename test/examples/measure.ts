// Documented requests and responses against the CSDL of the same month: how many resolve, are valid, and replay alike.
import { readFileSync } from 'node:fs';
import { createCheckContext } from '../../src/contract/check/check-context.ts';
import { checkExample } from '../../src/contract/check/check-example.ts';
import { templateFailure } from '../../src/contract/check/resolve-template.ts';
import { readServiceUrl } from '../../src/contract/check/service-url.ts';
import { readExamples } from '../../src/contract/examples/read-examples.ts';
import { replayExample } from '../../src/contract/replay/replay-example.ts';
import { isNoJson } from '../../src/contract/replay/replay-file.ts';
import { createService, openDefinition, profiles } from '../../src/index.ts';

/** One way to fail: how often, and one example of it. */
export interface FailureClass {
  readonly name: string;
  count: number;
  readonly example: string;
}

export interface Measurement {
  readonly examples: number;
  readonly pathResolves: number;
  readonly requestValid: number;
  readonly responseValid: number;
  /** Examples that have a response, whose URL resolves and whose body, if any, is JSON. */
  readonly replayed: number;
  readonly replayAgrees: number;
  readonly templates: number;
  readonly templatesResolve: number;
  readonly failures: readonly FailureClass[];
}

/** Measures a set of examples, and templates where there are, with the graph profile; the files' paths. */
export async function measureExamples(
  csdl: string,
  examplesFile: string,
  templatesFile: string | undefined,
): Promise<Measurement> {
  const profile = profiles.graph;
  const definition = await openDefinition({ metadata: csdl });
  const service = createService(definition, { profile, validation: 'report', path: '/v1.0' });
  const context = createCheckContext(definition, profile);
  const failures = new Map<string, FailureClass>();
  const fail = (name: string, example: string): void => {
    const known = failures.get(name);
    if (known === undefined) failures.set(name, { name, count: 1, example });
    else known.count++;
  };
  const counts = { pathResolves: 0, requestValid: 0, responseValid: 0, replayed: 0, replayAgrees: 0 };
  const { examples } = read(examplesFile);
  for (const example of examples) {
    const { findings, relativeUrl } = checkExample(example, context);
    const where = `${example.name} ${example.request.method} ${example.request.url}`;
    for (const { side, rule, message } of findings) fail(`${side}: ${rule}`, `${where}: ${message}`);
    const urlFails = findings.some(({ rule }) => /^(url|path|option)-/.test(rule));
    if (!urlFails) counts.pathResolves++;
    if (!findings.some(({ side }) => side === 'request')) counts.requestValid++;
    if (!urlFails && !findings.some(({ side }) => side === 'response')) counts.responseValid++;
    if (urlFails || relativeUrl === undefined || isNoJson(findings)) continue;
    const verdict = await replayExample(service, example, relativeUrl);
    if (verdict === undefined) continue;
    counts.replayed++;
    if (verdict.difference === undefined) counts.replayAgrees++;
    else
      fail(
        `replay: ${classOf(verdict.difference.kind, verdict.difference.message)}`,
        `${where}: ${verdict.difference.message}`,
      );
  }
  const templates = templatesFile === undefined ? [] : read(templatesFile).templates;
  let templatesResolve = 0;
  for (const { method, url } of templates) {
    const { relative } = readServiceUrl(url, profile.publicRoots, profile.resolve.ignoreCase);
    const failure =
      relative === undefined ? { message: 'not below the root' } : templateFailure(relative, context);
    if (failure === undefined) templatesResolve++;
    else fail('template does not resolve', `${method} ${url}: ${failure.message}`);
  }
  const sorted = [...failures.values()].sort((a, b) => b.count - a.count);
  return {
    examples: examples.length,
    templates: templates.length,
    templatesResolve,
    ...counts,
    failures: sorted,
  };
}

function read(file: string) {
  const content = readExamples(readFileSync(file, 'utf8'), file);
  if (content === undefined) throw new Error(`${file} is none that holds examples.`);
  return content;
}

/** Messages of one kind are one class: names and numbers in them aside. */
function classOf(kind: string, message: string): string {
  if (kind === 'status') return message;
  return message
    .replace(/^\S+ (is missing|is no collection|is a collection|is no object)$/, 'a member $1')
    .replace(/@odata\.type is .*$/, '@odata.type differs');
}
