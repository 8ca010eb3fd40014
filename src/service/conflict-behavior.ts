// Microsoft Graph, "driveItem resource type", section "Instance attributes": what becomes of a new item whose name is taken.
import { ODataError } from '../error/odata-error.ts';

export const conflictBehaviors = ['fail', 'replace', 'rename'] as const;
export type ConflictBehavior = (typeof conflictBehaviors)[number];

/** A property that no two entities of a contained collection have alike. */
export interface SiblingNames {
  /** Qualified name of the entity type that has the collection. */
  readonly of: string;
  readonly navigationProperty: string;
  readonly property: string;
  /** Annotation of a new entity that says what becomes of it where its name is taken: a ConflictBehavior, or `fail`. */
  readonly conflict: string;
}

/** What a client asks for; `usual`, where it says nothing. */
export function conflictBehaviorOf(
  given: unknown,
  target: string,
  usual: ConflictBehavior,
): ConflictBehavior {
  if (given === undefined || given === null) return usual;
  const known = conflictBehaviors.find((behavior) => behavior === given);
  if (known !== undefined) return known;
  const message = `${target} is one of ${conflictBehaviors.join(', ')}.`;
  throw new ODataError(400, 'InvalidValue', message, { target });
}

export function nameIsTaken(name: string): ODataError {
  return new ODataError(409, 'Conflict', `There is an item named ${name} already.`);
}

/** `a.txt` → `a 1.txt` */
export function freeName(name: string, taken: ReadonlySet<unknown>): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? [];
  for (let number = 1; ; number++) {
    const candidate = `${stem} ${number}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}
