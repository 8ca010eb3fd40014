// OData Protocol 4.01, section 11.4 "Data Modification": what changes of a memory store need besides the state.

import type { Draft } from './state.ts';
import type { StoreModel } from './stored-entities.ts';

/** What changes need besides the state. */
export interface ChangeContext extends StoreModel {
  readonly draft: Draft;
  readonly changeLogLimit: number;
  readonly linksThroughContainment: boolean;
}
