// Statements as text, by ts-morph.
import { IndentationText, Project, QuoteKind } from 'ts-morph';
import type { Statement } from './statement.ts';

/** Prints groups of statements one after the other. */
export type Print = (groups: Iterable<Statement[]>) => string;

export interface Printer {
  readonly print: Print;
  /** Forgets the groups that were not printed since the last call: what is remembered is one model's declarations. */
  forgetUnused(): void;
}

/**
 * Printing parses what it printed: group by group, so that no syntax tree of a whole namespace is ever in memory.
 * With `remember`, a group that was printed before is not printed again: most of a document's declarations survive an edit.
 */
export function createPrinter({ remember }: { readonly remember: boolean }): Printer {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces, quoteKind: QuoteKind.Single },
  });
  const printGroup = (statements: Statement[]) => {
    const file = project.createSourceFile('group.ts', { statements });
    const text = file.getFullText();
    file.forget();
    return text;
  };
  let earlier: ReadonlyMap<string, string> = new Map();
  let printed = new Map<string, string>();
  const remembered = (statements: Statement[]) => {
    const key = JSON.stringify(statements);
    const text = earlier.get(key) ?? printed.get(key) ?? printGroup(statements);
    printed.set(key, text);
    return text;
  };
  return {
    print(groups) {
      const texts: string[] = [];
      for (const group of groups)
        if (group.length > 0) texts.push(remember ? remembered(group) : printGroup(group));
      return texts.join('\n');
    },
    forgetUnused() {
      earlier = printed;
      printed = new Map();
    },
  };
}
