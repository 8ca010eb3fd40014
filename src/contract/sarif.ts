// SARIF 2.1.0 (OASIS): results of one tool, for code scanning in a CI.
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface SarifResult {
  readonly ruleId: string;
  readonly level: 'error' | 'note';
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly relatedLocations?: readonly object[];
  readonly properties?: object;
}

/**
 * A log with a run for each list of results.
 * @param rules texts by identifier
 * @param version of the tool
 */
export function sarifLog(
  runs: readonly (readonly SarifResult[])[],
  rules: Readonly<Record<string, string>>,
  version: string,
): string {
  const ids = Object.keys(rules);
  const driver = {
    name: 'odata-emulator',
    version,
    rules: ids.map((id) => ({ id, shortDescription: { text: rules[id] } })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: runs.map((results) => ({
      tool: { driver },
      columnKind: 'utf16CodeUnits',
      results: results.map(({ ruleId, ...rest }) => ({ ruleId, ruleIndex: ids.indexOf(ruleId), ...rest })),
    })),
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Section 3.29 "physicalLocation object": line and column are 1-based. */
export function physicalLocation({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}) {
  const artifactLocation = { uri: artifactUri(file) };
  return line === undefined
    ? { artifactLocation }
    : { artifactLocation, region: { startLine: line, startColumn: column ?? 1 } };
}

/** A file below the working directory relative to it, as code scanning wants it; URLs as they are. */
function artifactUri(file: string): string {
  if (/^https?:\/\//i.test(file)) return file;
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
