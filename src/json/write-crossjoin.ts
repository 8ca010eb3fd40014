// OData URL Conventions 4.01, section 4.15 "Addressing the Cross Join of Entity Sets": its instances.
import type { InstanceResult } from '../query/result.ts';
import { entityUrl } from './entity-url.ts';
import type { WriteState } from './serialize-context.ts';
import { writeEntity } from './write-entity.ts';
import { quote, writeUntyped } from './write-primitive.ts';

/**
 * One combination: `expanded` holds the entity of each set, by the set's name. The entities that $expand names are
 * written, of the others the link.
 */
export function crossjoinItem(result: InstanceResult, state: WriteState): string {
  const { expand = [] } = state.context.query.options;
  const { serviceRoot, keyAsSegment = false } = state.context;
  const members = Object.entries(result.values).map(
    ([name, value]) => `${quote(name)}:${writeUntyped(value, state.notation)}`,
  );
  for (const [name, part] of result.expanded ?? []) {
    if (part.kind !== 'entity') continue;
    const item = expand.find((candidate) => candidate.entitySet?.name === name);
    if (item !== undefined)
      members.push(`${quote(name)}:${writeEntity(part, item.options, item.entitySet?.entityType, state)}`);
    else if (state.notation.metadata !== 'none')
      members.push(
        `${quote(`${name}${state.notation.prefix}navigationLink`)}:${quote(entityUrl(part.entity, serviceRoot, { keyAsSegment }))}`,
      );
  }
  return `{${members.join(',')}}`;
}
