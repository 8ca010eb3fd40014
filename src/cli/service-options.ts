// Options that several commands have: the configuration, the service, and what differs from its document and the standard.
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import type { CsdlText } from '../csdl/load-csdl.ts';
import { decodeCsdl } from '../csdl/xml/source-xml.ts';
import { trying } from './user-error.ts';

export function configOption(): Option {
  return new Option(
    '-c, --config <file>',
    'configuration (default: odata-emulator.config.{ts,mts,js,mjs,json}, where there is one)',
  );
}

export function serviceOption(): Option {
  return new Option(
    '--service <file>',
    'CSDL document (XML or JSON), or the name of a service of the configuration',
  );
}

export function profileOption(): Option {
  return new Option(
    '--profile <name>',
    'what differs from the standard (default: graph for a model of Microsoft Graph, else odata)',
  ).choices(['odata', 'graph']);
}

export function rootOption(): Option {
  return repeatable(
    '--root <url>',
    'service root that examples and recordings have, an absolute URL or a path; may be repeated',
  );
}

/** May be given several times: overlays are applied in their order. */
export function overlayOption(): Option {
  return repeatable(
    '--overlay <file>',
    'CSDL document that adds to, replaces and removes what the document says; may be repeated',
  );
}

/** Its value is the list of what was given; undefined where it was not. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, values: readonly string[] | undefined) => [
    ...(values ?? []),
    value,
  ]);
}

/** @throws UserError for a file that can't be read */
export async function readOverlays(files: readonly string[] = []): Promise<CsdlText[]> {
  return await Promise.all(
    files.map(async (file) => ({ file, text: decodeCsdl(await trying(`The file ${file}`, readFile(file))) })),
  );
}
