// OData Protocol 4.01, section 11.2 "Requesting Data": results as operands, of what was evaluated or computed elsewhere.
import { recordOf } from '../edm/value.ts';
import type { ExpandedResult, ItemResult, QueryResult } from '../query/result.ts';
import { createDerivedInstance, extendInstance, type Operand, type Related } from './instance.ts';

export function operandOfResult(result: QueryResult): Operand {
  switch (result.kind) {
    case 'collection':
      return result.items.map(operandOfItem);
    case 'count':
      return result.count;
    case 'null':
      return null;
    default:
      return operandOfItem(result);
  }
}

export function operandOfItem(item: ItemResult): Operand {
  switch (item.kind) {
    case 'entity':
      return item.computed === undefined ? item.entity : extendInstance(item.entity, item.computed);
    case 'instance':
      return createDerivedInstance({
        type: item.type,
        values: recordOf(item.values),
        ...(item.expanded !== undefined && {
          related: new Map([...item.expanded].map(([path, result]) => [path, relatedOf(result)])),
        }),
      });
    case 'value':
      return item.value;
  }
}

function relatedOf(result: ExpandedResult): Related {
  return result.kind === 'count' ? null : (operandOfResult(result) as Related);
}
