// OData CSDL 4.01, section 4 "CSDL Document": a document read, its references followed, all of it checked.
import { checkCsdl } from './check/check.ts';
import type { CsdlDocument, CsdlFinding, CsdlPlace, CsdlPositions } from './csdl-document.ts';
import { findElementPath } from './element-path.ts';
import type { OverlaidDocument, Overlay, OverlayEffect } from './overlay/overlay.ts';
import { applyOverlays } from './overlay/overlay.ts';
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
  /** Where the document or an overlay has the element of a target path (`ns.Type/property`); undefined where none has. */
  readonly placeOf?: (target: string) => CsdlPlace | undefined;
}

export interface CsdlSource extends ReferenceSource {
  /** Documents that correct the document, applied one after the other before anything is checked; see `overlay.ts`. */
  readonly overlays?: readonly CsdlText[];
  /** How the document itself is read; default `readCsdl`. */
  readonly read?: typeof readCsdl;
  /** Whether only what makes the document unusable is looked for; the findings may have warnings all the same. */
  readonly errorsOnly?: boolean;
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
  const read = (source.read ?? readCsdl)(text, { file, errorsOnly: source.errorsOnly });
  if (read.document === undefined) return { document: undefined, references: [], findings: read.findings };
  const { document, placeOf, ...overlaid } = overlay(
    { document: read.document, positions: read.positions, file },
    source.overlays ?? [],
  );
  const files = new Map<string, CsdlText>();
  const { documents: references, findings } = readReferences(document, file, noting(source, files));
  const checked = checkCsdl(document, {
    file,
    positions: placeOf,
    references,
    errorsOnly: source.errorsOnly,
  }).map((finding) =>
    finding.code === 'unknown-target' && finding.file !== file
      ? { ...finding, severity: 'error' as const }
      : finding,
  );
  const all = [...read.findings, ...overlaid.findings, ...findings, ...checked];
  const isUsable = !all.some(({ severity }) => severity === 'error');
  return {
    document: isUsable ? document : undefined,
    references,
    referencedFiles: [...files.values()],
    findings: all,
    placeOf: (target) => {
      const { path, missing } = findElementPath(document, target);
      return missing === undefined ? placeOf(path) : undefined;
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

interface Overlaid extends OverlaidDocument {
  readonly findings: readonly CsdlFinding[];
}

function overlay(original: Overlay, texts: readonly CsdlText[]): Overlaid {
  if (texts.length === 0) {
    const { document, positions, file } = original;
    return { document, effects: [], findings: [], placeOf: placesIn(file, positions) };
  }
  const read = texts.map(({ text, file }) => ({ ...readCsdl(text, { file }), file }));
  const overlays = read.flatMap(({ document, ...rest }) =>
    document === undefined ? [] : [{ document, ...rest }],
  );
  const overlaid = applyOverlays(original, overlays);
  return {
    ...overlaid,
    findings: [...read.flatMap(({ findings }) => findings), ...overlaid.effects.flatMap(unnecessary)],
  };
}

function placesIn(file: string, positions: CsdlPositions): OverlaidDocument['placeOf'] {
  return (path) => {
    const position = positions(path);
    return position === undefined ? undefined : { file, ...position };
  };
}

/** A part of an overlay that changes nothing is worth a warning: it is not needed any more, or misspelt. */
function unnecessary({ changes, action, path, place, near }: OverlayEffect): CsdlFinding[] {
  if (changes) return [];
  const message =
    action === 'remove'
      ? `The overlay removes what is not there.${near}`
      : 'The overlay says what the document says already.';
  const { file = '', line, column } = place ?? {};
  return [{ severity: 'warning', code: 'overlay-unnecessary', message, file, line, column, path }];
}
