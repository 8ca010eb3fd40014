// SARIF 2.1.0 (OASIS): changes as results, for code scanning in a CI.
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
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: runs.map(({ changes, artifact }) => ({
      tool: {
        driver: {
          name: 'odata-emulator',
          version,
          rules: Object.entries(changeRules).map(([id, text]) => ({ id, shortDescription: { text } })),
        },
      },
      results: changes.map((change) => resultOf(change, artifact)),
    })),
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(change: LocatedChange, artifact: string) {
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

function physicalLocation({ file, line, column }: { file: string; line?: number; column?: number }) {
  const artifactLocation = { uri: file.replaceAll('\\', '/') };
  return line === undefined
    ? { artifactLocation }
    : { artifactLocation, region: { startLine: line, startColumn: column } };
}

function relatedLocation({ file, line, method, url }: AffectedExchange) {
  return {
    physicalLocation: physicalLocation({ file, line, column: 1 }),
    message: { text: `${method} ${url}` },
  };
}
