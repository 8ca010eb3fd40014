// OData CSDL 4.01, section 14.2.2 "Target": a document that corrects another one, element by element.
//
// An overlay is a CSDL document with the namespaces of the document that it corrects.
//   A schema child that the document lacks is added. Of one that it has, what the overlay says wins: each property,
//   navigation property, member or container child of the overlay is added, or replaces the one of its name as a whole;
//   of an entity set or singleton that stays one, each navigation property binding is.
//   `<Annotations Target="ns.Type/property">` sets annotations, whether the document has them inline or by target.
//   In it, the term Remove of the namespace below removes the target: a schema, an element, an overload
//   (`ns.Action(ns.Type)`), a parameter (`ns.Action(ns.Type)/parameter`), a return type (`ns.Action(ns.Type)/$ReturnType`),
//   a binding (`ns.Container/Set/path`), or an annotation (`ns.Type/property/@Org.OData.Core.V1.Description`).
import type { CsdlDocument, CsdlObject, CsdlPath, CsdlPlace, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf, setMember } from '../csdl-document.ts';
import { nearTargets } from '../element-path.ts';
import { expandAliases, isEqual } from '../expand-aliases.ts';
import type { AliasExpansion } from '../model/model-source.ts';
import { aliasExpansion, expandPath, schemaNames } from '../model/model-source.ts';
import { createOrigins, type Origins, type PositionedText } from './overlay-origins.ts';
import { findTarget } from './overlay-target.ts';

/** Namespace of the product's own vocabulary for overlays. */
const overlayNamespace = 'ODataEmulator.Overlay.V1';

const removeTerm = `@${overlayNamespace}.Remove`;

/** One thing that an overlay says. */
export interface OverlayEffect {
  readonly action: 'add' | 'replace' | 'remove' | 'annotate';
  /** `ns.Type/property`, `ns.Type/property/@Term` */
  readonly path: string;
  /** False where the document says the same already, or has nothing to remove: the overlay is not needed for it. */
  readonly changes: boolean;
  /** Where the overlay says it. */
  readonly place: CsdlPlace | undefined;
  /** What the document has of a similar name, as the end of a message; empty where nothing is missing, or nothing near. */
  readonly near: string;
}

export interface Overlay extends PositionedText {
  readonly document: CsdlDocument;
}

export interface OverlaidDocument {
  readonly document: CsdlDocument;
  readonly effects: readonly OverlayEffect[];
  /** Where the value at a path of the document stands: in the document's own text, or in an overlay's. */
  readonly placeOf: Origins['placeOf'];
}

type Draft = { [member: string]: CsdlValue };

/** What the application of one overlay works on. */
interface Merge {
  readonly document: CsdlDocument & Draft;
  readonly overlay: Overlay;
  /** The aliases of the document, and those of the overlay. */
  readonly expandPresent: AliasExpansion;
  readonly expandSaid: AliasExpansion;
  readonly origins: Origins;
  readonly effects: OverlayEffect[];
}

/**
 * The document with the overlays applied, one after the other; none of them is changed. Names in what comes from an
 * overlay have their namespaces.
 */
export function applyOverlays(original: Overlay, overlays: readonly Overlay[]): OverlaidDocument {
  const document = structuredClone(original.document) as CsdlDocument & Draft;
  const origins = createOrigins(document, original);
  const effects: OverlayEffect[] = [];
  for (const overlay of overlays) {
    const expandPresent = aliasExpansion(document);
    const expandSaid = aliasExpansion(overlay.document);
    applyOverlay({ document, overlay, expandPresent, expandSaid, origins, effects });
  }
  return { document, effects, placeOf: origins.placeOf };
}

function applyOverlay(merge: Merge): void {
  const { document, overlay, origins } = merge;
  mergeReferences(document, overlay.document);
  const schemas = schemaNames(overlay.document).map(
    (namespace) => [namespace, overlay.document[namespace] as CsdlObject] as const,
  );
  for (const [namespace, schema] of schemas) {
    if (!isCsdlObject(document[namespace])) {
      const added: Draft = {};
      setMember(document, namespace, added);
      origins.set(document, namespace, added, { source: overlay, path: [namespace] });
    }
    mergeSchema(merge, namespace, schema);
  }
  for (const [namespace, { $Annotations: annotations }] of schemas) {
    if (!isCsdlObject(annotations)) continue;
    for (const [target, values] of Object.entries(annotations))
      applyToTarget(merge, namespace, target, values as CsdlObject);
  }
}

