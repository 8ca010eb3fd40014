// A CSDL document as commands need it that compare: the model alone, from a file or from a service.
import type { ChangePlaces } from '../contract/diff/located-change.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import { type CsdlText, type LoadedCsdl, loadCsdl } from '../csdl/load-csdl.ts';
import { loadCsdlFile } from '../csdl/load-csdl-file.ts';
import { readLocalReference } from '../csdl/local-reference.ts';
import { createEdmModel } from '../csdl/model/create-edm-model.ts';
import type { OverlayEffect } from '../csdl/overlay/overlay.ts';
import type { EdmModel } from '../edm/edm-model.ts';
import { trying, UserError } from './user-error.ts';

export interface ReadModel extends ChangePlaces {
  readonly model: EdmModel;
  readonly overlayEffects: readonly OverlayEffect[];
}

/** @throws UserError for a file that can't be read or whose document has errors; it lists every error */
export async function readModel(file: string, overlays: readonly CsdlText[] = []): Promise<ReadModel> {
  return modelOf(await trying(`The file ${file}`, loadCsdlFile(file, { overlays })));
}

/** The same of a text; `file` is its name for findings and relative references. */
export function readModelText(text: string, file: string, overlays: readonly CsdlText[] = []): ReadModel {
  return modelOf(loadCsdl(text, file, { readFile: readLocalReference, overlays }));
}

function modelOf(loaded: LoadedCsdl): ReadModel {
  const { document, references, findings, overlayEffects = [], placeOf = () => undefined } = loaded;
  if (document === undefined) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw new UserError(errors.map(formatFinding).join('\n'));
  }
  return { model: createEdmModel(document, references), overlayEffects, placeOf };
}
