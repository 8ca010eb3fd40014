// SARIF 2.1.0 (OASIS): changes as results, for code scanning in a CI.

import { physicalLocation, type SarifResult, sarifLog } from '../sarif.ts';
import type { AffectedExchange } from './affected-exchanges.ts';
import type { LocatedChange } from './located-change.ts';
import { changeRules } from './schema-change.ts';

/** The changes of one service. */
export interface SarifRun {
  readonly changes: readonly LocatedChange[];
  /** The new document, as the tool was given it. */
  readonly artifact: string;
}

/** @param version of the tool */
export function formatChangesAsSarif(runs: readonly SarifRun[], version: string): string {
  const results = runs.map(({ changes, artifact }) => changes.map((change) => resultOf(change, artifact)));
  return sarifLog(results, changeRules, version);
}

function resultOf(change: LocatedChange, artifact: string): SarifResult {
  return {
    ruleId: change.rule,
    level: change.breaks === 'nothing' ? 'note' : 'error',
    message: { text: change.message },
    locations: [
      {
        physicalLocation: physicalLocation(change.place ?? { file: artifact }),
        logicalLocations: [{ fullyQualifiedName: change.path, kind: 'element' }],
      },
    ],
    ...(change.affects === undefined ? {} : { relatedLocations: change.affects.map(relatedLocation) }),
    properties: { ...change },
  };
}

function relatedLocation({ file, line, method, url }: AffectedExchange) {
  return {
    physicalLocation: physicalLocation({ file, line, column: 1 }),
    message: { text: `${method} ${url}` },
  };
}
