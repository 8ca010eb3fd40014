// `odata-emulator record`: a proxy in front of a real service that checks and records.
import { Command, CommanderError, Option } from 'commander';
import { type CheckContext, createCheckContext } from '../contract/check/check-context.ts';
import { createRecorder } from '../contract/record/create-recorder.ts';
import { openRecordingFile } from '../contract/record/recording.ts';
import { type Answers, answersFrom } from '../contract/record/replay-answers.ts';
import { openUpstream } from '../contract/upstream/upstream-fetch.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { type Listener, listen } from '../server/listen.ts';
import type { ProfileName } from '../service/profile.ts';
import { profileOf } from '../service/profiles/profile-of.ts';
import { openDocument } from './open-service.ts';
import { overlayOption, readOverlays } from './overlay-option.ts';
import { parseHttpUrl } from './pull.ts';
import { readExampleFiles } from './read-example-files.ts';
import { closeOnSignal, parsePort } from './serve.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

interface RecordOptions {
  readonly upstream?: string;
  readonly out?: string;
  readonly service?: string;
  readonly profile?: ProfileName;
  readonly overlay?: readonly string[];
  readonly replayFrom?: readonly string[];
  readonly emulate?: boolean;
  readonly port: number;
  readonly host: string;
}

export function recordCommand(): Command {
  return new Command('record')
    .description('Forward requests to a real service, check both directions, and record them.')
    .addOption(new Option('--upstream <url>', 'root of the service').argParser(parseHttpUrl))
    .option('-o, --out <folder>', 'where the recordings go (default: recordings)')
    .option('--service <file>', 'CSDL document (XML or JSON) that requests and responses are checked against')
    .addOption(new Option('--profile <name>', 'what differs from the standard').choices(['odata', 'graph']))
    .addOption(overlayOption())
    .option(
      '--replay-from <recordings...>',
      'what answers when the service does not; alone, when there is no --upstream',
    )
    .option('--emulate', 'an emulator of --service answers when neither the service nor a recording does')
    .addOption(new Option('-p, --port <number>', 'port to listen on').argParser(parsePort).default(4005))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addHelpText('after', '\nAuthorization, cookies and tokens in URLs and bodies never reach a recording.')
    .action(run);
}

async function run(options: RecordOptions): Promise<void> {
  refuseWrongUsage(options);
  const upstream = options.upstream === undefined ? undefined : new URL(options.upstream);
  const definition =
    options.service === undefined
      ? undefined
      : await openDocument(options.service, await readOverlays(options.overlay));
  const recordings = openRecordingFile(options.out ?? 'recordings', new Date());
  const client = openUpstream();
  const record = createRecorder({
    upstream,
    client,
    context: definition === undefined ? undefined : contextOf(definition, upstream, options),
    write: recordings.write,
    answers: await openAnswers(options),
    emulate: options.emulate === true ? await openEmulator(definition!, upstream, options) : undefined,
    log: console.log,
  });
  const listener = await open(record, options);
  console.log(
    `${listener.origin}${upstream?.pathname ?? '/'}  ${upstream === undefined ? 'answers from recordings' : `forwards to ${options.upstream}, records to ${recordings.file}`}`,
  );
  closeOnSignal({ ...listener, close: () => listener.close().then(() => client.close()) });
}

function refuseWrongUsage({ upstream, replayFrom, emulate, service }: RecordOptions): void {
  const problem =
    emulate === true && service === undefined
      ? '--emulate needs --service.'
      : upstream === undefined && replayFrom === undefined && emulate !== true
        ? 'Name a service with --upstream, or recordings with --replay-from.'
        : undefined;
  if (problem === undefined) return;
  console.error(`error: ${problem}`);
  throw new CommanderError(2, 'odata-emulator.usage', problem);
}

function contextOf(
  definition: ServiceDefinition,
  upstream: URL | undefined,
  { profile }: RecordOptions,
): CheckContext {
  const roots = upstream === undefined ? [] : [`${upstream.origin}${upstream.pathname}`];
  return createCheckContext(definition, profileOf(profile, definition.model), roots);
}

async function openAnswers({ replayFrom }: RecordOptions): Promise<Answers | undefined> {
  if (replayFrom === undefined) return undefined;
  const files = await readExampleFiles(replayFrom);
  return answersFrom(files.flatMap(({ file }) => file.examples));
}

async function openEmulator(
  definition: ServiceDefinition,
  upstream: URL | undefined,
  { profile }: RecordOptions,
) {
  const { createEmulator } = await import('../index.ts');
  const path = upstream?.pathname.replace(/\/$/, '') ?? '';
  const emulator = await createEmulator({ definition, path, profile: profileOf(profile, definition.model) });
  return (request: Request) => emulator.fetch(request);
}

async function open(
  fetch: (request: Request) => Promise<Response>,
  { port, host }: RecordOptions,
): Promise<Listener> {
  return await listen(fetch, { port, host }).catch((error: unknown) => {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `Port ${port} on ${host}`));
    throw error;
  });
}
