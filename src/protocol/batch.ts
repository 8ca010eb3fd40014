// OData Protocol 4.01, section 11.7 "Batch Requests".
import type { ODataService } from '../service/odata-service.ts';
import { type Exchange, type ExchangeContext, notImplemented } from './exchange.ts';

/** What answers one request of a batch. */
export type Handle = (
  service: ODataService,
  request: Request,
  context?: ExchangeContext,
) => Promise<Response>;

export async function handleBatch(_exchange: Exchange, _handle: Handle): Promise<Response> {
  throw notImplemented('$batch');
}
