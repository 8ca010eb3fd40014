// What a service is defined by: read from a CSDL document with its overlays, or from what was generated.

import type { CsdlFinding } from '../csdl/csdl-document.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import type { CsdlSource, CsdlText } from '../csdl/load-csdl.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { loadDefinition } from '../service/load-definition.ts';
import { checkSource, type DefinitionSource } from '../settings/emulator-options.ts';
import { filePath, reading, readText } from './places.ts';

/** A CSDL document that can't be served: `findings` holds all of its errors. */
export class CsdlError extends Error {
  override readonly name = 'CsdlError';

  constructor(readonly findings: readonly CsdlFinding[]) {
    const [first] = findings;
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
    super(first === undefined ? 'The document is not usable.' : `${formatFinding(first)}${more}`);
  }
}

/** Reads what the source names; see DefinitionSource. Rejects as createEmulator does. */
export async function openDefinition(source: DefinitionSource): Promise<ServiceDefinition> {
  checkSource(source);
  const { metadata, generated, definition, overlay = [] } = source;
  if (definition !== undefined) return definition;
  if (generated !== undefined) return await openGenerated(await filePath(generated));
  const overlays = await Promise.all([overlay].flat().map(readOverlay));
  const isText = typeof metadata === 'string' && /^\uFEFF?\s*[<{]/.test(metadata);
  if (isText) return await compile(metadata, 'metadata', { overlays });
  const file = await filePath(metadata!);
  const { readLocalReference } = await import('../csdl/local-reference.ts');
  return await compile(await readText('metadata', file), file, { readFile: readLocalReference, overlays });
}

async function openGenerated(folder: string): Promise<ServiceDefinition> {
  const what = `What \`odata-emulator generate … --out ${folder}\` writes`;
  return await reading('generated', what, loadDefinition(folder));
}

async function readOverlay(given: string | URL | CsdlText): Promise<CsdlText> {
  if (typeof given === 'object' && 'text' in given) return given;
  const file = await filePath(given);
  return { file, text: await readText('overlay', file) };
}

/** Compiles a document, and the documents that it references and that the source has, in memory. */
async function compile(text: string, file: string, source: CsdlSource): Promise<ServiceDefinition> {
  const [{ loadCsdl }, { withSourceXml }, { compileDefinition }, { originOf }] = await Promise.all([
    import('../csdl/load-csdl.ts'),
    import('../csdl/xml/source-xml.ts'),
    import('../../codegen/compile-definition.ts'),
    import('../csdl/document-origin.ts'),
  ]);
  const {
    document,
    references,
    referencedFiles = [],
    findings,
  } = loadCsdl(text, file, {
    ...source,
    errorsOnly: true,
  });
  if (document === undefined) throw new CsdlError(findings.filter(({ severity }) => severity === 'error'));
  const { overlays = [] } = source;
  // The whole path, for messages.
  const origin = { ...originOf(file, text, { overlays, referencedFiles }), file };
  const definition = compileDefinition(document, origin, references);
  // what overlays have changed is not what the author wrote
  return overlays.length > 0 ? definition : withSourceXml(definition, text);
}
