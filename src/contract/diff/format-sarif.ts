// SARIF 2.1.0 (OASIS): changes as results, for code scanning in a CI.
import { changeRules, type SchemaChange } from './schema-change.ts';

/**
 * @param artifact the new document, as the tool was given it
 * @param version of the tool
 */
export function formatChangesAsSarif(
  changes: readonly SchemaChange[],
  artifact: string,
  version: string,
): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'odata-emulator',
            version,
            rules: Object.entries(changeRules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        results: changes.map((change) => ({
          ruleId: change.rule,
          level: change.breaks === 'nothing' ? 'note' : 'error',
          message: { text: change.message },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: artifact } },
              logicalLocations: [{ fullyQualifiedName: change.path, kind: 'element' }],
            },
          ],
          properties: { ...change },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
