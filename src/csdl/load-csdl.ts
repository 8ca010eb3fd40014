// OData CSDL 4.01, section 4 "CSDL Document": a document read, its references followed, all of it checked.
import { checkCsdl } from './check.ts';
import type { CsdlDocument, CsdlFinding, CsdlPosition } from './csdl-document.ts';
import { findElementPath } from './element-path.ts';
import type { OverlayEffect } from './overlay.ts';
import { applyOverlay } from './overlay.ts';
import { readCsdl } from './read.ts';
import type { ReferenceSource } from './read-references.ts';
import { readReferences } from './read-references.ts';

export interface LoadedCsdl {
  /** undefined where there is an error: a model can be made of what is not. */
  readonly document: CsdlDocument | undefined;
  readonly references: readonly CsdlDocument[];
  /** The files that were read for them, with their texts. */
  readonly referencedFiles?: readonly CsdlText[];
  /** All findings, in the order of reading and of the rules. */
  readonly findings: readonly CsdlFinding[];
  /** What the overlays said, in their order. */
  readonly overlayEffects?: readonly OverlayEffect[];
  /** Where the document itself has the element of a target path (`ns.Type/property`); undefined where it has not. */
  readonly positionOf?: (target: string) => CsdlPosition | undefined;
}

export interface CsdlSource extends ReferenceSource {
  /** Documents that correct the document, applied one after the other before anything is checked; see `overlay.ts`. */
  readonly overlays?: readonly CsdlText[];
  /** How the document itself is read; default `readCsdl`. */
  readonly read?: typeof readCsdl;
}

export interface CsdlText {
  readonly text: string;
  readonly file: string;
}

/**
 * Reads a document for use: what `readCsdl`, `readReferences` and `checkCsdl` find, together.
 * @param file name of the document, for findings and for relative references
 */
export function loadCsdl(text: string, file: string, source: CsdlSource = {}): LoadedCsdl {
  const read = (source.read ?? readCsdl)(text, { file });
  if (read.document === undefined) return { document: undefined, references: [], findings: read.findings };
  const overlaid = overlay(read.document, source.overlays ?? []);
  const { document } = overlaid;
  const files = new Map<string, CsdlText>();
  const { documents: references, findings } = readReferences(document, file, noting(source, files));
  const checked = checkCsdl(document, { file, positions: read.positions, references });
  const all = [...read.findings, ...overlaid.findings, ...findings, ...checked];
  const isUsable = !all.some(({ severity }) => severity === 'error');
  return {
    document: isUsable ? document : undefined,
    references,
    referencedFiles: [...files.values()],
    findings: all,
    positionOf: (target) => {
      const { path, isWhole } = findElementPath(read.document as CsdlDocument, target);
      return isWhole ? read.positions(path) : undefined;
    },
    ...(source.overlays === undefined ? {} : { overlayEffects: overlaid.effects }),
  };
}

/** The source, that puts down what it reads. */
function noting(source: CsdlSource, files: Map<string, CsdlText>): ReferenceSource {
  const { readFile, ...rest } = source;
  if (readFile === undefined) return rest;
  return {
    ...rest,
    readFile: (uri, from) => {
      const read = readFile(uri, from);
      if (read !== undefined) files.set(read.file, read);
      return read;
    },
  };
}

interface Overlaid {
  readonly document: CsdlDocument;
  readonly findings: readonly CsdlFinding[];
  readonly effects: readonly OverlayEffect[];
}

/** A part of an overlay that changes nothing is worth a warning: it is not needed any more, or misspelt. */
function overlay(document: CsdlDocument, overlays: readonly CsdlText[]): Overlaid {
  let current = document;
  const findings: CsdlFinding[] = [];
  const effects: OverlayEffect[] = [];
  for (const { text, file } of overlays) {
    const read = readCsdl(text, { file });
    findings.push(...read.findings);
    if (read.document === undefined) continue;
    const result = applyOverlay(current, read.document);
    current = result.document;
    effects.push(...result.effects);
    for (const { changes, action, path } of result.effects) {
      if (changes) continue;
      const message =
        action === 'remove'
          ? 'The overlay removes what is not there.'
          : 'The overlay says what the document says already.';
      const place = { file, line: undefined, column: undefined, path };
      findings.push({ severity: 'warning', code: 'overlay-unnecessary', message, ...place });
    }
  }
  return { document: current, findings, effects };
}
