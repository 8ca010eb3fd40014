// OData CSDL 4.01, section 14.2.2 "Target": the element or annotation of a document that a target path leads to.
import type { CsdlDocument, CsdlObject, CsdlValue } from '../csdl-document.ts';
import { isCsdlObject, memberOf } from '../csdl-document.ts';
import { findElementPath, valueAt } from '../element-path.ts';
import { aliasExpansion, expandPath, schemaNames } from '../model/model-source.ts';

type Draft = { [member: string]: CsdlValue };

/** What stands at a target path, in a document that may be changed. */
export interface Target {
  /** False where there was nothing. Annotations by target go with their element. */
  remove(): boolean;
  /** The value of an annotation, `@` before its term, wherever the document has it. */
  annotation(term: string): CsdlValue | undefined;
  removeAnnotation(term: string): boolean;
}

interface Place {
  readonly holder: Draft;
  readonly name: string;
  /** Of an overload among those of its name. */
  readonly index?: number;
}

/** @param path without aliases: `ns.Type/property`, `ns.Action(ns.Type)`, `ns.Container/Set/path`, `ns.Type/property/@ns.Term` */
export function findTarget(document: CsdlDocument, path: string): Target {
  const at = path.lastIndexOf('/@');
  if (at >= 0) return annotationTarget(findTarget(document, path.slice(0, at)), path.slice(at + 1));
  const place = findPlace(document, path);
  const expand = aliasExpansion(document);
  const external = externalAnnotations(document, path, expand);
  const inline = place === undefined ? undefined : inlineAnnotations(place);
  const keys = (object: Draft, prefix: string, term: string): string[] =>
    Object.keys(object).filter(
      (key) => key.startsWith(prefix) && expandPath(expand, key.slice(prefix.length)) === term,
    );
  const places = [
    ...(inline === undefined ? [] : [inline]),
    ...external.map((object) => ({ object, prefix: '' })),
  ];
  return {
    remove() {
      for (const schema of schemaNames(document)) {
        const targets = (document[schema] as Draft).$Annotations;
        if (!isCsdlObject(targets)) continue;
        for (const target of Object.keys(targets)) {
          const expanded = expandPath(expand, target.replaceAll(' ', ''));
          if (expanded === path || expanded.startsWith(`${path}/`)) delete (targets as Draft)[target];
        }
      }
      if (document.$EntityContainer === path) delete (document as Draft).$EntityContainer;
      return place !== undefined && removePlace(place);
    },
    annotation(term) {
      for (const { object, prefix } of places)
        for (const key of keys(object, prefix, term)) return object[key];
      return undefined;
    },
    removeAnnotation(term) {
      let removed = false;
      for (const { object, prefix } of places)
        for (const key of Object.keys(object)) {
          // Annotations of the annotation go with it.
          const name = key.startsWith(prefix) ? expandPath(expand, key.slice(prefix.length)) : '';
          if (name !== term && !name.startsWith(`${term}@`)) continue;
          delete object[key];
          removed = true;
        }
      return removed;
    },
  };
}

function annotationTarget(element: Target, term: string): Target {
  return {
    remove: () => element.removeAnnotation(term),
    annotation: (inner) => element.annotation(`${term}${inner}`),
    removeAnnotation: (inner) => element.removeAnnotation(`${term}${inner}`),
  };
}

function findPlace(document: CsdlDocument, target: string): Place | undefined {
  const { path, missing } = findElementPath(document, target);
  if (missing !== undefined) return undefined;
  const last = path.at(-1);
  const at = typeof last === 'number' ? path.length - 2 : path.length - 1;
  const holder = valueAt(document, path.slice(0, at)) as Draft;
  return { holder, name: String(path[at]), ...(typeof last === 'number' ? { index: last } : {}) };
}

function contentOf({ holder, name, index }: Place): CsdlValue | undefined {
  const value = memberOf(holder, name);
  return index === undefined ? value : (value as readonly CsdlValue[])[index];
}

function removePlace({ holder, name, index }: Place): boolean {
  const value = memberOf(holder, name);
  if (index !== undefined && Array.isArray(value) && value.length > 1) {
    holder[name] = value.filter((_, at) => at !== index);
    return true;
  }
  for (const member of Object.keys(holder))
    if (member === name || member.startsWith(`${name}@`)) delete holder[member];
  return true;
}

/** Annotations stand in the element's object; those of an enumeration member beside it, behind its name. */
function inlineAnnotations(place: Place): { readonly object: Draft; readonly prefix: string } {
  const value = contentOf(place);
  return isCsdlObject(value)
    ? { object: value as Draft, prefix: '' }
    : { object: place.holder, prefix: place.name };
}

function externalAnnotations(
  document: CsdlDocument,
  path: string,
  expand: (name: string) => string | undefined,
): Draft[] {
  return schemaNames(document).flatMap((namespace) => {
    const targets = (document[namespace] as CsdlObject).$Annotations;
    if (!isCsdlObject(targets)) return [];
    return Object.entries(targets)
      .filter(([target]) => expandPath(expand, target.replaceAll(' ', '')) === path)
      .map(([, annotations]) => annotations as Draft);
  });
}
