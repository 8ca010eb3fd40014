// A CSDL document from a file, for commands that need the model alone.

import type { ChangePlaces } from '../contract/diff/located-change.ts';
import { createEdmModel } from '../csdl/create-edm-model.ts';
import type { CsdlFinding } from '../csdl/csdl-document.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import type { CsdlText } from '../csdl/load-csdl.ts';
import { loadCsdlFile } from '../csdl/load-csdl-file.ts';
import type { OverlayEffect } from '../csdl/overlay.ts';
import type { EdmModel } from '../edm/edm-model.ts';
import { isSystemError, systemErrorText, UserError } from './user-error.ts';

export interface ReadModel extends ChangePlaces {
  readonly model: EdmModel;
  readonly overlayEffects: readonly OverlayEffect[];
}

/** @throws UserError for a file that can't be read or whose document has errors; it lists every error */
export async function readModel(file: string, overlays: readonly CsdlText[] = []): Promise<ReadModel> {
  const loaded = await load(file, overlays);
  const { document, references, findings, overlayEffects = [], positionOf = () => undefined } = loaded;
  const errors = findings.filter(({ severity }: CsdlFinding) => severity === 'error');
  if (document === undefined) throw new UserError(errors.map(formatFinding).join('\n'));
  return { model: createEdmModel(document, references), overlayEffects, file, positionOf };
}

async function load(file: string, overlays: readonly CsdlText[]) {
  try {
    return await loadCsdlFile(file, { overlays });
  } catch (error) {
    if (isSystemError(error)) throw new UserError(systemErrorText(error, `The file ${file}`));
    throw error;
  }
}