/** Included vocabularies come along, without aliases: names of the overlay have none any more. */
function mergeReferences(document: Draft, said: CsdlDocument): void {
  if (!isCsdlObject(said.$Reference)) return;
  const references = { ...(document.$Reference as Draft | undefined) };
  const included = new Set(Object.values(references).flatMap(includesOf).map(namespaceOf));
  for (const [uri, reference] of Object.entries(said.$Reference)) {
    const includes = includesOf(reference)
      .filter((include) => namespaceOf(include) !== overlayNamespace && !included.has(namespaceOf(include)))
      .map(({ $Alias: _, ...include }) => include);
    if (includes.length === 0) continue;
    const present = memberOf(references, uri);
    const others = isCsdlObject(present) ? present : {};
    references[uri] = { ...others, $Include: [...includesOf(others), ...includes] };
  }
  if (Object.keys(references).length > 0) document.$Reference = references;
}

function includesOf(reference: CsdlValue): readonly CsdlObject[] {
  return elementsOf(isCsdlObject(reference) ? reference.$Include : undefined);
}

function namespaceOf({ $Namespace: namespace }: CsdlObject): CsdlValue | undefined {
  return namespace;
}

function mergeSchema(merge: Merge, namespace: string, said: CsdlObject): void {
  const schema = merge.document[namespace] as Draft;
  for (const [name, value] of Object.entries(said)) {
    if (name === '$Alias' || name === '$Annotations') continue;
    const path = isChildName(name) ? `${namespace}.${name}` : `${namespace}/${name}`;
    const present = memberOf(schema, name);
    const at = [namespace, name];
    if (Array.isArray(value)) mergeOverloads(merge, schema, value.filter(isCsdlObject), path, at);
    else if (isChildName(name) && isCsdlObject(present) && isCsdlObject(value))
      mergeElement(merge, present as Draft, value, path, at);
    else put(merge, schema, name, value, path, at);
  }
}

/** A type, enumeration or container: each of its members is added or replaced. */
function mergeElement(merge: Merge, present: Draft, said: CsdlObject, path: string, at: CsdlPath): void {
  const isContainer = present.$Kind === 'EntityContainer';
  for (const [name, value] of Object.entries(said)) {
    const before = memberOf(present, name);
    if (name === '$Kind' && before === value) continue;
    const [inner, place] = [`${path}/${name}`, [...at, name]] as const;
    if (isContainer && isCsdlObject(before) && isCsdlObject(value) && isSameKindOfSet(before, value))
      mergeSet(merge, before as Draft, value, inner, place);
    else put(merge, present, name, value, inner, place);
  }
}

function isSameKindOfSet(one: CsdlObject, other: CsdlObject): boolean {
  return [one, other].every(({ $Type: type }) => type !== undefined) && one.$Collection === other.$Collection;
}

/** An entity set or singleton: its type has to be said again, and its bindings are elements of their own. */
function mergeSet(merge: Merge, present: Draft, said: CsdlObject, path: string, at: CsdlPath): void {
  for (const [name, value] of Object.entries(said)) {
    const before = memberOf(present, name);
    const place = [...at, name];
    if (name === '$NavigationPropertyBinding' && isCsdlObject(value) && isCsdlObject(before))
      for (const [binding, target] of Object.entries(value))
        put(merge, before as Draft, binding, target, `${path}/${binding}`, [...place, binding]);
    else if (name !== '$Collection' && !(name === '$Type' && isSameName(merge, before, value)))
      put(merge, present, name, value, `${path}/${name}`, place);
  }
}

function isSameName(
  { expandPresent, expandSaid }: Merge,
  present: CsdlValue | undefined,
  said: CsdlValue,
): boolean {
  return expandPath(expandPresent, String(present)) === expandPath(expandSaid, String(said));
}

