// OData Protocol 4.01, section 5.2 "Model Versioning": annotations that a client must understand to interact with the service.
import type { EdmAnnotationValue } from '../../edm/edm-model.ts';
import type { Breaks } from './schema-change.ts';

type Value = EdmAnnotationValue | undefined;
type Judge = (old: Value, now: Value) => Breaks;

const asks = (isMore: (old: Value, now: Value) => boolean): Judge => {
  return (old, now) => (isMore(old, now) ? 'requests' : 'nothing');
};
/** What was not asked before is asked whenever the annotation is there. */
const asksWhereApplied = asks((_, now) => now !== undefined && now !== false);

/** A limit that a value must not be above, or below: a tighter one breaks those who send, a looser one those who read. */
function limit(isTighter: (old: number, now: number) => boolean): Judge {
  return (old, now) => {
    if (now === undefined) return 'responses';
    if (old === undefined || typeof old === 'object' || typeof now === 'object') return 'requests';
    return isTighter(Number(old), Number(now)) ? 'requests' : 'responses';
  };
}

const core = 'Org.OData.Core.V1.';
const validation = 'Org.OData.Validation.V1.';

/** By term; of the Capabilities and Validation vocabularies, what is not listed follows the rule of its vocabulary. */
const judges: Readonly<Record<string, Judge>> = {
  [`${core}Computed`]: asksWhereApplied,
  [`${core}Immutable`]: asksWhereApplied,
  [`${core}OptimisticConcurrency`]: asksWhereApplied,
  [`${core}RequiresType`]: asksWhereApplied,
  [`${core}Permissions`]: permissions,
  // URLs with the alternate key fail when it is gone
  [`${core}AlternateKeys`]: asks((old) => old !== undefined),
  'OData.Community.Keys.V1.AlternateKeys': asks((old) => old !== undefined),
  [`${validation}Maximum`]: limit((old, now) => now < old),
  [`${validation}MaxItems`]: limit((old, now) => now < old),
  [`${validation}Minimum`]: limit((old, now) => now > old),
  [`${validation}MinItems`]: limit((old, now) => now > old),
  [`${validation}AllowedValues`]: allowedValues,
  [`${validation}AllowedTerms`]: () => 'nothing',
  [`${validation}ApplicableTerms`]: () => 'nothing',
};

/** @param name term, and qualifier after a `#` */
export function annotationBreaks(name: string, old: Value, now: Value): Breaks {
  const term = name.split('#', 1)[0] ?? name;
  const judge = judges[term];
  if (judge !== undefined) return judge(old, now);
  if (term.startsWith(validation)) return now === undefined ? 'nothing' : 'requests';
  const [, capability] = /^Org\.OData\.Capabilities\.V1\.(.*)$/.exec(term) ?? [];
  return capability !== undefined && restricts(capability, old, now) ? 'requests' : 'nothing';
}

/** "Permissions for accessing a resource": without the annotation, reading and writing are allowed. */
function permissions(old: Value, now: Value): Breaks {
  const may = (value: Value, what: 'Read' | 'Write') =>
    typeof value !== 'string' || wordsOf(value).has(what) || wordsOf(value).has('ReadWrite');
  const loses = (what: 'Read' | 'Write') => may(old, what) && !may(now, what);
  return loses('Read') ? 'both' : loses('Write') ? 'requests' : 'nothing';
}

function allowedValues(old: Value, now: Value): Breaks {
  if (now === undefined) return 'responses';
  const [before, after] = [textsOf(old), textsOf(now)];
  const [isGone, isNew] = [!isWithin(before, after), !isWithin(after, before)];
  if (old === undefined) return 'requests';
  return isGone && isNew ? 'both' : isGone ? 'requests' : 'responses';
}

/** Lists of what is allowed; all other lists name what is not, or what has to be there. */
const allowing =
  /^(SupportedFormats|SupportedMetadataFormats|AcceptableEncodings|FilterFunctions|FilterableProperties|ExpandableProperties|CallbackProtocols|Permissions|Scopes)$/;
/** Lists that tell, and ask nothing. */
const telling = /^(ErrorResponses|ExampleValues)$/;
/** Lists of what a request may have, and must have where it says `Required`. */
const parameters = /^(CustomHeaders|CustomQueryOptions)$/;
const navigability = ['None', 'Single', 'Recursive'];

/** Whether a capability that was there, said or by default, is denied now, or one that was said is said no more. */
function restricts(member: string, old: Value, now: Value): boolean {
  if (now === false) return old !== false;
  if (now === undefined) return old === true && member.endsWith('Supported');
  if (Array.isArray(now)) return listRestricts(member, old, now);
  if (member === 'MaxLevels') return unlimited(now) < unlimited(old);
  if (member === 'Navigability') return rankOf(now) < (old === undefined ? navigability.length : rankOf(old));
  if (member === 'UnsupportedExpressions') return !isWithin(wordsOf(now), wordsOf(old));
  if (typeof now !== 'object' || now === null) return false;
  const before = (typeof old === 'object' && old !== null && !Array.isArray(old) ? old : {}) as {
    readonly [member: string]: EdmAnnotationValue;
  };
  const after = now as { readonly [member: string]: EdmAnnotationValue };
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].some((name) =>
    /^Required$|^RequiresFilter$/.test(name)
      ? after[name] === true && before[name] !== true
      : restricts(name, before[name], after[name]),
  );
}

function listRestricts(member: string, old: Value, now: readonly EdmAnnotationValue[]): boolean {
  if (telling.test(member)) return false;
  const [before, after] = [textsOf(old), textsOf(now)];
  if (allowing.test(member)) return old === undefined || !isWithin(before, after);
  if (!parameters.test(member)) return !isWithin(after, before);
  return now.some((item) => restricts('', undefined, item) && !before.has(JSON.stringify(item)));
}

/** "-1 or unspecified: no restriction" */
function unlimited(levels: Value): number {
  return typeof levels === 'number' && levels >= 0 ? levels : Number.POSITIVE_INFINITY;
}

function rankOf(value: EdmAnnotationValue): number {
  return navigability.findIndex((name) => String(value).endsWith(name));
}

function wordsOf(value: Value): ReadonlySet<string> {
  return new Set(typeof value === 'string' ? value.split(',').map((word) => word.trim()) : []);
}

function textsOf(list: Value): ReadonlySet<string> {
  return new Set(Array.isArray(list) ? list.map((item) => JSON.stringify(item)) : []);
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((item) => all.has(item));
}
