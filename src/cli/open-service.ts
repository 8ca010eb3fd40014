// The definition of one service: what `generate` made while that is current, else the document compiled in memory.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCurrent } from '../csdl/document-origin.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { decodeCsdl, withSourceXml } from '../csdl/xml/source-xml.ts';
import { loadDefinition } from '../service/load-definition.ts';
import type { ProjectService } from './project.ts';
import { readOverlays } from './service-options.ts';
import { trying } from './user-error.ts';

export interface OpenedDefinition {
  readonly definition: ServiceDefinition;
  /** Where it comes from, for a person. */
  readonly source: string;
}

type Place = Pick<ProjectService, 'metadata' | 'generated' | 'overlays' | 'include'>;

export async function openService(service: Place): Promise<OpenedDefinition> {
  const { metadata, generated } = service;
  const current = await loadCurrent(service, await trying(`The file ${metadata}`, readFile(metadata)));
  if (current !== undefined) return { definition: current, source: `${metadata} (from ${generated})` };
  const { compileDocument } = await import('./load-document.ts');
  return { definition: await compileDocument(metadata, service), source: metadata };
}

/** The generated definition, when there is one and it was made from what there is now. */
async function loadCurrent(
  { metadata, generated: folder, overlays: files, include }: Place,
  content: Buffer,
): Promise<ServiceDefinition | undefined> {
  if (!existsSync(join(folder, 'model.json'))) return undefined;
  const definition = await loadDefinition(folder);
  const overlays = await readOverlays(files);
  if (isCurrent(definition.origin, metadata, content, { overlays, include }))
    return files.length + include.length > 0 ? definition : withSourceXml(definition, decodeCsdl(content));
  const options = [
    ...files.map((overlay) => ` --overlay ${overlay}`),
    ...include.map((pattern) => ` --include '${pattern}'`),
  ].join('');
  console.error(
    `${folder} is stale: ${metadata} or what it refers to has changed since. It is compiled from the document; to renew: odata-emulator generate ${metadata}${options} --out ${folder}`,
  );
  return undefined;
}
