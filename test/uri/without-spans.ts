/** A syntax tree without its offsets, to compare trees of different texts. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      key === 'at' || key === 'end' || key === 'valueAt' ? undefined : value,
    ) ?? 'null',
  );
}
