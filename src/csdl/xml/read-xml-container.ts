// OData CSDL XML 4.01, section 13 "Entity Container".
import { setMember } from '../csdl-document.ts';
import { readAnnotations } from './read-xml-annotation.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import {
  addChild,
  memberDraft,
  qualify,
  qualifyPath,
  readBoolean,
  report,
  reportUnknownChild,
  requiredAttribute,
  within,
} from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';
import { childElements } from './xml-tree.ts';

type ChildReader = (reading: XmlReading, element: XmlElement, container: string) => Draft;

const containerChildren: Readonly<Record<string, ChildReader>> = {
  EntitySet: readEntitySet,
  Singleton: readSingleton,
  ActionImport: readImport,
  FunctionImport: readImport,
};

export function readEntityContainer(reading: XmlReading, element: XmlElement, namespace: string): Draft {
  const draft: Draft = { $Kind: 'EntityContainer' };
  const base = element.attributes.get('Extends');
  if (base !== undefined) draft.$Extends = qualify(reading, base);
  const container = qualify(reading, `${namespace}.${element.attributes.get('Name') ?? ''}`);
  for (const child of childElements(element.children)) {
    const read = Object.hasOwn(containerChildren, child.name) ? containerChildren[child.name] : undefined;
    if (read === undefined) {
      if (child.name !== 'Annotation') reportUnknownChild(reading, child, 'EntityContainer');
      continue;
    }
    const name = requiredAttribute(reading, child, 'Name');
    if (name === undefined) continue;
    within(reading, name, () => addChild(reading, draft, name, read(reading, child, container), child));
  }
  readAnnotations(reading, element, draft);
  return draft;
}

function readEntitySet(reading: XmlReading, element: XmlElement, container: string): Draft {
  const draft: Draft = { $Collection: true };
  const type = requiredAttribute(reading, element, 'EntityType');
  if (type !== undefined) draft.$Type = qualify(reading, type);
  readBoolean(reading, element, 'IncludeInServiceDocument', draft, true);
  return readBindings(reading, element, container, draft);
}

function readSingleton(reading: XmlReading, element: XmlElement, container: string): Draft {
  const draft: Draft = {};
  const type = requiredAttribute(reading, element, 'Type');
  if (type !== undefined) draft.$Type = qualify(reading, type);
  readBoolean(reading, element, 'Nullable', draft);
  return readBindings(reading, element, container, draft);
}

function readImport(reading: XmlReading, element: XmlElement, container: string): Draft {
  const draft: Draft = {};
  const kind = element.name === 'ActionImport' ? 'Action' : 'Function';
  const operation = requiredAttribute(reading, element, kind);
  if (operation !== undefined) draft[`$${kind}`] = qualify(reading, operation);
  const entitySet = element.attributes.get('EntitySet');
  if (entitySet !== undefined) draft.$EntitySet = targetIn(reading, container, entitySet);
  if (kind === 'Function') readBoolean(reading, element, 'IncludeInServiceDocument', draft);
  readAnnotations(reading, element, draft);
  return draft;
}

function readBindings(reading: XmlReading, element: XmlElement, container: string, draft: Draft): Draft {
  for (const child of childElements(element.children)) {
    if (child.name !== 'NavigationPropertyBinding') {
      if (child.name !== 'Annotation') reportUnknownChild(reading, child, element.name);
      continue;
    }
    const path = requiredAttribute(reading, child, 'Path');
    const target = requiredAttribute(reading, child, 'Target');
    if (path === undefined || target === undefined) continue;
    const bindings = memberDraft(draft, '$NavigationPropertyBinding');
    const name = qualifyPath(reading, path);
    if (Object.hasOwn(bindings, name))
      report(
        reading,
        child,
        'warning',
        'duplicate-binding',
        `The path ${path} is bound twice; the first counts.`,
      );
    else {
      setMember(bindings, name, targetIn(reading, container, target));
      const offsets = reading.memberOffsets.get(bindings) ?? new Map<string, number>();
      reading.memberOffsets.set(bindings, offsets.set(name, child.offset));
    }
  }
  readAnnotations(reading, element, draft);
  return draft;
}

/** Within its own container a target must not name the container in CSDL JSON; XML leaves the choice. */
function targetIn(reading: XmlReading, container: string, target: string): string {
  const path = qualifyPath(reading, target);
  return path.startsWith(`${container}/`) ? path.slice(container.length + 1) : path;
}
