// OData JSON Format 4.01, section 19.1 "Batch Request": the member `if`.
import { primitiveType } from '../edm/primitive-types.ts';
import { constantScope } from '../query/scope.ts';
import { evaluateOn, resolveText } from '../service/evaluate-expression.ts';
import { withReferencedValues } from './batch-value-reference.ts';
import type { Answered } from './referenced-value.ts';

/** Whether a condition holds: a Boolean expression over `$<id>/$succeeded` and values of earlier answers. */
export async function isConditionMet(condition: string, answered: Answered): Promise<boolean> {
  const { service, reader } = answered;
  const text = await withReferencedValues(condition, answered);
  const expression = resolveText(service.definition.model, service.profile.resolve, constantScope, text, {
    type: primitiveType('Boolean'),
    collection: false,
    nullable: true,
  });
  return (await evaluateOn(reader, expression)) === true;
}
