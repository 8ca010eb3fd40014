// OASIS OData Vocabularies 4.0: Core.Revisions; an entry of kind Deprecated marks the element as deprecated.
import type { EdmAnnotations } from '../src/edm/edm-model.ts';
import { Core } from '../src/edm/vocabularies.ts';

/** What the revision says, possibly nothing; undefined where the element is not deprecated. */
export function deprecation(annotations: EdmAnnotations): string | undefined {
  const revisions = annotations.get(Core.Revisions);
  if (!Array.isArray(revisions)) return undefined;
  for (const revision of revisions) {
    if (typeof revision !== 'object' || revision === null || !('Kind' in revision)) continue;
    if (revision.Kind !== 'Deprecated') continue;
    return 'Description' in revision && typeof revision.Description === 'string' ? revision.Description : '';
  }
  return undefined;
}
