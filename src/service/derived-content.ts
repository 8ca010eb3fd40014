// OData Protocol 4.01, section 11.2.4 "Requesting Streams": contents that follow from what the service holds.
import type { EdmEntityType } from '../edm/edm-model.ts';
import { isOfType } from '../edm/edm-model.ts';
import type { Entity } from '../edm/entity.ts';
import type { NewStreamContent, StoreReader } from '../store/store.ts';

/** The `$value` of entities of a type, media entities or not. */
export interface ContentRule {
  /** Qualified name of the entity type. */
  readonly of: string;
  /** undefined: the entity has the content that was put, if any. */
  readonly content: (entity: Entity, reader: StoreReader) => Promise<NewStreamContent | undefined>;
}

export function contentRuleOf(rules: readonly ContentRule[], type: EdmEntityType): ContentRule | undefined {
  return rules.find(({ of }) => isOfType(type, of));
}
