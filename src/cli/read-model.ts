// A CSDL document from a file, for commands that need the model alone.
import { readFile } from 'node:fs/promises';
import { createEdmModel } from '../csdl/create-edm-model.ts';
import type { CsdlFinding } from '../csdl/csdl-document.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { readCsdl } from '../csdl/read.ts';
import type { EdmModel } from '../edm/edm-model.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

/** @throws UserError for a file that can't be read or is no CSDL document; it lists every error */
export async function readModel(file: string): Promise<EdmModel> {
  const { document, findings } = readCsdl(await readText(file), { file });
  const errors = findings.filter(({ severity }: CsdlFinding) => severity === 'error');
  if (document === undefined || errors.length > 0) throw new UserError(errors.map(formatFinding).join('\n'));
  return createEdmModel(document);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${file}`));
    throw error;
  }
}
