// OASIS Validation vocabulary 4.0, "Pattern", "Minimum" and "Maximum": texts and times that fit what is said of them.
import type { Faker } from '@faker-js/faker';
import type { EdmPrimitiveTypeName } from '../edm/edm-model.ts';
import { type Subject, textFor } from './plausible-by-name.ts';
import type { Bound, Restrictions } from './restrictions.ts';

/** The class of the package randexp: texts that an expression matches, mostly. */
export type PatternTexts = new (
  expression: RegExp,
) => {
  /** Repetitions of what may be repeated without limit. */
  max: number;
  randInt: (from: number, to: number) => number;
  gen(): string;
};

export interface TextSources {
  readonly faker: Faker;
  readonly patternTexts: PatternTexts;
}

/** How often another text is tried where one does not fit. */
const attempts = 50;
/** Repetitions of what a pattern repeats without limit. */
const mostRepetitions = 12;

/** undefined where no text is found that fits all that is said of it. */
export function plausibleText(
  { faker, patternTexts }: TextSources,
  subject: Subject,
  maxLength: number | 'max' | undefined,
  { patterns, minimum, maximum }: Restrictions,
): string | undefined {
  const cut = (text: string): string =>
    typeof maxLength === 'number' && text.length > maxLength ? text.slice(0, maxLength).trimEnd() : text;
  const expressions = patterns.map(expressionOf);
  const fits = (text: string): boolean =>
    (typeof maxLength !== 'number' || text.length <= maxLength) &&
    expressions.every((expression) => expression.test(text));
  const usual = bounded(cut(textFor(subject, faker)), minimum, maximum);
  if (fits(usual)) return usual;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const expression = expressions[attempt % expressions.length];
    if (expression === undefined) break;
    const source = new patternTexts(expression);
    source.max = attempt < attempts / 2 ? mostRepetitions : 1;
    source.randInt = (from, to) => faker.number.int({ min: from, max: Math.max(from, to) });
    const text = source.gen();
    if (fits(text)) return text;
  }
  return undefined;
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // validation takes more than JavaScript's strict syntax, such as `\-` outside of a class
    return new RegExp(pattern);
  }
}

/** The text itself, or a bound or what is next to it. Texts of one form are ordered by their characters. */
function bounded(text: string, minimum: Bound | undefined, maximum: Bound | undefined): string {
  const [least, most] = [minimum?.value, maximum?.value];
  if (least !== undefined && (text < String(least) || (minimum?.isExclusive && text === least)))
    return minimum?.isExclusive === true ? `${least}a` : String(least);
  if (most !== undefined && (text > String(most) || (maximum?.isExclusive && text === most)))
    return maximum?.isExclusive === true ? String(most).slice(0, -1) : String(most);
  return text;
}

const day = 86_400_000;
/** What made-up times lie around: the same in every run. */
const usualEnd = Date.parse('2026-01-01T00:00:00Z');
const usualSpan = 3 * 365 * day;

/** Birthdays lie before these. */
const birthEnd = Date.parse('2006-01-01T00:00:00Z');
const birthSpan = 50 * 365 * day;

/** A value of `Date` or `DateTimeOffset` between its bounds. */
export function plausibleTime(
  faker: Faker,
  type: EdmPrimitiveTypeName & ('Date' | 'DateTimeOffset'),
  name: string,
  { minimum, maximum }: Restrictions,
): string {
  const [end, span] = /birth/i.test(name) ? [birthEnd, birthSpan] : [usualEnd, usualSpan];
  const step = type === 'Date' ? day : 1_000;
  const least = momentOf(minimum, step);
  const most = momentOf(maximum, -step);
  const last = Math.min(most ?? end, Math.max(end, (least ?? 0) + span));
  const first = Math.max(least ?? last - span, last - span);
  // whole steps from the first, so that rounding leads out of no bound
  const count = Math.max(0, Math.floor((last - first) / step));
  const text = new Date(first + faker.number.int({ min: 0, max: count }) * step).toISOString();
  return type === 'Date' ? text.slice(0, 10) : text.replace(/\.000Z$/, 'Z');
}

function momentOf(bound: Bound | undefined, step: number): number | undefined {
  const moment = bound === undefined ? Number.NaN : Date.parse(String(bound.value));
  return Number.isNaN(moment) ? undefined : moment + (bound?.isExclusive === true ? step : 0);
}

/** A value of `TimeOfDay`, whole seconds, between its bounds. */
export function plausibleTimeOfDay(faker: Faker, { minimum, maximum }: Restrictions): string {
  const least = secondsOf(minimum, 1) ?? 0;
  const most = secondsOf(maximum, -1) ?? 86_399;
  const second = faker.number.int({ min: least, max: Math.max(least, most) });
  return new Date(second * 1_000).toISOString().slice(11, 19);
}

function secondsOf(bound: Bound | undefined, step: number): number | undefined {
  const moment = bound === undefined ? Number.NaN : Date.parse(`1970-01-01T${bound.value}Z`);
  return Number.isNaN(moment) ? undefined : Math.round(moment / 1_000) + (bound?.isExclusive ? step : 0);
}
