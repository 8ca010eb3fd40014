// `npm run examples [-- --csdl FILE --examples FILE [--templates FILE]]`: prints what measureExamples finds.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Measurement, measureExamples } from './measure.ts';

const folder = '../shared';
const shared = ['graph-v1.0-2021-07', 'graph-beta-2021-07'].map((name) => ({
  csdl: `${folder}/csdl/${name}.csdl.xml`,
  examples: `${folder}/docs-examples/${name}.examples.jsonl`,
  templates: `${folder}/docs-examples/${name}.templates.jsonl`,
}));

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? '-' : ((100 * part) / whole).toFixed(1)} %)`;
}

function print(csdl: string, measured: Measurement): void {
  const { examples, templates, failures, replayed, beyondModel, templatesBeyondModel } = measured;
  const resolvable = examples - beyondModel;
  console.log(csdl);
  console.log(`  examples          ${examples}`);
  console.log(`  path resolves     ${share(measured.pathResolves, examples)}`);
  console.log(`    of those that the model has: ${share(measured.pathResolves, resolvable)}`);
  console.log(`  request valid     ${share(measured.requestValid, examples)}`);
  console.log(`  response valid    ${share(measured.responseValid, examples)}`);
  console.log(
    `  replay agrees     ${share(measured.replayAgrees, replayed)} that resolve, have a response and no body that is no JSON`,
  );
  if (templates > 0) {
    console.log(`  templates resolve ${share(measured.templatesResolve, templates)}`);
    const known = templates - templatesBeyondModel;
    console.log(`    of those that the model has: ${share(measured.templatesResolve, known)}`);
  }
  const origins = {
    open: "may be the emulator's",
    documentation: "are the documentation's: it says what the model does not",
  };
  for (const [origin, title] of Object.entries(origins)) {
    console.log(`  failures that ${title}; by class, each with one example`);
    for (const { name, count, example } of failures.filter((failure) => failure.origin === origin))
      console.log(`    ${count} × ${name}\n        ${example}`);
  }
}

const { values } = parseArgs({
  options: { csdl: { type: 'string' }, examples: { type: 'string' }, templates: { type: 'string' } },
});
if (values.csdl !== undefined && values.examples !== undefined) {
  print(values.csdl, await measureExamples(values.csdl, values.examples, values.templates));
} else if (values.csdl !== undefined || values.examples !== undefined) {
  console.error('Give both --csdl and --examples, or neither.');
  process.exitCode = 2;
} else if (!existsSync(folder)) {
  console.log(`skipped: ${folder} is not there; name files with --csdl and --examples.`);
} else {
  for (const { csdl, examples, templates } of shared)
    print(csdl, await measureExamples(csdl, examples, templates));
}
