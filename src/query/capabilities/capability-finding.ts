// OASIS Capabilities vocabulary 4.0: how uses of what is not supported are reported.
/** One use of what a model declares as not supported. */
export interface CapabilityFinding {
  /** 501: the service has no such query option there. 400: the option is there, but not for these properties. */
  readonly status: 400 | 501;
  /** The term, with the member of its record: `FilterRestrictions/NonFilterableProperties`; of another vocabulary with its alias. */
  readonly restriction: string;
  readonly message: string;
  /** Name of the query option, or undefined for the path. */
  readonly target: string | undefined;
}

export function report(
  findings: CapabilityFinding[],
  status: CapabilityFinding['status'],
  restriction: string,
  message: string,
  target?: string,
): void {
  findings.push({ status, restriction, message, target });
}

/** What options belong to. */
export interface OptionsPlace {
  /** Before names of options in messages, for nested ones. */
  readonly prefix: string;
  readonly current: 'it' | 'this';
  /** Whether a collection is read, so that required options must be there. */
  readonly collection: boolean;
  /** Whether one entity is addressed by its key. */
  readonly byKey: boolean;
}

/** The property itself, or something in it. */
export function uses(used: ReadonlySet<string>, path: string): boolean {
  return [...used].some((name) => name === path || name.startsWith(`${path}/`));
}
