// The definition of one service: what `generate` made while that is current, else the document compiled in memory.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { loadDefinition } from '../service/load-definition.ts';
import type { PlannedService } from './serve-plan.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

export interface OpenedDefinition {
  readonly definition: ServiceDefinition;
  /** Where it comes from, for a person. */
  readonly source: string;
}

export async function openService({ metadata, generated }: PlannedService): Promise<OpenedDefinition> {
  const bytes = await readDocument(metadata);
  const current = await loadCurrent(generated, bytes, metadata);
  if (current !== undefined) return { definition: current, source: `${metadata} (from ${generated})` };
  return { definition: await openDocument(metadata), source: metadata };
}

/** The definition of a document, compiled in memory; a UserError lists every error of the document. */
export async function openDocument(metadata: string): Promise<ServiceDefinition> {
  const { CsdlError, formatFinding, openDefinition } = await import('../index.ts');
  try {
    return await openDefinition({ metadata });
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

/** The generated definition, when there is one and it was made from these bytes. */
async function loadCurrent(
  folder: string,
  bytes: Buffer,
  metadata: string,
): Promise<ServiceDefinition | undefined> {
  if (!existsSync(join(folder, 'model.json'))) return undefined;
  const definition = await loadDefinition(folder);
  if (definition.origin.sha256 === createHash('sha256').update(bytes).digest('hex')) return definition;
  console.error(
    `${folder} is stale: ${metadata} has changed since. It is compiled from the document; to renew: odata-emulator generate ${metadata} --out ${folder}`,
  );
  return undefined;
}
