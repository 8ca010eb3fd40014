// OData Protocol 4.01, section 11.2.6.2 "System Query Option $orderby": numbers that stand for the values while many are sorted.
import type { EdmType } from '../edm/edm-model.ts';
import type { EdmValue } from '../edm/value.ts';
import { numericKind, primitiveName } from './edm-kind.ts';

/**
 * A number for a value, such that of two values with different digests the one with the lower digest is ordered first.
 * Equal digests, and NaN, say nothing. Digests lie side by side in memory: most comparisons need not look at the values.
 */
export type SortDigest = (value: EdmValue) => number;

/** Undefined for types whose values have no digest. */
export function sortDigestOf(type: EdmType | undefined): SortDigest | undefined {
  if (primitiveName(type) === 'String') return stringDigest;
  const kind = numericKind(type);
  return kind === 'integer' || kind === 'double' ? numberDigest : undefined;
}

function numberDigest(value: EdmValue): number {
  if (typeof value === 'number') return value;
  return value === null ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** Characters that a digest holds, in the 48 bits that a number is sure to keep. */
const digestLength = 6;

/** The first characters, 8 bits each: 0 where the string has ended, 255 for all characters from U+00FE on, which end the digest. */
function stringDigest(value: EdmValue): number {
  if (typeof value !== 'string') return value === null ? -1 : Number.NaN;
  let digest = 0;
  let ended = false;
  for (let i = 0; i < digestLength; i++) {
    const unit: number = ended || i >= value.length ? -1 : value.charCodeAt(i);
    ended ||= unit >= 0xfe;
    digest = digest * 256 + Math.min(unit + 1, 0xff);
  }
  return digest;
}
