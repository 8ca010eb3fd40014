// The figures as the coverage page holds them: names without what their group says already, so that a large model stays small.
import { type Coverage, type CoverageClass, type CoverageGroup, nameInGroup } from './coverage.ts';

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
  return [name, items.flatMap(({ path, count }) => [nameInGroup(path, name), count])];
}
