// OData CSDL 4.01, section 4.1 "Reference" and 4.2 "Included Schema": the documents that a document includes schemas of.
import type { CsdlDocument, CsdlFinding, CsdlObject } from './csdl-document.ts';
import { elementsOf, isCsdlObject } from './csdl-document.ts';
import { schemaNames } from './model/model-source.ts';
import { readCsdl } from './read.ts';

/** How a referenced document is found: nothing is fetched over the network. */
export interface ReferenceSource {
  /** Documents that are at hand, each by the namespaces of its schemas: vocabularies, for instance. */
  readonly documents?: readonly CsdlDocument[];
  /**
   * The text of a referenced file, and its name; undefined where there is none.
   * @param uri as the reference has it
   * @param file name of the document that has the reference
   */
  readonly readFile?: (
    uri: string,
    file: string,
  ) => { readonly file: string; readonly text: string } | undefined;
}

export interface ReferencedDocuments {
  /** Each document once, in the order of the references; not the document itself. */
  readonly documents: readonly CsdlDocument[];
  /** Findings of reading the referenced files. */
  readonly findings: readonly CsdlFinding[];
}

/**
 * Follows the references of a document, and those of the documents that it leads to. A reference that leads to no
 * document is no finding here: `checkCsdl` says where a type of it is used.
 */
export function readReferences(
  document: CsdlDocument,
  file: string,
  source: ReferenceSource,
): ReferencedDocuments {
  const findings: CsdlFinding[] = [];
  const found = new Set<CsdlDocument>();
  const follow = (from: CsdlDocument, fromFile: string): void => {
    for (const [uri, reference] of Object.entries((from.$Reference ?? {}) as CsdlObject)) {
      const missing = missingNamespaces(reference as CsdlObject, [document, ...found]);
      const next = missing.length === 0 ? undefined : find(source, missing, uri, fromFile);
      findings.push(...(next?.findings ?? []));
      if (next?.document === undefined || found.has(next.document)) continue;
      found.add(next.document);
      follow(next.document, next.file);
    }
  };
  follow(document, file);
  return { documents: [...found], findings };
}

/** Namespaces that a reference includes, less those of documents that are read already. */
function missingNamespaces(reference: CsdlObject, documents: readonly CsdlDocument[]): string[] {
  const known = new Set(documents.flatMap(schemaNames));
  return elementsOf(isCsdlObject(reference) ? reference.$Include : undefined)
    .map(({ $Namespace: namespace }) => String(namespace))
    .filter((namespace) => !known.has(namespace));
}

interface Found {
  readonly document: CsdlDocument | undefined;
  readonly file: string;
  readonly findings: readonly CsdlFinding[];
}

function find(
  source: ReferenceSource,
  namespaces: readonly string[],
  uri: string,
  fromFile: string,
): Found | undefined {
  const known = source.documents?.find((document) =>
    schemaNames(document).some((namespace) => namespaces.includes(namespace)),
  );
  if (known !== undefined) return { document: known, file: fromFile, findings: [] };
  const read = source.readFile?.(uri, fromFile);
  if (read === undefined) return undefined;
  const { document, findings } = readCsdl(read.text, { file: read.file });
  return { document, file: read.file, findings };
}
