// OData URL Conventions 4.01, section 5.1.1.8 "Date and Time Functions".

import type { Operand } from '../instance.ts';
import { durationPicoseconds, offsetMinutes, startOfTime, timeSeconds } from '../temporal.ts';
import { fractionDecimal, secondsText, zoneText } from '../temporal-arithmetic.ts';
import { type CanonicalFunctionCompiler, ofText } from './canonical-function.ts';

function endOfDate(text: string): number {
  return text.indexOf('-', 1) + 6;
}

/** Parts of a DateTimeOffset are taken in the value's own offset. */
function ofTime(apply: (seconds: number) => Operand): CanonicalFunctionCompiler {
  return ofText((text) => apply(timeSeconds(text, startOfTime(text))));
}

export const year = ofText((text) => Number(text.slice(0, text.indexOf('-', 1))));
export const month = ofText((text) => Number(text.slice(endOfDate(text) - 5, endOfDate(text) - 3)));
export const day = ofText((text) => Number(text.slice(endOfDate(text) - 2, endOfDate(text))));
export const hour = ofTime((seconds) => Math.floor(seconds / 3600));
export const minute = ofTime((seconds) => Math.floor(seconds / 60) % 60);
export const second = ofText((text) => {
  const at = startOfTime(text) + 5;
  return text.charAt(at) === ':' ? Number(text.slice(at + 1, at + 3)) : 0;
});
export const fractionalseconds = ofText(fractionDecimal);
export const date = ofText((text) => text.slice(0, endOfDate(text)));
export const time = ofText((text) => text.slice(startOfTime(text), text.length - zoneText(text).length));
export const totaloffsetminutes = ofText(offsetMinutes);
export const totalseconds = ofText((text) => {
  const picoseconds = durationPicoseconds(text);
  return picoseconds === undefined ? null : secondsText(picoseconds);
});

export const now: CanonicalFunctionCompiler = () => (scope) => scope.evaluation.now().toISOString();
export const mindatetime: CanonicalFunctionCompiler = () => () => '0001-01-01T00:00:00Z';
export const maxdatetime: CanonicalFunctionCompiler = () => () => '9999-12-31T23:59:59.999999999999Z';
