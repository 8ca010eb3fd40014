// `odata-emulator pull`: a service's $metadata into a file, and what changed in it.
import { Command, InvalidArgumentError, Option } from 'commander';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsText } from '../contract/diff/format-text.ts';
import { type PullResult, pull } from '../contract/pull/pull.ts';
import { UpstreamError } from '../contract/upstream/upstream-fetch.ts';
import { createEdmModel } from '../csdl/create-edm-model.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { loadCsdl } from '../csdl/load-csdl.ts';
import { readLocalReference } from '../csdl/local-reference.ts';
import type { EdmModel } from '../edm/edm-model.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

interface PullCommandOptions {
  readonly out: string;
  readonly bearer?: string;
}

export function pullCommand(): Command {
  return new Command('pull')
    .description('Download $metadata of a service into a file, and list what changed in it.')
    .argument('<url>', 'service root, or URL of the document', parseHttpUrl)
    .requiredOption('-o, --out <file>', 'file to write; it is left as it is when the download fails')
    .addOption(
      new Option('--bearer <token>', 'token of the Authorization header').env('ODATA_EMULATOR_BEARER'),
    )
    .addHelpText(
      'after',
      '\nHTTP_PROXY, HTTPS_PROXY and NO_PROXY are followed. FILE.pulled keeps the ETag for the next pull.',
    )
    .action(run);
}

export function parseHttpUrl(value: string): string {
  const isHttp = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isHttp) throw new InvalidArgumentError('It is an http or https URL.');
  return value;
}

async function run(url: string, { out, bearer }: PullCommandOptions): Promise<void> {
  const result = await pull({ url, out, bearer }).catch((error: unknown) => {
    if (error instanceof UpstreamError) throw new UserError(`${error.message}; ${leftAlone(out)}`);
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${out}`));
    throw error;
  });
  if (result.kind === 'refused') {
    throw new UserError([...result.findings.map(formatFinding), leftAlone(out)].join('\n'));
  }
  if (result.kind === 'unchanged') console.log(`${out}: unchanged`);
  else report(out, result);
}

function leftAlone(out: string): string {
  return `${out} is left as it was`;
}

/** What changed; for a first download the errors of the document alone, since every command will stumble over them. */
function report(out: string, { before, after }: Extract<PullResult, { readonly kind: 'written' }>): void {
  const now = modelOf(after, out);
  for (const error of now.errors) console.error(error);
  const old = before === undefined ? undefined : modelOf(before, out).model;
  if (before === undefined) console.log(`${out}: new, ${Buffer.byteLength(after)} bytes`);
  else if (old === undefined || now.model === undefined)
    console.log(`${out}: written; the documents can't be compared, since one of them has errors`);
  else process.stdout.write(`${out}: written\n${formatChangesAsText(diffModels(old, now.model))}`);
}

interface OpenedText {
  readonly model: EdmModel | undefined;
  readonly errors: readonly string[];
}

function modelOf(text: string, file: string): OpenedText {
  const { document, references, findings } = loadCsdl(text, file, { readFile: readLocalReference });
  const errors = findings.filter(({ severity }) => severity === 'error').map(formatFinding);
  return { model: document === undefined ? undefined : createEdmModel(document, references), errors };
}
