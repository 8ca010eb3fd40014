// The figures as the coverage page holds them: names without what their group says already, so that a large model stays small.
import type { Coverage, CoverageClass, CoverageGroup } from './coverage.ts';

/** A group's name, and its items: name and number of exchanges by turns. */
export type PageGroup = readonly [name: string, items: readonly (string | number)[]];

export interface PageClass {
  readonly kind: CoverageClass;
  readonly title: string;
  readonly groups: readonly PageGroup[];
}

export interface PageData {
  readonly classes: readonly PageClass[];
  /** Operation, status, code (empty where there is none), exchanges. */
  readonly errors: readonly (readonly [string, number, string, number])[];
}

export function pageDataOf({ sections, errors }: Coverage): PageData {
  return {
    classes: sections.map(({ kind, title, groups }) => ({
      kind,
      title,
      groups: groups.filter(({ items }) => items.length > 0).map(groupData),
    })),
    errors: errors.map(({ operation, status, code = '', count }) => [operation, status, code, count]),
  };
}

function groupData({ name, items }: CoverageGroup): PageGroup {
  return [name, items.flatMap(({ path, count }) => [shortened(path, name), count])];
}

/** `ns.Type/property` in the group `ns.Type` is `property`, `GET ns.Container/Set(key)` of the set is `GET (key)`. */
function shortened(path: string, group: string): string {
  const [, method = '', rest = path] = /^([A-Z]+) (.*)$/.exec(path) ?? [];
  const own = rest.startsWith(`${group}/`)
    ? rest.slice(group.length + 1)
    : rest.startsWith(group) && /^(\(|$)/.test(rest.slice(group.length))
      ? rest.slice(group.length)
      : rest.replace(/^\$(?:filter|apply)\//, '');
  return `${method} ${own}`.trim();
}
