// Tables in the pages of docs/ that are made from what they are about: each stands behind a comment that names it.
import type { Command } from 'commander';

/** `<!-- options of serve -->` and the table behind it, if there is one yet. */
const marked = /<!-- (.+?) -->\n(\n(?:\|.*\n)+)?/g;

/** The page with each of its tables as it is to be; what stands between them stays. */
export function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  return page.replace(marked, (_, name: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`There is no table ${name}.`);
    return `<!-- ${name} -->\n\n${table}`;
  });
}

export function tableOf(head: string, rows: readonly (readonly [string, string])[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    `| ${head} | |`,
    '|---|---|',
    ...rows.map(([name, text]) => `| ${cell(name)} | ${cell(text)} |`),
    '',
  ].join('\n');
}

/** As `--help` shows them. */
export function optionsOf(command: Command): string {
  const rows = command.options.map(({ flags, description, argChoices }) => {
    const choices =
      argChoices === undefined ? '' : `: ${argChoices.map((choice) => `\`${choice}\``).join(', ')}`;
    return [`\`${flags}\``, `${description}${choices}`] as const;
  });
  return tableOf('option', rows);
}
