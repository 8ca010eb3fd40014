// Documented requests and responses against the CSDL of the same month: how many resolve, are valid, and replay alike.
import { readFileSync } from 'node:fs';
import { type CheckContext, createCheckContext } from '../../src/contract/check/check-context.ts';
import { checkExample } from '../../src/contract/check/check-example.ts';
import { checkTemplate } from '../../src/contract/check/check-template.ts';
import type { HttpExample, HttpTemplate } from '../../src/contract/examples/http-example.ts';
import { readExamples } from '../../src/contract/examples/read-examples.ts';
import type { Difference } from '../../src/contract/replay/compare-answer.ts';
import { replayExample } from '../../src/contract/replay/replay-example.ts';
import { isNoJson } from '../../src/contract/replay/replay-file.ts';
import { createService, type ODataService, openDefinition, profiles } from '../../src/index.ts';
import { type FailureOrigin, originOfReplay, originOfUrlFailure } from './failure-origin.ts';

/** One way to fail: how often, and one example of it. */
export interface FailureClass {
  readonly name: string;
  readonly origin: FailureOrigin;
  count: number;
  readonly example: string;
}

export interface Measurement {
  readonly examples: number;
  /** Examples whose URL names something that the model does not have, or is of another host. */
  readonly beyondModel: number;
  readonly pathResolves: number;
  readonly requestValid: number;
  readonly responseValid: number;
  /** Examples that have a response, whose URL resolves and whose body, if any, is JSON. */
  readonly replayed: number;
  readonly replayAgrees: number;
  readonly templates: number;
  readonly templatesBeyondModel: number;
  readonly templatesResolve: number;
  readonly failures: readonly FailureClass[];
}

interface Measuring {
  readonly service: ODataService;
  readonly context: CheckContext;
  fail(name: string, origin: FailureOrigin, example: string): void;
}

/** Measures a set of examples, and templates where there are, with the graph profile; the files' paths. */
export async function measureExamples(
  csdl: string,
  examplesFile: string,
  templatesFile: string | undefined,
): Promise<Measurement> {
  const profile = profiles.graph;
  const definition = await openDefinition({ metadata: csdl });
  const failures = new Map<string, FailureClass>();
  const measuring: Measuring = {
    service: createService(definition, { profile, validation: 'report', path: '/v1.0' }),
    context: createCheckContext(definition, profile),
    fail: (name, origin, example) => {
      const known = failures.get(`${origin} ${name}`);
      if (known === undefined) failures.set(`${origin} ${name}`, { name, origin, count: 1, example });
      else known.count++;
    },
  };
  const examples = await measureRequests(read(examplesFile).examples, measuring);
  const templates = templatesFile === undefined ? [] : read(templatesFile).templates;
  const sorted = () => [...failures.values()].sort((a, b) => b.count - a.count);
  return { ...examples, ...measureTemplates(templates, measuring), failures: sorted() };
}

async function measureRequests(examples: readonly HttpExample[], measuring: Measuring) {
  const { context, fail } = measuring;
  const counts = { beyondModel: 0, pathResolves: 0, requestValid: 0, responseValid: 0 };
  const replays = { replayed: 0, replayAgrees: 0 };
  for (const example of examples) {
    const checked = checkExample(example, context);
    const { findings, relativeUrl } = checked;
    const where = `${example.name} ${example.request.method} ${example.request.url}`;
    const ofUrl = findings.find(({ rule }) => /^(url|path|option)-/.test(rule));
    for (const finding of findings) {
      const origin = finding === ofUrl ? originOfUrlFailure(finding, context.model) : 'documentation';
      fail(`${finding.side}: ${finding.rule}`, origin, `${where}: ${finding.message}`);
    }
    if (ofUrl === undefined) counts.pathResolves++;
    else if (originOfUrlFailure(ofUrl, context.model) === 'documentation') counts.beyondModel++;
    if (!findings.some(({ side }) => side === 'request')) counts.requestValid++;
    if (ofUrl === undefined && !findings.some(({ side }) => side === 'response')) counts.responseValid++;
    if (ofUrl !== undefined || relativeUrl === undefined || isNoJson(example, checked)) continue;
    const verdict = await replayExample(measuring.service, example, relativeUrl);
    if (verdict === undefined) continue;
    replays.replayed++;
    const { difference } = verdict;
    if (difference === undefined) replays.replayAgrees++;
    else fail(`replay: ${classOf(difference)}`, originOfReplay(findings), `${where}: ${difference.message}`);
  }
  return { examples: examples.length, ...counts, ...replays };
}

function measureTemplates(templates: readonly HttpTemplate[], { context, fail }: Measuring) {
  const counts = { templatesResolve: 0, templatesBeyondModel: 0 };
  for (const template of templates) {
    const [failure] = checkTemplate(template, context);
    if (failure === undefined) {
      counts.templatesResolve++;
      continue;
    }
    const origin = originOfUrlFailure(failure, context.model);
    if (origin === 'documentation') counts.templatesBeyondModel++;
    fail('template does not resolve', origin, `${template.method} ${template.url}: ${failure.message}`);
  }
  return { templates: templates.length, ...counts };
}

function read(file: string) {
  const content = readExamples(readFileSync(file, 'utf8'), file);
  if (content === undefined) throw new Error(`${file} is none that holds examples.`);
  return content;
}

/** Messages of one kind are one class: names and numbers in them aside. */
function classOf({ kind, message }: Difference): string {
  if (kind === 'status') return message;
  return message
    .replace(/^\S+ (is missing|is no collection|is a collection|is no object)$/, 'a member $1')
    .replace(/^.*@odata\.type is .*$/, 'an @odata.type differs');
}
