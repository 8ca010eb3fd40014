// The definition of one service: what `generate` made while that is current, else the document compiled in memory.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CsdlText } from '../csdl/load-csdl.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { decodeCsdl, withSourceXml } from '../csdl/source-xml.ts';
import { loadDefinition } from '../service/load-definition.ts';
import { readOverlays } from './overlay-option.ts';
import type { PlannedService } from './serve-plan.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

export interface OpenedDefinition {
  readonly definition: ServiceDefinition;
  /** Where it comes from, for a person. */
  readonly source: string;
}

export async function openService(service: PlannedService): Promise<OpenedDefinition> {
  const { metadata, generated } = service;
  const overlays = await readOverlays(service.overlays);
  const current = await loadCurrent(service, await readDocument(metadata), overlays);
  if (current !== undefined) return { definition: current, source: `${metadata} (from ${generated})` };
  return { definition: await openDocument(metadata, overlays), source: metadata };
}

/** The definition of a document, compiled in memory; a UserError lists every error of the document. */
export async function openDocument(
  metadata: string,
  overlays: readonly CsdlText[] = [],
): Promise<ServiceDefinition> {
  const { CsdlError, formatFinding, openDefinition } = await import('../index.ts');
  try {
    return await openDefinition({ metadata, overlay: overlays });
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${metadata}`));
    if (error instanceof CsdlError) throw new UserError(error.findings.map(formatFinding).join('\n'));
    throw error;
  }
}

async function readDocument(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${file}`));
    throw error;
  }
}

/** The generated definition, when there is one and it was made from these bytes and overlays. */
async function loadCurrent(
  { metadata, generated: folder, overlays: files }: PlannedService,
  bytes: Buffer,
  overlays: readonly CsdlText[],
): Promise<ServiceDefinition | undefined> {
  if (!existsSync(join(folder, 'model.json'))) return undefined;
  const definition = await loadDefinition(folder);
  const hash = createHash('sha256').update(bytes);
  for (const { text } of overlays) hash.update(text);
  const options = files.map((overlay) => ` --overlay ${overlay}`).join('');
  if (definition.origin.sha256 === hash.digest('hex'))
    return overlays.length > 0 ? definition : withSourceXml(definition, decodeCsdl(bytes));
  console.error(
    `${folder} is stale: ${metadata} has changed since. It is compiled from the document; to renew: odata-emulator generate ${metadata}${options} --out ${folder}`,
  );
  return undefined;
}
