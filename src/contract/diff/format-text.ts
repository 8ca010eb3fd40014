// How `diff` prints for a terminal and for Markdown: what breaks first, each change on one line.
import type { LocatedChange } from './located-change.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

const titles: readonly (readonly [Breaks, string])[] = [
  ['both', 'breaking for requests and responses'],
  ['requests', 'breaking for requests'],
  ['responses', 'breaking for responses'],
  ['nothing', 'not breaking'],
];

function groups(changes: readonly SchemaChange[]): (readonly [string, readonly SchemaChange[]])[] {
  return titles
    .map(([breaks, title]) => [title, changes.filter((change) => change.breaks === breaks)] as const)
    .filter(([, members]) => members.length > 0);
}

/** `3 changes: 1 breaking for requests, 2 not breaking` */
function summarizeChanges(changes: readonly SchemaChange[]): string {
  if (changes.length === 0) return 'no changes';
  const parts = groups(changes).map(([title, members]) => `${members.length} ${title}`);
  return `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}: ${parts.join(', ')}`;
}

/** Plain text, one line a change: rule, element, message. */
export function formatChangesAsText(changes: readonly LocatedChange[]): string {
  const lines: string[] = [];
  for (const [title, members] of groups(changes)) {
    lines.push(`${title} (${members.length})`);
    for (const change of members) lines.push(`  ${change.rule}  ${change.element}  ${change.message}`);
    lines.push('');
  }
  for (const { message, affects } of affecting(changes)) {
    lines.push(`affected by: ${message}`);
    for (const { file, line, method, url } of affects) lines.push(`  ${file}:${line}  ${method} ${url}`);
    lines.push('');
  }
  lines.push(summarizeChanges(changes), ...affectedSum(changes));
  return `${lines.join('\n')}\n`;
}

/** Markdown for a pull request: a table for each class of change. */
export function formatChangesAsMarkdown(changes: readonly LocatedChange[]): string {
  const lines = [`**${summarizeChanges(changes)}**`, ''];
  for (const [title, members] of groups(changes)) {
    lines.push(
      `### ${title[0]?.toUpperCase()}${title.slice(1)}`,
      '',
      '| element | path | rule | what |',
      '| --- | --- | --- | --- |',
    );
    for (const { element, path, rule, message } of members) {
      lines.push(`| ${element} | \`${path}\` | ${rule} | ${message.replaceAll('|', '\\|')} |`);
    }
    lines.push('');
  }
  for (const { message, affects } of affecting(changes)) {
    lines.push(`### Affected by: ${message}`, '');
    for (const { file, line, method, url } of affects) lines.push(`- ${file}:${line} \`${method} ${url}\``);
    lines.push('');
  }
  return `${lines.join('\n')}`;
}

type Affecting = LocatedChange & Required<Pick<LocatedChange, 'affects'>>;

function affecting(changes: readonly LocatedChange[]): Affecting[] {
  return changes.filter((change): change is Affecting => (change.affects?.length ?? 0) > 0);
}

/** `4 interactions are affected`; nothing where none were given. */
function affectedSum(changes: readonly LocatedChange[]): string[] {
  if (changes.every(({ affects }) => affects === undefined)) return [];
  const exchanges = changes.flatMap(({ affects = [] }) =>
    affects.map(({ file, line, name }) => `${file}:${line} ${name}`),
  );
  const count = new Set(exchanges).size;
  return [`${count} ${count === 1 ? 'interaction is' : 'interactions are'} affected`];
}
