// OData Protocol 4.01, section 11.7 "Batch Requests": a batch in progress.
import type { ODataService } from '../../service/odata-service.ts';
import type { MaybePromise } from '../../store/maybe-promise.ts';
import type { Exchange, ExchangeContext } from '../exchange/exchange.ts';
import type { BatchResponse } from './batch-request.ts';

/** What answers one request of a batch. */
export type Handle = (
  service: ODataService,
  request: Request,
  context?: ExchangeContext,
) => MaybePromise<Response>;

/** A batch in progress. */
export interface BatchRun {
  readonly exchange: Exchange;
  readonly handle: Handle;
  /** Answers so far, by id. */
  readonly answers: Map<string, BatchResponse>;
  /** URLs of what was created or read, by `$<id>`. */
  readonly contentIds: Map<string, string>;
}
