// Attributes of one element in two models: what CSDL calls each, what it was and is, and what a change of it breaks.
import type { Breaks, ChangedElement, SchemaChange } from './schema-change.ts';

/** `[rule, attribute, before, after, what it breaks when it differs]`; undefined where the element has no such attribute. */
export type Fact = readonly [SchemaChange['rule'], string, string | undefined, string | undefined, Breaks];

/** A change for each fact that differs. */
export function diffFacts(element: ChangedElement, path: string, facts: readonly Fact[]): SchemaChange[] {
  return facts
    .filter(([, , old, now]) => old !== now)
    .map(([rule, attribute, old, now, breaks]) => ({
      rule,
      element,
      path,
      attribute,
      ...optionalTexts(old, now),
      breaks,
      message: `${attribute} of ${path} was ${old ?? 'none'} and is ${now ?? 'none'}.`,
    }));
}

/** `old` and `new` of a change, left out where there is none. */
export function optionalTexts(
  old: string | null | undefined,
  now: string | null | undefined,
): Pick<SchemaChange, 'old' | 'new'> {
  return {
    ...(old === undefined || old === null ? {} : { old }),
    ...(now === undefined || now === null ? {} : { new: now }),
  };
}
