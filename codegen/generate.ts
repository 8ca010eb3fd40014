// From a CSDL document to `generated/<service>/`: read, emit, write; or with `check`, compare.

import type { CsdlFinding } from '../src/csdl/csdl-document.ts';
import { type OriginParts, originOf } from '../src/csdl/document-origin.ts';
import type { LoadedCsdl } from '../src/csdl/load-csdl.ts';
import { loadCsdlFile } from '../src/csdl/load-csdl-file.ts';
import { createEdmModel } from '../src/csdl/model/create-edm-model.ts';
import type { ServiceDefinition } from '../src/csdl/service-definition.ts';
import type { EdmModel } from '../src/edm/edm-model.ts';
import type { RequiredOnCreate } from '../src/edm/write-rules.ts';
import { headerText, partHeaderText } from './header.ts';
import { emitModel } from './model.ts';
import { emitSchemas } from './schemas/emit-schemas.ts';
import type { Printer } from './types/printer.ts';
import { type KnownTexts, openGeneratedFolder, type WriteResult } from './write.ts';

export interface GenerateOptions {
  /** File of the CSDL document, XML or JSON. */
  readonly input: string;
  /** Folder to write to. */
  readonly out: string;
  /** Compare only, write nothing. */
  readonly check?: boolean;
  /** What the types of a create require: see the profile that the service is served with. */
  readonly requiredOnCreate?: (model: EdmModel) => RequiredOnCreate;
  /** It will be done again: what was printed and written is remembered, at the price of memory. */
  readonly again?: boolean;
  /** How the document is loaded; by default, from the file as it is. */
  readonly load?: (input: string) => Promise<LoadedDocument>;
}

export interface LoadedDocument extends LoadedCsdl {
  /** The octets that the document was read from, for its hash. */
  readonly content: Uint8Array | undefined;
  /** What else the definition is made from; see `originOf`. */
  readonly parts?: Omit<OriginParts, 'referencedFiles'>;
}

export interface GenerateResult extends WriteResult {
  /** Everything wrong with the document; where one is an error, nothing was generated. */
  readonly findings: readonly CsdlFinding[];
}

/** Throws the system's error where a file can't be read or written. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  return await createGenerator(options)();
}

/** Generates each time that it is called. With `again`, it does not print and read again what it printed and wrote before. */
export function createGenerator(options: GenerateOptions): () => Promise<GenerateResult> {
  const known: KnownTexts | undefined = options.again === true ? new Map() : undefined;
  let printer: Printer | undefined;
  return async () => {
    const { document, references, origin, findings } = await read(options);
    if (document === undefined) return { written: [], removed: [], unchanged: 0, findings };
    const folder = openGeneratedFolder(options.out, options.check ?? false, known);
    folder.put('model.json', emitModel(document, references, origin));
    const model = createEdmModel(document, references);
    for (const [path, text] of emitSchemas(model, (content) => partHeaderText(origin, content)))
      folder.put(path, text);
    printer ??= await openPrinter(options.again === true);
    for (const [path, text] of await emitModules(model, printer, origin, options)) folder.put(path, text);
    printer.forgetUnused();
    return { ...folder.finish(), findings };
  };
}

async function read({
  input,
  load = loadCsdlFile,
}: GenerateOptions): Promise<LoadedCsdl & { readonly origin: ServiceDefinition['origin'] }> {
  const { content = '', parts, ...loaded } = await load(input);
  const { referencedFiles = [] } = loaded;
  return { ...loaded, origin: originOf(input, content, { ...parts, referencedFiles }) };
}

// ts-morph brings a whole compiler: it is loaded when it is needed.

async function openPrinter(remember: boolean): Promise<Printer> {
  const { createPrinter } = await import('./types/printer.ts');
  return createPrinter({ remember });
}

async function emitModules(
  model: EdmModel,
  { print }: Printer,
  origin: ServiceDefinition['origin'],
  { requiredOnCreate = () => 'model' }: GenerateOptions,
): Promise<(readonly [fileName: string, text: string])[]> {
  const { emitTypes, serviceFile } = await import('./types/emit-types.ts');
  return [...emitTypes(model, { requiredOnCreate: requiredOnCreate(model), print })].map(([file, text]) => {
    const header = file === serviceFile ? headerText(origin) : partHeaderText(origin, text);
    return [file, `// ${header}\n${text}`];
  });
}
