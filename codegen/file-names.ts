// Files for names of a model: which of them would be the same file where case is ignored.
import { generatedFileName } from '../src/csdl/generated-layout.ts';

/** @param taken names of files that exist anyhow */
export function createFileNames(
  names: Iterable<string>,
  taken: readonly string[] = [],
): (name: string) => string {
  const counts = new Map<string, number>();
  for (const name of [...names, ...taken]) {
    const folded = name.toLowerCase();
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  return (name) => generatedFileName(name, (counts.get(name.toLowerCase()) ?? 0) > 1);
}
