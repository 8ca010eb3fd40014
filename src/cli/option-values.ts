// Values of options that are numbers, sizes and URLs: what is none of them is wrong usage.
import { InvalidArgumentError } from 'commander';

export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number(value);
}

export function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}

const sizeUnits: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** In bytes: `512KiB` is 524288. */
export function parseSize(value: string): number {
  const [, digits, unit] = /^(\d+)\s*(|KiB|MiB|GiB)$/.exec(value) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new InvalidArgumentError('It is a number of bytes, or of KiB, MiB or GiB with that unit.');
  }
  return Number(digits) * sizeUnits[unit]!;
}

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

export function parseHttpUrl(value: string): string {
  if (!isHttpUrl(value)) throw new InvalidArgumentError('It is an http or https URL.');
  return value;
}
