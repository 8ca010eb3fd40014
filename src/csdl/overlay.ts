// OData CSDL 4.01, section 14.2.2 "Target": a document that corrects another one, element by element.
//
// An overlay is a CSDL document with the namespaces of the document that it corrects.
//   A schema child that the document lacks is added. Of one that it has, what the overlay says wins: each property,
//   navigation property, member or container child of the overlay is added, or replaces the one of its name as a whole.
//   `<Annotations Target="ns.Type/property">` sets annotations, whether the document has them inline or by target.
//   In it, the term Remove of the namespace below removes the target: a schema, an element, an overload
//   (`ns.Action(ns.Type)`), or an annotation (`ns.Type/property/@Org.OData.Core.V1.Description`).
import type { CsdlDocument, CsdlObject, CsdlValue } from './csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, memberOf, setMember } from './csdl-document.ts';
import type { AliasExpansion } from './model-source.ts';
import { aliasExpansion, expandPath, schemaNames } from './model-source.ts';
import { findTarget } from './overlay-target.ts';

/** Namespace of the product's own vocabulary for overlays. */
export const overlayNamespace = 'ODataEmulator.Overlay.V1';

const removeTerm = `@${overlayNamespace}.Remove`;

/** One thing that an overlay says. */
export interface OverlayEffect {
  readonly action: 'add' | 'replace' | 'remove' | 'annotate';
  /** `ns.Type/property`, `ns.Type/property/@Term` */
  readonly path: string;
  /** False where the document says the same already, or has nothing to remove: the overlay is not needed for it. */
  readonly changes: boolean;
}

export interface OverlaidDocument {
  readonly document: CsdlDocument;
  readonly effects: readonly OverlayEffect[];
}

export type Draft = { [member: string]: CsdlValue };

/** The document with the overlay applied; neither of the two is changed. Names in what comes from the overlay have their namespaces. */
export function applyOverlay(document: CsdlDocument, overlay: CsdlDocument): OverlaidDocument {
  const expand = aliasExpansion(overlay);
  const merged = structuredClone(document) as CsdlDocument & Draft;
  const said = expandAliases(overlay, expand) as CsdlDocument;
  const effects: OverlayEffect[] = [];
  mergeReferences(merged, said);
  for (const namespace of schemaNames(said)) {
    const schema = said[namespace] as CsdlObject;
    if (!isCsdlObject(merged[namespace])) setMember(merged, namespace, {});
    mergeSchema(merged, namespace, schema, effects);
  }
  for (const namespace of schemaNames(said)) {
    const { $Annotations: annotations } = said[namespace] as CsdlObject;
    if (!isCsdlObject(annotations)) continue;
    for (const [target, values] of Object.entries(annotations))
      effects.push(...applyToTarget(merged, namespace, target.replaceAll(' ', ''), values as CsdlObject));
  }
  return { document: merged, effects };
}

/** Included vocabularies come along, without aliases: names of the overlay have none any more. */
function mergeReferences(merged: Draft, said: CsdlDocument): void {
  if (!isCsdlObject(said.$Reference)) return;
  const references = { ...(merged.$Reference as Draft | undefined) };
  for (const [uri, reference] of Object.entries(said.$Reference)) {
    const includes = elementsOf((reference as CsdlObject).$Include)
      .filter(({ $Namespace: namespace }) => namespace !== overlayNamespace)
      .map(({ $Alias: _, ...include }) => include);
    if (includes.length > 0 && !Object.hasOwn(references, uri)) references[uri] = { $Include: includes };
  }
  if (Object.keys(references).length > 0) merged.$Reference = references;
}

function mergeSchema(document: Draft, namespace: string, said: CsdlObject, effects: OverlayEffect[]): void {
  const schema = document[namespace] as Draft;
  for (const [name, value] of Object.entries(said)) {
    if (name === '$Alias' || name === '$Annotations') continue;
    const path = isChildName(name) ? `${namespace}.${name}` : `${namespace}/${name}`;
    const present = memberOf(schema, name);
    if (Array.isArray(value)) mergeOverloads(schema, name, value.filter(isCsdlObject), path, effects);
    else if (isChildName(name) && isCsdlObject(present) && isCsdlObject(value))
      mergeElement(present as Draft, value, path, effects);
    else put(schema, name, value, path, effects);
  }
}

