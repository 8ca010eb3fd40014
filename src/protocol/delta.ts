// OData Protocol 4.01, section 11.3 "Requesting Changes".
import type { ResolvedRequest } from '../query/query.ts';
import type { Exchange } from './exchange.ts';

/** The delta link of a collection whose changes are tracked; undefined where they are not, or nobody asked. */
export function trackChanges(_exchange: Exchange, _resolved: ResolvedRequest): string | undefined {
  return undefined;
}
