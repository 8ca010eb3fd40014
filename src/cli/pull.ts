// `odata-emulator pull`: a service's $metadata into a file, and what changed in it.
import { Command, Option } from 'commander';
import { diffModels } from '../contract/diff/diff-models.ts';
import { formatChangesAsText } from '../contract/diff/format-text.ts';
import { unnecessaryOverlays } from '../contract/diff/unnecessary-overlays.ts';
import { type PullResult, pull } from '../contract/pull/pull.ts';
import { UpstreamError } from '../contract/upstream/upstream-fetch.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { type CsdlText, type LoadedCsdl, loadCsdl } from '../csdl/load-csdl.ts';
import { readLocalReference } from '../csdl/local-reference.ts';
import { createEdmModel } from '../csdl/model/create-edm-model.ts';
import { parseHttpUrl } from './option-values.ts';
import { openProject, overlaysOf, refuseShared, servicesOf, settingsOf } from './project.ts';
import { configOption, overlayOption, readOverlays } from './service-options.ts';
import { trying, UserError, wrongUsage } from './user-error.ts';

interface PullCommandOptions {
  readonly out?: string;
  readonly bearer?: string;
  readonly overlay?: readonly string[];
  readonly config?: string;
}

export function pullCommand(): Command {
  return new Command('pull')
    .description(
      'Download $metadata of a service into a file, and list what changed in it; without a URL, of every service of the configuration that has one.',
    )
    .argument('[url]', 'service root, or URL of the document', parseHttpUrl)
    .option('-o, --out <file>', 'file to write; it is left as it is when the download fails')
    .addOption(
      new Option('--bearer <token>', 'token of the Authorization header').env('ODATA_EMULATOR_BEARER'),
    )
    .addOption(overlayOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      '\nHTTP_PROXY, HTTPS_PROXY and NO_PROXY are followed. FILE.pulled keeps the ETag for the next pull.',
    )
    .action(run);
}

interface Job {
  readonly url: string;
  readonly out: string;
  readonly bearer: string | undefined;
  /** Files: what they correct is compared corrected, and what of them has become unnecessary is told. */
  readonly overlays: readonly string[];
}

async function run(url: string | undefined, options: PullCommandOptions): Promise<void> {
  const failures: string[] = [];
  for (const job of await planJobs(url, options)) {
    try {
      await pullInto(job);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UserError(failures.join('\n'));
}

async function planJobs(url: string | undefined, options: PullCommandOptions): Promise<Job[]> {
  if (url !== undefined) {
    const { out, bearer, overlay = [] } = options;
    if (out === undefined) throw wrongUsage("required option '-o, --out <file>' not specified");
    return [{ url, out, bearer, overlays: overlay }];
  }
  const project = await openProject(options.config);
  const jobs = servicesOf(project, undefined).flatMap((service): Job[] => {
    const { url: configured, out = service.metadata, bearer } = settingsOf('pull', project, service, options);
    const overlays = overlaysOf(service, options.overlay);
    return configured === undefined ? [] : [{ url: configured, out, bearer, overlays }];
  });
  if (jobs.length === 0)
    throw wrongUsage("missing required argument 'url', and no configuration has pull.url.");
  refuseShared(jobs.map((job) => [job.out, job.url]));
  return jobs;
}

async function pullInto({ url, out, bearer, overlays: files }: Job): Promise<void> {
  const overlays = await readOverlays(files);
  const result = await trying(`The file ${out}`, pull({ url, out, bearer })).catch((error: unknown) => {
    if (error instanceof UpstreamError) throw new UserError(`${error.message}; ${leftAlone(out)}`);
    throw error;
  });
  if (result.kind === 'refused') {
    throw new UserError([...result.findings.map(formatFinding), leftAlone(out)].join('\n'));
  }
  if (result.kind === 'unchanged') console.log(`${out}: unchanged`);
  else report(out, result, overlays);
}

function leftAlone(out: string): string {
  return `${out} is left as it was`;
}

/** What changed; for a first download the errors of the document alone, since every command will stumble over them. */
function report(
  out: string,
  { before, after }: Extract<PullResult, { readonly kind: 'written' }>,
  overlays: readonly CsdlText[],
): void {
  const now = loadText(after, out, overlays);
  for (const finding of now.findings.filter(({ severity }) => severity === 'error'))
    console.error(formatFinding(finding));
  if (before === undefined) {
    console.log(`${out}: new, ${Buffer.byteLength(after)} bytes`);
    return;
  }
  const old = loadText(before, out, overlays);
  if (old.document === undefined || now.document === undefined) {
    console.log(`${out}: written; the documents can't be compared, since one of them has errors`);
    return;
  }
  const changes = [
    ...diffModels(createEdmModel(old.document, old.references), createEdmModel(now.document, now.references)),
    ...unnecessaryOverlays(old.overlayEffects ?? [], now.overlayEffects ?? []),
  ];
  process.stdout.write(`${out}: written\n${formatChangesAsText(changes)}`);
}

function loadText(text: string, file: string, overlays: readonly CsdlText[]): LoadedCsdl {
  return loadCsdl(text, file, { readFile: readLocalReference, overlays });
}
