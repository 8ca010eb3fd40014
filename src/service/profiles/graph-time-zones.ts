// Microsoft Graph, "Get event", request header `Prefer: outlook.timezone`, and "dateTimeTimeZone resource type".
import { createRequire } from 'node:module';
import type { Entity } from '../../edm/entity.ts';
import { createRecord, type StructuredValue } from '../../edm/value.ts';
import type { ValuePreference } from '../value-preference.ts';

const require = createRequire(import.meta.url);

/** Its tables take 10 ms to load: no start waits for them, but the first request that asks for a time zone. */
function windowsIana(): typeof import('windows-iana') {
  return require('windows-iana');
}

/** Tells what clocks show in a time zone. */
type Clock = Intl.DateTimeFormat;

/** @param name of Windows (`Pacific Standard Time`) or of IANA (`America/Los_Angeles`) */
function clockOf(name: string): Clock | undefined {
  const [timeZone = name] = windowsIana().findIana(name);
  const shown = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
  const finer = { minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, ...shown, ...finer });
  } catch {
    // no zone that anyone knows
    return undefined;
  }
}

/** Milliseconds, as if the clock showed UTC. */
function shownAt(clock: Clock, instant: number): number {
  const parts = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** When the clock shows a time; twice, as the offset of the first guess may be that of another season. */
function instantOf(clock: Clock, local: number): number {
  const guess = local - (shownAt(clock, local) - local);
  return guess - (shownAt(clock, guess) - local);
}

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?(Z?)$/;

/** `2017-04-21T17:00:00` of one clock as `2017-04-21T10:00:00.0000000` of another. */
function moved(dateTime: string, from: Clock, to: Clock): string | undefined {
  const [, seconds, fraction = '', isUtc] = written.exec(dateTime) ?? [];
  const local = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`);
  if (Number.isNaN(local)) return undefined;
  const instant = isUtc === 'Z' ? local : instantOf(from, local);
  return `${new Date(shownAt(to, instant)).toISOString().slice(0, 19)}.${fraction.padEnd(7, '0')}`;
}

/** Days are the same days everywhere. */
function isAllDay(entity: Entity | undefined): boolean {
  return entity?.values.isAllDay === true;
}

function inTimeZone(timeZone: string): ReturnType<ValuePreference['conversion']> {
  const to = clockOf(timeZone);
  if (to === undefined) return undefined;
  const clocks = new Map<string, Clock | undefined>();
  return (value: StructuredValue, entity: Entity | undefined) => {
    const { dateTime, timeZone: own } = value;
    if (typeof dateTime !== 'string' || typeof own !== 'string' || isAllDay(entity)) return undefined;
    if (!clocks.has(own)) clocks.set(own, clockOf(own));
    const from = clocks.get(own);
    const told = from && moved(dateTime, from, to);
    return told === undefined
      ? undefined
      : Object.assign(createRecord(), value, { dateTime: told, timeZone });
  };
}

/** What stands in a time zone that nobody knows stays as it is. */
export const timeZonePreference: ValuePreference = {
  preference: 'outlook.timezone',
  of: 'microsoft.graph.dateTimeTimeZone',
  conversion: inTimeZone,
};
