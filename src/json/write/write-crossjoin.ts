// OData URL Conventions 4.01, section 4.15 "Addressing the Cross Join of Entity Sets": its instances; Data Aggregation, section 4.
import { anyEntityType } from '../../edm/any-entity-type.ts';
import type { StructuredValue } from '../../edm/value.ts';
import type { EntityResult, InstanceResult } from '../../query/result.ts';
import { entityUrl } from '../entity-url.ts';
import type { WriteState } from './serialize-context.ts';
import { appliedMembers } from './write-applied.ts';
import { dynamicProperty } from './write-dynamic.ts';
import { writeEntity, writeRelated } from './write-entity.ts';
import { quote } from './write-primitive.ts';

/**
 * One combination: `expanded` holds the entity of each set, by the set's name. The entities that $expand names are
 * written, of the others the link; what $apply made of them is written as it says.
 */
export function crossjoinItem(result: InstanceResult, state: WriteState): string {
  const { options } = state.context.query;
  const members = valuesOf(result.values, state);
  const written = new Set<string>();
  const related = result.expanded ?? new Map<string, EntityResult>();
  for (const [name, part] of related) {
    const isMade = options.shape?.declared?.has(name) === true || options.shape?.dynamic.has(name) === true;
    if (part.kind !== 'entity' || isMade) continue;
    written.add(name);
    const member = partOf(name, part, state);
    if (member !== undefined) members.push(member);
  }
  return `{${[...members, ...appliedMembers(related, anyEntityType, written, options, state, writeRelated)].join(',')}}`;
}

function valuesOf(values: StructuredValue, state: WriteState): string[] {
  return Object.keys(values)
    .filter((name) => !name.includes('@'))
    .map((name) => dynamicProperty(name, values[name] ?? null, values, state));
}

function partOf(name: string, part: EntityResult, state: WriteState): string | undefined {
  const { serviceRoot, keyAsSegment = false, query } = state.context;
  const item = query.options.expand?.find((candidate) => candidate.entitySet?.name === name);
  if (item !== undefined)
    return `${quote(name)}:${writeEntity(part, item.options, item.entitySet?.entityType, state)}`;
  if (state.notation.metadata === 'none') return undefined;
  const link = entityUrl(part.entity, serviceRoot, { keyAsSegment });
  return `${quote(`${name}${state.notation.prefix}navigationLink`)}:${quote(link)}`;
}
