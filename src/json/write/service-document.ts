// OData JSON Format 4.01, section 5 "Service Document".
import type { EdmContainerChild, EdmEntityContainer } from '../../edm/edm-model.ts';
import { listedUrl } from '../../edm/resource-path.ts';
import { Core } from '../../edm/vocabularies.ts';
import { encodeSegment } from '../literal.ts';
import type { MetadataLevel } from './control-information.ts';
import type { ODataVersion } from './select-list.ts';

export interface ServiceDocumentContext {
  /** Absolute URL of the service root, with its slash at the end. */
  readonly serviceRoot: string;
  readonly metadata: MetadataLevel;
  readonly version: ODataVersion;
  readonly prefixed?: boolean | undefined;
}

/** The sets, singletons and function imports of the container; actions are not listed, nor what the model leaves out. */
export function serializeServiceDocument(
  container: EdmEntityContainer | undefined,
  context: ServiceDocumentContext,
): string {
  const prefix = context.version === '4.0' || context.prefixed ? '@odata.' : '@';
  const children = [...(container?.children.values() ?? [])].filter(isListed);
  return JSON.stringify({
    ...(context.metadata === 'none' ? {} : { [`${prefix}context`]: `${context.serviceRoot}$metadata` }),
    value: children.map(listing),
  });
}

function isListed(child: EdmContainerChild): boolean {
  if (child.kind === 'ActionImport') return false;
  return child.kind === 'Singleton' || child.includeInServiceDocument;
}

function listing(child: EdmContainerChild): Record<string, string> {
  const title = child.annotations.get(Core.Description);
  return {
    name: child.name,
    ...(typeof title === 'string' ? { title } : {}),
    kind: child.kind,
    url: listedUrl(child) ?? encodeSegment(child.name),
  };
}
