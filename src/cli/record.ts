// `odata-emulator record`: a proxy in front of real services that checks and records.
import { Command, Option } from 'commander';
import { createRecorder } from '../contract/record/create-recorder.ts';
import { openRecordingFile, type RecordingFile } from '../contract/record/recording.ts';
import { answersFrom } from '../contract/record/replay-answers.ts';
import { openUpstream, type Upstream } from '../contract/upstream/upstream-fetch.ts';
import { type Listener, listen } from '../server/listen.ts';
import { type OpenedContext, openCheckContext, type ServiceCommandOptions } from './open-check-context.ts';
import { parseHttpUrl, parsePort, parseSize } from './option-values.ts';
import {
  defaultRecordings,
  listOf,
  oneServiceOf,
  openProject,
  type Project,
  type ProjectService,
  servicesOf,
  settingsOf,
} from './project.ts';
import { readAllExamples } from './read-example-files.ts';
import { closeOnSignal, logEvent } from './serve.ts';
import { configOption, overlayOption, profileOption, serviceOption } from './service-options.ts';
import { trying, UserError, wrongUsage } from './user-error.ts';

interface RecordOptions extends ServiceCommandOptions {
  readonly upstream?: string;
  readonly out?: string;
  readonly service?: string;
  readonly replayFrom?: readonly string[];
  readonly emulate?: boolean;
  readonly limit?: number;
  readonly port?: number;
  readonly host?: string;
  readonly config?: string;
}

export function recordCommand(): Command {
  return new Command('record')
    .description(
      'Forward requests to a real service, check both directions, and record them; without --upstream, to the services of the configuration.',
    )
    .addOption(new Option('--upstream <url>', 'root of the service').argParser(parseHttpUrl))
    .option('-o, --out <folder>', 'where the recordings go (default: recordings)')
    .addOption(serviceOption())
    .addOption(profileOption())
    .addOption(overlayOption())
    .option(
      '--replay-from <recordings...>',
      'what answers when the service does not; alone, when there is no --upstream',
    )
    .option('--emulate', 'an emulator of --service answers when neither the service nor a recording does')
    .addOption(
      new Option(
        '--limit <size>',
        'how much of a body is kept to be checked and recorded; larger ones are forwarded all the same: bytes, or 512KiB, 4MiB (default: 4MiB)',
      ).argParser(parseSize),
    )
    .addOption(new Option('-p, --port <number>', 'port to listen on (default: 4005)').argParser(parsePort))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .addOption(configOption())
    .addHelpText('after', '\nAuthorization, cookies and tokens in URLs and bodies never reach a recording.')
    .action(run);
}

/** One service to stand in front of. */
interface Job {
  /** What it is checked against and emulated from; undefined: it is only forwarded and recorded. */
  readonly service: ProjectService | undefined;
  readonly upstream: URL | undefined;
  readonly out: string;
  readonly replayFrom: readonly string[] | undefined;
  readonly emulate: boolean;
  readonly limit: number;
}

/** Bytes. */
const defaultLimit = 4 * 1024 * 1024;

async function run(options: RecordOptions): Promise<void> {
  const project = await openProject(options.config);
  const jobs = planJobs(project, options);
  const client = openUpstream();
  const proxies: Proxy[] = [];
  const files = new Map<string, RecordingFile>();
  for (const job of jobs) {
    const file = files.get(job.out) ?? openRecordingFile(job.out, new Date());
    files.set(job.out, file);
    proxies.push(await openProxy(job, file, client, project, options));
  }
  const { port = (project.config.port ?? 4004) + 1, host = project.config.host ?? '127.0.0.1' } = options;
  const listener = await trying(`Port ${port} on ${host}`, listen(routed(proxies), { port, host }));
  closeOnSignal({ ...listener, close: () => end(listener, client, [...files.values()]) });
  for (const { path, purpose } of proxies) console.log(`${listener.origin}${path || '/'}  ${purpose}`);
}

