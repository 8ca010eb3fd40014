// OData Protocol 4.01, section 9.4 "Error Response Body": what a message suggests where a name is unknown.
import { editDistance } from './name-likeness.ts';

/** Names that differ in little from what was written, nearest first, for messages. */
function nearNames(name: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const near: { name: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const allowed = Math.max(1, Math.floor(wanted.length / 3));
    const isLonger = other.startsWith(wanted) && wanted.length > 2;
    // what differs in length by more needs no closer look
    if (!isLonger && Math.abs(wanted.length - other.length) > allowed) continue;
    const distance = isLonger ? 1 : editDistance(wanted, other);
    if (distance <= allowed) near.push({ name: candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near.slice(0, limit).map((entry) => entry.name);
}

/** ` Did you mean 'Products'?`, or nothing where no name is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearNames(name, candidates);
  return near.length === 0 ? '' : ` Did you mean ${near.map((n) => `'${n}'`).join(' or ')}?`;
}