/** A type, enumeration or container: each of its members is added or replaced. */
function mergeElement(present: Draft, said: CsdlObject, path: string, effects: OverlayEffect[]): void {
  for (const [name, value] of Object.entries(said)) {
    if (name !== '$Kind' || present.$Kind !== value) put(present, name, value, `${path}/${name}`, effects);
  }
}

function put(object: Draft, name: string, value: CsdlValue, path: string, effects: OverlayEffect[]): void {
  const present = memberOf(object, name);
  effects.push({
    action: name.includes('@') ? 'annotate' : present === undefined ? 'add' : 'replace',
    path,
    changes: !isEqual(present, value),
  });
  setMember(object, name, value);
}

/** An overload with the same parameter types is replaced; another is one more. */
function mergeOverloads(
  schema: Draft,
  name: string,
  said: readonly CsdlObject[],
  path: string,
  effects: OverlayEffect[],
): void {
  const present = [...elementsOf(schema[name])];
  for (const overload of said) {
    const index = present.findIndex((candidate) => signature(candidate) === signature(overload));
    const shown = `${path}(${signature(overload).split(' ')[1]})`;
    effects.push({
      action: index < 0 ? 'add' : 'replace',
      path: shown,
      changes: !isEqual(present[index], overload),
    });
    if (index < 0) present.push(overload);
    else present[index] = overload;
  }
  setMember(schema, name, present);
}

function signature({ $Kind: kind, $Parameter: parameters }: CsdlObject): string {
  const types = elementsOf(parameters).map(({ $Type: type = 'Edm.String', $Collection: collection }) =>
    collection === true ? `Collection(${type})` : String(type),
  );
  return `${kind} ${types.join(',')}`;
}

function applyToTarget(
  document: Draft,
  namespace: string,
  target: string,
  values: CsdlObject,
): OverlayEffect[] {
  const found = findTarget(document as CsdlDocument, target);
  const effects: OverlayEffect[] = [];
  for (const [term, value] of Object.entries(values)) {
    if (term === removeTerm) {
      if (value !== false) effects.push({ action: 'remove', path: target, changes: found.remove() });
      continue;
    }
    effects.push({
      action: 'annotate',
      path: `${target}/${term}`,
      changes: !isEqual(found.annotation(term), value),
    });
    found.removeAnnotation(term);
    annotate(document[namespace] as Draft, target, term, value);
  }
  return effects;
}

function annotate(schema: Draft, target: string, term: string, value: CsdlValue): void {
  schema.$Annotations ??= {};
  const targets = schema.$Annotations as Draft;
  if (memberOf(targets, target) === undefined) setMember(targets, target, {});
  setMember(memberOf(targets, target) as Draft, term, value);
}

/** Equal without regard to the order of members. */
function isEqual(left: CsdlValue | undefined, right: CsdlValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [one, other] = [left as CsdlObject, right as CsdlObject];
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}

/** Members whose texts are names or paths of the model; of annotations, the dynamic expressions with such. */
const nameMembers = new Set(
  ['Action', 'BaseTerm', 'BaseType', 'Extends', 'EntitySet', 'Function', 'Path', 'Type'].map(
    (name) => `$${name}`,
  ),
);

/** A document with the aliases in its names expanded, those of terms and targets included. */
export function expandAliases(value: CsdlValue, expand: AliasExpansion, member = ''): CsdlValue {
  if (typeof value === 'string') {
    if (nameMembers.has(member) || member === '$UnderlyingType') return expandPath(expand, value);
    return member === '@type' ? value.replace(/^#(.+)/, (_, name) => `#${expandPath(expand, name)}`) : value;
  }
  if (Array.isArray(value)) return value.map((item) => expandAliases(item, expand));
  if (!isCsdlObject(value)) return value;
  const expanded: Draft = {};
  for (const [name, item] of Object.entries(value)) {
    const isName = member === '$Annotations' || member === '$NavigationPropertyBinding' || name.includes('@');
    const key = isName && name !== '@type' ? expandPath(expand, name) : name;
    const inner =
      member === '$NavigationPropertyBinding' && typeof item === 'string'
        ? expandPath(expand, item)
        : expandAliases(item, expand, name);
    setMember(expanded, key, inner);
  }
  return expanded;
}