/** What has been answered is in the files before the process ends. */
async function end(listener: Listener, client: Upstream, files: readonly RecordingFile[]): Promise<void> {
  await listener.close();
  await Promise.all(files.map((file) => file.settled()));
  await client.close();
}

function planJobs(project: Project, options: RecordOptions): Job[] {
  const isAlone = project.services.length === 0 && options.service === undefined;
  const isForOne = options.upstream !== undefined || options.service !== undefined;
  const services = isAlone
    ? [undefined]
    : isForOne
      ? [oneServiceOf(project, options.service)]
      : servicesOf(project, undefined);
  const jobs = services
    .map((service) => planJob(project, service, options))
    .filter(
      ({ upstream, replayFrom, emulate }) => upstream !== undefined || replayFrom !== undefined || emulate,
    );
  if (jobs.length === 0)
    throw wrongUsage('Name a service with --upstream, or recordings with --replay-from.');
  if (jobs.some(({ emulate, service }) => emulate && service === undefined))
    throw wrongUsage('--emulate needs --service.');
  return jobs;
}

function planJob(project: Project, service: ProjectService | undefined, options: RecordOptions): Job {
  const settings = settingsOf('record', project, service, options);
  const {
    upstream,
    out = defaultRecordings(project),
    replayFrom,
    emulate = false,
    limit = defaultLimit,
  } = settings;
  return {
    service,
    upstream: upstream === undefined ? undefined : new URL(upstream),
    out,
    replayFrom: replayFrom === undefined ? undefined : listOf(replayFrom),
    emulate,
    limit,
  };
}

interface Proxy {
  /** Path that it stands at, without the slash at its end: that of the service. */
  readonly path: string;
  /** What it does, for a person. */
  readonly purpose: string;
  readonly answer: (request: Request) => Promise<Response>;
}

async function openProxy(
  job: Job,
  file: RecordingFile,
  client: Upstream,
  project: Project,
  options: RecordOptions,
): Promise<Proxy> {
  const { service, upstream, replayFrom, emulate, limit } = job;
  const opened =
    service === undefined
      ? undefined
      : await openCheckContext(service, options, upstream && rootOf(upstream));
  const path = (upstream?.pathname ?? service?.path ?? '').replace(/\/$/, '');
  const answer = createRecorder({
    upstream,
    client,
    context: opened?.context,
    write: file.write,
    limit,
    answers: replayFrom && (await answersFrom(readAllExamples(replayFrom))),
    emulate:
      emulate && opened !== undefined && service !== undefined
        ? await openEmulator(service, opened, path, project)
        : undefined,
    log: console.log,
  });
  const purpose =
    upstream === undefined
      ? `answers from ${replayFrom === undefined ? 'the emulator' : 'recordings'}`
      : `forwards to ${rootOf(upstream)}, records to ${file.file}`;
  return { path, purpose, answer };
}

function rootOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

/** The service as `serve` starts it, at the path of the real one. */
async function openEmulator(
  service: ProjectService,
  { definition, profile }: OpenedContext,
  path: string,
  project: Project,
) {
  const [{ startService }, { planService }, { handle }] = await Promise.all([
    import('./start-service.ts'),
    import('./serve-plan.ts'),
    import('../protocol/handle.ts'),
  ]);
  const planned = planService(service.entry, project, {});
  const settings = { ...planned.settings, path, profile };
  const emulated = await startService(definition, { ...planned, settings }, logEvent);
  return async (request: Request) => await handle(emulated, request);
}

/** A request goes to the service with the longest path that begins its own. */
function routed(proxies: readonly Proxy[]): (request: Request) => Promise<Response> {
  const paths = new Set(proxies.map(({ path }) => path));
  if (paths.size < proxies.length)
    throw new UserError(
      'Two services have the same path, so that one proxy can stand before one of them only.',
    );
  const ordered = [...proxies].sort((a, b) => b.path.length - a.path.length);
  return async (request) => {
    const { pathname } = new URL(request.url);
    const proxy = ordered.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
    const { answer } = proxy ?? ordered.at(-1)!;
    return await answer(request);
  };
}
