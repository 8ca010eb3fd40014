// OData JSON Format 4.01, section 19.1 "Batch Request": the member `if`.
import { primitiveType } from '../edm/primitive-types.ts';
import { type Answered, withReferencedValues } from './batch-value-reference.ts';

/** Whether a condition holds: a Boolean expression over `$<id>/$succeeded` and values of earlier answers. */
export async function isConditionMet(condition: string, answered: Answered): Promise<boolean> {
  const filter = withReferencedValues(condition, answered);
  // evaluated as a filter on one item that it does not look at
  const { options } = answered.service.resolve(
    `$all?$filter=${filter.replaceAll('&', '%26').replaceAll('#', '%23')}`,
  );
  const result = { type: primitiveType('Boolean'), collection: true, nullable: false };
  const found = await answered.service.store.read(
    {
      path: { segments: [{ kind: 'all', result, source: undefined, at: 0 }], result, source: undefined },
      options,
    },
    { start: { segment: 0, result: { kind: 'collection', items: [{ kind: 'value', value: true }] } } },
  );
  return found?.kind === 'collection' && found.items.length === 1;
}
