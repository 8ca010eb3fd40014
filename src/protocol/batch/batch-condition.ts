// OData JSON Format 4.01, section 19.1 "Batch Request": the member `if`.
import { primitiveType } from '../../edm/primitive-types.ts';
import { constantScope } from '../../query/expression/scope.ts';
import { evaluateOn, resolveText } from '../../service/evaluate-expression.ts';
import type { StoreReader } from '../../store/store.ts';
import { type References, withReferencedValues } from './batch-value-reference.ts';
import type { Answered } from './referenced-value.ts';

/** Whether a condition holds: a Boolean expression over `$<id>/$succeeded` and values of earlier answers. */
export async function isConditionMet(
  condition: string,
  answered: Answered,
  reader: StoreReader,
): Promise<boolean> {
  const { service } = answered;
  const variables: References = new Map();
  const text = withReferencedValues(condition, answered, variables);
  const scope = { ...constantScope, variables };
  const expression = resolveText(service.definition.model, service.profile.resolve, scope, text, {
    type: primitiveType('Boolean'),
    collection: false,
    nullable: true,
  });
  return (await evaluateOn(reader, expression)) === true;
}
