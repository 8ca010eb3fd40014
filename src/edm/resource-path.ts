// OASIS Core vocabulary, term ResourcePath: the URL of a child of the entity container.
import type { EdmContainerChild } from './edm-model.ts';
import { Core } from './vocabularies.ts';

/** Relative to the service root, percent-encoded; undefined where the name is the path. */
export function annotatedPath({ annotations }: Pick<EdmContainerChild, 'annotations'>): string | undefined {
  const path = annotations.get(Core.ResourcePath);
  return typeof path === 'string' && isRelative(path) ? path : undefined;
}

/** What is elsewhere is listed with its URL, and known here by its name. */
function isRelative(path: string): boolean {
  return /^[^/?#:%][^?#:%]*$/.test(path.replace(/%[0-9a-f]{2}/gi, 'x')) && !path.endsWith('/');
}

/** As the service document lists it: a URL that is absolute too. */
export function listedUrl({ annotations }: Pick<EdmContainerChild, 'annotations'>): string | undefined {
  const path = annotations.get(Core.ResourcePath);
  return typeof path === 'string' && path !== '' ? path : undefined;
}
