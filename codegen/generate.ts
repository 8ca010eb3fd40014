// From a CSDL document to `generated/<service>/`: read, emit, write; or with `check`, compare.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { createEdmModel } from '../src/csdl/create-edm-model.ts';
import type { CsdlFinding } from '../src/csdl/csdl-document.ts';
import type { LoadedCsdl } from '../src/csdl/load-csdl.ts';
import { loadCsdlFile } from '../src/csdl/load-csdl-file.ts';
import type { ServiceDefinition } from '../src/csdl/service-definition.ts';
import type { EdmModel } from '../src/edm/edm-model.ts';
import type { RequiredOnCreate } from '../src/edm/write-rules.ts';
import { headerText } from './header.ts';
import { emitModel } from './model.ts';
import { emitSchemas } from './schemas/emit-schemas.ts';
import { openGeneratedFolder, type WriteResult } from './write.ts';

export interface GenerateOptions {
  /** File of the CSDL document, XML or JSON. */
  readonly input: string;
  /** Folder to write to. */
  readonly out: string;
  /** Compare only, write nothing. */
  readonly check?: boolean;
  /** What the types of a create require: see the profile that the service is served with. */
  readonly requiredOnCreate?: RequiredOnCreate;
}

export interface GenerateResult extends WriteResult {
  /** Everything wrong with the document; where one is an error, nothing was generated. */
  readonly findings: readonly CsdlFinding[];
}

/** Throws the system's error where a file can't be read or written. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { document, references, origin, findings } = await read(options.input);
  if (document === undefined) return { written: [], removed: [], unchanged: 0, findings };
  const folder = openGeneratedFolder(options.out, options.check ?? false);
  folder.put('model.json', emitModel(document, references, origin));
  const model = createEdmModel(document, references);
  for (const [path, text] of emitSchemas(model, headerText(origin))) folder.put(path, text);
  for (const [path, text] of await emitModules(model, origin, options)) folder.put(path, text);
  return { ...folder.finish(), findings };
}

async function read(input: string): Promise<LoadedCsdl & { readonly origin: ServiceDefinition['origin'] }> {
  const { content, ...loaded } = await loadCsdlFile(input);
  const sha256 = createHash('sha256')
    .update(content ?? '')
    .digest('hex');
  // The name alone: what is generated must not depend on where the document lies.
  return { ...loaded, origin: { file: basename(input), sha256 } };
}

/** ts-morph brings a whole compiler: it is loaded when it is needed. */
async function emitModules(model: EdmModel, origin: ServiceDefinition['origin'], options: GenerateOptions) {
  const { emitTypes } = await import('./types/emit-types.ts');
  return emitTypes(model, {
    requiredOnCreate: options.requiredOnCreate ?? 'model',
    header: `// ${headerText(origin)}`,
  });
}
