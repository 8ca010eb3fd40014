// OData URL Conventions 4.01, section 5.1.1.4 "Canonical Functions": all of them, in the order of the standard.
import type { CanonicalFunction } from '../../query/expression/expression.ts';
import { ceiling, floor, round } from './arithmetic-functions.ts';
import type { CanonicalFunctionCompiler } from './canonical-function.ts';
import { hassubsequence, hassubset } from './collection-functions.ts';
import * as dateTime from './date-time-functions.ts';
import * as geo from './geo-functions.ts';
import { hierarchyFunctions } from './hierarchy-functions.ts';
import {
  concat,
  contains,
  endswith,
  indexof,
  length,
  startswith,
  substring,
} from './string-and-collection-functions.ts';
import { matchesPattern, tolower, toupper, trim } from './string-functions.ts';

/** `isdefined` is compiled from its path, not from the path's value. */
export const canonicalFunctions: Readonly<
  Record<Exclude<CanonicalFunction, 'isdefined'>, CanonicalFunctionCompiler>
> = {
  concat,
  contains,
  endswith,
  indexof,
  length,
  startswith,
  substring,
  hassubset,
  hassubsequence,
  matchesPattern,
  tolower,
  toupper,
  trim,
  date: dateTime.date,
  day: dateTime.day,
  fractionalseconds: dateTime.fractionalseconds,
  hour: dateTime.hour,
  maxdatetime: dateTime.maxdatetime,
  mindatetime: dateTime.mindatetime,
  minute: dateTime.minute,
  month: dateTime.month,
  now: dateTime.now,
  second: dateTime.second,
  time: dateTime.time,
  totaloffsetminutes: dateTime.totaloffsetminutes,
  totalseconds: dateTime.totalseconds,
  year: dateTime.year,
  ceiling,
  floor,
  round,
  'geo.distance': geo.distance,
  'geo.intersects': geo.intersects,
  'geo.length': geo.length,
  ...hierarchyFunctions,
};
