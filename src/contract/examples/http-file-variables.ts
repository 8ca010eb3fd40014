// Variables of .http and .rest files: `@name = value`, used as `{{name}}`, in other variables too.

export type Variables = Map<string, string>;

const definition = /^@([\w.-]+)\s*=\s*(.*)$/;

/** All that a file defines; of a name that is defined more than once, the first. */
export function variablesIn(lines: readonly string[]): Variables {
  const variables: Variables = new Map();
  for (const line of lines) {
    const [, name, value] = definition.exec(line.trim()) ?? [];
    if (name !== undefined && !variables.has(name)) variables.set(name, (value ?? '').trim());
  }
  for (const [name, value] of variables) variables.set(name, expanded(value, variables));
  return variables;
}

/** Name and value of the variable that a line defines. */
export function readDefinition(line: string, variables: Variables): [string, string] | undefined {
  const [, name, value] = definition.exec(line) ?? [];
  return name === undefined ? undefined : [name, expanded((value ?? '').trim(), variables)];
}

/** Variables that stand for others end where they come back to themselves. */
const deepest = 10;

/** Names that nothing defines stay as they are. */
export function expanded(text: string, variables: Variables): string {
  let last = text;
  for (let depth = 0; depth < deepest; depth++) {
    const next = last.replace(
      /\{\{\s*([\w.$-]+)\s*\}\}/g,
      (whole, name: string) => variables.get(name) ?? whole,
    );
    if (next === last) return next;
    last = next;
  }
  return last;
}
