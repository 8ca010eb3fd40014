// OData Data Aggregation Extension 4.0, section 3.1.2 "Sameness and Order": which instances are the same.
import type { EntityIdentity } from '../../edm/entity.ts';
import type { EdmValue, StructuredValue } from '../../edm/value.ts';
import { ODataError } from '../../error/odata-error.ts';
import { canonicalText } from '../compare.ts';
import {
  entityOf,
  extendInstance,
  type Instance,
  isDerived,
  type Operand,
  type Related,
} from '../instance.ts';
import { isInstance } from '../member.ts';

/** Numbers for identities, so that these can be told in texts. */
export type IdentityNumbers = Map<EntityIdentity, number>;

/** A text that instances have in common exactly when they are the same; of entities with an identity it tells that alone. */
export function textOfInstance(instance: Instance, identities: IdentityNumbers): string {
  const identity = entityOf(instance)?.identity;
  if (identity === undefined) return textOfTransient(instance, identities);
  const number = identities.get(identity) ?? identities.size;
  identities.set(identity, number);
  return `#${number}`;
}

/** "The same structure and same values, with null considered different from absent." */
function textOfTransient(instance: Instance, identities: IdentityNumbers): string {
  const { values, type } = instance;
  const members = memberNames(values).map((name): [string, string] => [
    name,
    canonicalText(values[name]!, type?.properties.get(name)?.type.type),
  ]);
  const related = isDerived(instance) ? [...instance.related] : [];
  const texts = related.map(([name, one]): [string, unknown] => [name, textOfRelated(one, identities)]);
  return JSON.stringify([...members, ...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOfRelated(related: Related, identities: IdentityNumbers): unknown {
  if (related === null) return null;
  if (Array.isArray(related)) return related.map((one) => textOfInstance(one as Instance, identities));
  return textOfInstance(related as Instance, identities);
}

function memberNames(values: StructuredValue): readonly string[] {
  return Object.keys(values).filter((name) => !name.includes('@'));
}

/** Each instance once: representations of one entity are merged, and refused where they contradict each other. */
export function withoutDuplicates(rows: readonly Operand[]): readonly Operand[] {
  const identities: IdentityNumbers = new Map();
  const seen = new Map<unknown, Operand>();
  for (const row of rows) {
    const key = isInstance(row) ? (entityOf(row)?.identity ?? textOfInstance(row, identities)) : row;
    const known = seen.get(key);
    seen.set(key, known === undefined ? row : merge(known, row));
  }
  return [...seen.values()];
}

function merge(known: Operand, more: Operand): Operand {
  if (!isInstance(known) || !isInstance(more) || !isDerived(more)) return known;
  refuseContradiction(known, more);
  return extendInstance(known, more.computed, more.related);
}

/** "The service MUST reject the request if they are contradictory." */
export function refuseContradiction(a: Instance, b: Instance): void {
  if (a === b || !isDerived(a) || !isDerived(b)) return;
  const identities: IdentityNumbers = new Map();
  const differs = (name: string, left: unknown, right: unknown): void => {
    if (JSON.stringify(left) === JSON.stringify(right)) return;
    throw new ODataError(
      400,
      'InvalidExpression',
      `One entity has several values of '${name}', which can't be aggregated or grouped by.`,
      { target: '$apply' },
    );
  };
  for (const name of memberNames(a.computed))
    if (name in b.computed) differs(name, textOfValue(a.computed[name]!), textOfValue(b.computed[name]!));
  for (const [name, related] of a.related) {
    const other = b.related.get(name);
    if (other !== undefined)
      differs(name, textOfRelated(related, identities), textOfRelated(other, identities));
  }
}

function textOfValue(value: EdmValue): string {
  return canonicalText(value, undefined);
}
