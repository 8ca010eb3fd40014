// `odata-emulator serve`: the services of CSDL documents, or of a configuration, on one port.
import { rm } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { Listener } from '../server/listen.ts';
import { requestLine } from '../server/request-log.ts';
import type { ODataService, ServiceEvent } from '../service/odata-service.ts';
import { parseCount, parsePort, parseSize } from './option-values.ts';
import type { ServeOptions } from './serve-options.ts';
import { planServices, type ServePlan } from './serve-plan.ts';
import { configOption, overlayOption, profileOption } from './service-options.ts';
import { trying } from './user-error.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve CSDL documents, one service each; without files, what the configuration says.')
    .argument('[files...]', 'CSDL documents (XML or JSON), or folders of them')
    .addOption(
      new Option('-p, --port <number>', 'port to listen on; 0 for any free one (default: 4004)').argParser(
        parsePort,
      ),
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--path <path>', 'path of the service root (default: / and the file name without .csdl.xml)')
    .addOption(profileOption())
    .addOption(
      new Option(
        '--validation <mode>',
        'strict: a wrong payload is refused; report: it is accepted, and the log and a response header say what is wrong (default: strict)',
      ).choices(['strict', 'report']),
    )
    .addOption(
      new Option(
        '--capabilities <mode>',
        'enforce: what the capability annotations of the document rule out is refused; ignore: it is not (default: enforce)',
      ).choices(['enforce', 'ignore']),
    )
    .addOption(
      new Option(
        '--body-limit <size>',
        'largest request body: bytes, or 512KiB, 4MiB (default: 4MiB)',
      ).argParser(parseSize),
    )
    .addOption(
      new Option(
        '--content-limit <size>',
        'largest content of a media entity or stream: bytes, or 512KiB, 4MiB (default: 256MiB)',
      ).argParser(parseSize),
    )
    .addOption(overlayOption())
    .option('--data <folder>', 'what the service starts with: files named like its entity sets, People.json')
    .addOption(
      new Option(
        '--populate <number>',
        'made-up entities of each entity set that --data leaves empty, the same in every run',
      ).argParser(parseCount),
    )
    .addOption(new Option('--seed <number>', 'makes other ones (default: 1)').argParser(parseCount))
    .option('--handlers <file>', 'module whose default export tells what actions and functions do')
    .addOption(configOption())
    .option('--journal <file>', 'write every request with its answer to a file; coverage reads it')
    .option('--no-admin', 'no admin endpoints below /_emulator/, no sessions, no journal')
    .option('--remote-admin', 'clients of other machines may use the admin endpoints')
    .addOption(
      new Option(
        '--max-sessions <number>',
        'how many names of the header Emulator-Session there may be at once (default: 100)',
      ).argParser(parseCount),
    )
    .addOption(
      new Option(
        '--session-timeout <seconds>',
        'how long a session lasts that nobody asks for (default: 3600)',
      ).argParser(parseCount),
    )
    .option('--debug', 'errors tell what caused them (innererror)')
    .option('-v, --verbose', 'a line for each request')
    .action(serve);
}

async function serve(files: string[], options: ServeOptions): Promise<void> {
  const plan = await planServices(files, options);
  // The journal of one run: the services append to it.
  if (plan.journal !== undefined) await trying(`The file ${plan.journal}`, rm(plan.journal, { force: true }));
  const services = await openServices(plan);
  const { createApp } = await import('../server/create-app.ts');
  const { createRequestLog } = await import('../server/request-log.ts');
  const { listen } = await import('../server/listen.ts');
  const { port, host, admin, verbose } = plan;
  const app = createApp(
    services.map(({ service }) => service),
    {
      ...(verbose ? { log: createRequestLog(console.log) } : {}),
      ...(admin === undefined ? {} : { admin }),
    },
  );
  const listener = await trying(`Port ${port} on ${host}`, listen(app.fetch, { port, host }));
  // Whoever reads the lines may end it at once.
  closeOnSignal(listener);
  announce(listener, services, plan);
}

interface OpenedService {
  readonly service: ODataService;
  /** What the definition comes from, for the line at the start. */
  readonly source: string;
}

async function openServices({ services }: ServePlan): Promise<OpenedService[]> {
  const { openService } = await import('./open-service.ts');
  const { startService } = await import('./start-service.ts');
  const opened = new Map<string, ReturnType<typeof openService>>();
  return await Promise.all(
    services.map(async (entry) => {
      const { metadata, generated, overlays, include } = entry;
      const key = JSON.stringify([metadata, generated, overlays, include]);
      if (!opened.has(key)) opened.set(key, openService(entry));
      const { definition, source } = await opened.get(key)!;
      const service = await startService(definition, entry, logEvent);
      return { service, source };
    }),
  );
}

/** What a service wants known: accepted violations, default answers, defects with their stack. */
export function logEvent({ message, request, cause }: ServiceEvent): void {
  console.log(`${requestLine(request)}: ${message}`);
  if (cause !== undefined) console.error(cause);
}

function announce({ origin }: Listener, services: readonly OpenedService[], plan: ServePlan): void {
  for (const { service, source } of services) {
    console.log(`${origin}${service.path}/  ${source}, ${service.profile.name} profile`);
  }
  if (plan.services.every(({ data, populate }) => data === undefined && populate === undefined))
    console.log('There are no entities yet: --populate 20 makes some up, --data <folder> loads yours.');
  const first = services[0]?.service;
  const set = [...(first?.definition.model.entityContainer?.children.values() ?? [])].find(
    (child) => child.kind === 'EntitySet',
  );
  console.log(`Try: curl ${origin}${first?.path ?? ''}/${set?.name ?? ''}`);
}

/** The first signal lets the requests in flight end; a second one does not wait for them. */
export function closeOnSignal(listener: Listener): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void listener.close().then(() => process.exit(0));
    });
  }
}
