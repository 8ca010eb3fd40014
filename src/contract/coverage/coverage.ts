// What `coverage` measures: the classes of what a model has, and how much of each was exercised.

/** In the order in which they are shown. */
export const coverageClasses = [
  'operations',
  'entitySets',
  'singletons',
  'properties',
  'navigationProperties',
  'enumMembers',
  'queryOptions',
  'errors',
] as const;

export type CoverageClass = (typeof coverageClasses)[number];

export const coverageTitles: Readonly<Record<CoverageClass, string>> = {
  operations: 'Operations',
  entitySets: 'Entity sets',
  singletons: 'Singletons',
  properties: 'Properties',
  navigationProperties: 'Navigation properties',
  enumMembers: 'Enumeration members',
  queryOptions: 'Query options',
  errors: 'Error answers of operations in use',
};

/** Classes of what the model has: they make the total. The others depend on the protocol, and on what is in use. */
export const modelClasses: readonly CoverageClass[] = coverageClasses.slice(0, 6);

export interface CoverageItem {
  /** As `diff` writes it (`ns.Type/property`), with the method before it for an operation; `$filter`, `$apply/groupby`. */
  readonly path: string;
  /** Number of exchanges that used it. */
  readonly count: number;
}

/** The members of a type, the operations on a set. */
export interface CoverageGroup {
  readonly name: string;
  readonly exercised: number;
  readonly items: readonly CoverageItem[];
}

export interface CoverageSection {
  readonly kind: CoverageClass;
  readonly title: string;
  readonly total: number;
  readonly exercised: number;
  readonly groups: readonly CoverageGroup[];
}

/** An error that an operation answered. */
export interface CoveredError {
  readonly operation: string;
  readonly status: number;
  /** Its code, where the body has one. */
  readonly code: string | undefined;
  readonly count: number;
}

export interface Coverage {
  readonly exchanges: number;
  /** Exchanges whose URL is none of the service. */
  readonly unresolved: number;
  /** Exchanges with something that the model does not allow. */
  readonly withFindings: number;
  /** Of everything that the model has. */
  readonly total: number;
  readonly exercised: number;
  readonly sections: readonly CoverageSection[];
  /** Which errors an operation can answer no model says: these are the ones that were seen. */
  readonly errors: readonly CoveredError[];
}

/** 0 to 100; of nothing, all was exercised. */
export function percentageOf({
  exercised,
  total,
}: {
  readonly exercised: number;
  readonly total: number;
}): number {
  return total === 0 ? 100 : (100 * exercised) / total;
}

/** What of the limits was not reached, as a line each: `operations: 12.5 % of the 80 % that are wanted`. */
export function unreached(
  coverage: Coverage,
  limits: number | Readonly<Partial<Record<string, number>>>,
): string[] {
  const wanted = typeof limits === 'number' ? { total: limits } : limits;
  return Object.entries(wanted).flatMap(([name, limit = 0]) => {
    const measured = name === 'total' ? coverage : coverage.sections.find(({ kind }) => kind === name);
    const share = percentageOf(measured ?? { exercised: 0, total: 0 });
    return share >= limit ? [] : [`${name}: ${share.toFixed(1)} % of the ${limit} % that are wanted`];
  });
}

/** `ns.Type/property` in the group `ns.Type` is `property`, `GET ns.Container/Set(key)` of the set is `GET (key)`. */
export function nameInGroup(path: string, group: string): string {
  const [, method = '', rest = path] = /^([A-Z]+) (.*)$/.exec(path) ?? [];
  const own = rest.startsWith(`${group}/`)
    ? rest.slice(group.length + 1)
    : rest.startsWith(group) && /^(\(|$)/.test(rest.slice(group.length))
      ? rest.slice(group.length)
      : rest.replace(/^\$(?:filter|apply)\//, '');
  return `${method} ${own}`.trim();
}
