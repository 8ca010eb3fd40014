// OASIS Capabilities vocabulary; OData Protocol 4.01, section 9.3.1 "Response Code 501 Not Implemented".
import { checkCapabilities } from '../query/check-capabilities.ts';
import type { ResolvedRequest } from '../query/query.ts';
import type { Exchange } from './exchange.ts';

/** Refuses query options that the model rules out, unless the service's options say otherwise. */
export function enforceCapabilities({ service, method }: Exchange, resolved: ResolvedRequest): void {
  if (service.options.capabilities === 'ignore') return;
  checkCapabilities(resolved, method === 'GET' || method === 'HEAD');
}
