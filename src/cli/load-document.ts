// OData CSDL 4.01, section 4 "CSDL Document": a document from a file as commands take it: overlaid, and the part of it that is asked for.

import type { OriginParts } from '../csdl/document-origin.ts';
import { formatFinding } from '../csdl/format-finding.ts';
import type { CsdlSource, CsdlText } from '../csdl/load-csdl.ts';
import { type LoadedCsdlFile, loadCsdlFile } from '../csdl/load-csdl-file.ts';
import { createEdmModel } from '../csdl/model/create-edm-model.ts';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { selectSubset } from '../csdl/subset/subset.ts';
import type { EdmModel } from '../edm/edm-model.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import { readOverlays } from './service-options.ts';
import { trying, UserError } from './user-error.ts';

export interface DocumentParts {
  /** Files of documents that correct it. */
  readonly overlays: readonly string[];
  /** Paths and types to keep, with all that they need; everything where there are none. */
  readonly include: readonly string[];
}

export interface LoadedDocumentFile extends LoadedCsdlFile {
  /** What beside the document it was made from. */
  readonly parts: Required<Omit<OriginParts, 'referencedFiles'>>;
}

/** @throws UserError for a file that can't be read, and for a pattern that fits nothing */
export async function loadDocument(
  file: string,
  { overlays: files, include }: DocumentParts,
  how: Pick<CsdlSource, 'read' | 'errorsOnly'> = {},
): Promise<LoadedDocumentFile> {
  const overlays: readonly CsdlText[] = await readOverlays(files);
  const loaded = await trying(`The file ${file}`, loadCsdlFile(file, { ...how, overlays }));
  const parts = { overlays, include };
  const { document, references } = loaded;
  if (document === undefined || include.length === 0) return { ...loaded, parts };
  const subset = selectSubset(document, references, include);
  if (subset.unmatched.length > 0)
    throw new UserError(
      subset.unmatched
        .map((pattern) => {
          const near = nearPatterns(pattern, createEdmModel(document, references));
          return `--include ${pattern}: ${file} has nothing of that kind.${near}`;
        })
        .join('\n'),
    );
  return { ...loaded, document: subset.document, parts };
}

/** Names like what a pattern names, as the end of a message. */
function nearPatterns(pattern: string, { schemas, entityContainer }: EdmModel): string {
  const [, first] = pattern.split('/');
  if (first !== undefined)
    return didYouMean(
      `/${first}`,
      [...(entityContainer?.children.keys() ?? [])].map((name) => `/${name}`),
    );
  const names = schemas.flatMap(({ namespace, childNames }) =>
    childNames.map((name) => `${namespace}.${name}`),
  );
  return didYouMean(pattern, names);
}

/** The definition of a document, compiled in memory; a UserError lists every error of the document. */
export async function compileDocument(file: string, parts: DocumentParts): Promise<ServiceDefinition> {
  const [{ compileDefinition }, { originOf }, { decodeCsdl, withSourceXml }] = await Promise.all([
    import('../../codegen/compile-definition.ts'),
    import('../csdl/document-origin.ts'),
    import('../csdl/xml/source-xml.ts'),
  ]);
  const loaded = await loadDocument(file, parts, { errorsOnly: true });
  const { document, references, findings, content = new Uint8Array(), referencedFiles = [] } = loaded;
  if (document === undefined)
    throw new UserError(
      findings
        .filter(({ severity }) => severity === 'error')
        .map(formatFinding)
        .join('\n'),
    );
  const origin = originOf(file, content, { ...loaded.parts, referencedFiles });
  const definition = compileDefinition(document, { ...origin, file }, references);
  // what overlays have changed, or what was chosen, is not what the author wrote
  return parts.overlays.length + parts.include.length > 0
    ? definition
    : withSourceXml(definition, decodeCsdl(content));
}