/** @param path of the element, for people; `at` is where the overlay says it */
function put(merge: Merge, holder: Draft, name: string, value: CsdlValue, path: string, at: CsdlPath): void {
  const { expandSaid, expandPresent, origins, overlay } = merge;
  const holderName = String(at.at(-2));
  const isPath = holderName === '$NavigationPropertyBinding';
  const key = isPath || name.includes('@') ? expandPath(expandSaid, name) : name;
  const said = expandAliases(value, expandSaid, isPath ? '$Path' : key);
  const written = Object.keys(holder).find((one) => one === key || expandPath(expandPresent, one) === key);
  const present = written === undefined ? undefined : memberOf(holder, written);
  const action = name.includes('@') ? 'annotate' : present === undefined ? 'add' : 'replace';
  const changes =
    present === undefined || !isEqual(expandAliases(present, expandPresent, isPath ? '$Path' : key), said);
  note(merge, action, expandPath(expandSaid, path), changes, at);
  if (written !== undefined && written !== key) delete holder[written];
  setMember(holder, key, said);
  origins.set(holder, key, said, { source: overlay, path: at });
}

function note(
  merge: Merge,
  action: OverlayEffect['action'],
  path: string,
  changes: boolean,
  at: CsdlPath,
  near = '',
): void {
  const { file, positions } = merge.overlay;
  const position = positions(at);
  const place = position === undefined ? undefined : { file, ...position };
  merge.effects.push({ action, path, changes, place, near });
}

/** An overload with the same parameter types is replaced; another is one more. */
function mergeOverloads(
  merge: Merge,
  schema: Draft,
  said: readonly CsdlObject[],
  path: string,
  at: CsdlPath,
): void {
  const { expandSaid, expandPresent, origins, overlay } = merge;
  const name = String(at.at(-1));
  const present = [...elementsOf(schema[name])];
  for (const [place, unexpanded] of said.entries()) {
    const overload = expandAliases(unexpanded, expandSaid) as CsdlObject;
    const before = present.map((candidate) => expandAliases(candidate, expandPresent) as CsdlObject);
    const index = before.findIndex((candidate) => signature(candidate) === signature(overload));
    const shown = `${path}(${signature(overload).split(' ')[1]})`;
    const from = [...at, place];
    note(merge, index < 0 ? 'add' : 'replace', shown, !isEqual(before[index], overload), from);
    if (index < 0) present.push(overload);
    else present[index] = overload;
    origins.set(present, name, overload, { source: overlay, path: from });
  }
  setMember(schema, name, present);
}

function signature({ $Kind: kind, $Parameter: parameters }: CsdlObject): string {
  const types = elementsOf(parameters).map(({ $Type: type = 'Edm.String', $Collection: collection }) =>
    collection === true ? `Collection(${type})` : String(type),
  );
  return `${kind} ${types.join(',')}`;
}

function applyToTarget(merge: Merge, namespace: string, written: string, values: CsdlObject): void {
  const { document, expandSaid, expandPresent } = merge;
  const target = expandPath(expandSaid, written.replaceAll(' ', ''));
  const found = findTarget(document, target);
  for (const [writtenTerm, value] of Object.entries(values)) {
    const at = [namespace, '$Annotations', written, writtenTerm];
    const term = expandPath(expandSaid, writtenTerm);
    if (term === removeTerm) {
      if (value === false) continue;
      const near = nearTargets(document, target.replace(/\/@.*$/, ''));
      note(merge, 'remove', target, found.remove(), at, near);
      continue;
    }
    const said = expandAliases(value, expandSaid, term);
    const present = found.annotation(term);
    const changes = present === undefined || !isEqual(expandAliases(present, expandPresent, term), said);
    note(merge, 'annotate', `${target}/${term}`, changes, at);
    found.removeAnnotation(term);
    annotate(merge, target, term, said, at);
  }
}

function annotate(merge: Merge, target: string, term: string, value: CsdlValue, at: CsdlPath): void {
  const { document, origins, overlay: source } = merge;
  const schema = document[String(at[0])] as Draft;
  schema.$Annotations ??= {};
  const targets = schema.$Annotations as Draft;
  if (memberOf(targets, target) === undefined) {
    const added: Draft = {};
    setMember(targets, target, added);
    origins.set(targets, target, added, { source, path: at.slice(0, -1) });
  }
  const annotations = memberOf(targets, target) as Draft;
  setMember(annotations, term, value);
  origins.set(annotations, term, value, { source, path: at });
}
