import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diffModels } from '../../../src/contract/diff/diff-models.ts';
import type { SchemaChange } from '../../../src/contract/diff/schema-change.ts';
import { createEdmModel } from '../../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../../src/csdl/read.ts';

// consecutive versions of Graph's model, each with a summary of what truly changed
const folder = '../shared/schema-changes';
const present = existsSync(folder);
if (!present) console.log(`skipped: ${folder} is not there`);
const pairs = present
  ? readdirSync(folder).flatMap((name) => /^(\d+)-summary\.json$/.exec(name)?.[1] ?? [])
  : [];

interface Summary {
  readonly addedTopLevel: readonly { readonly element: string }[];
  readonly removedTopLevel: readonly string[];
  readonly changed: readonly {
    readonly element: string;
    readonly attribute: string;
    readonly old?: string | null;
    readonly new?: string | null;
  }[];
  readonly movedToBase: readonly { readonly element: string }[];
}

function readModel(file: string) {
  const { document, findings } = readCsdl(readFileSync(`${folder}/${file}`, 'utf8'), { file });
  if (document === undefined) throw new Error(JSON.stringify(findings));
  return createEdmModel(document);
}

/** The summary's names: `Action ns.op bound to T`, `Singleton name`, `Property ns.T/p`. */
function nameOf(element: string, path: string): string {
  const operation = /^(.+?)\((Collection\([^)]*\)|[^,)]*)/.exec(path);
  if (operation !== null)
    return `${element} ${operation[1]}${operation[2] === '' ? '' : ` bound to ${operation[2]}`}`;
  const isContainerChild = ['EntitySet', 'Singleton', 'ActionImport', 'FunctionImport'].includes(element);
  return `${element} ${isContainerChild ? path.slice(path.lastIndexOf('/') + 1) : path}`;
}

function keysOf(change: SchemaChange): string[] {
  const { rule, element, path, newPath = '', attribute } = change;
  if (element === 'Annotation') return [];
  if (element === 'Parameter' || element === 'ReturnType') return [`~ ${nameOf('Action', path)} overloads`];
  switch (rule) {
    case 'element-added':
      return [`+ ${nameOf(element, path)}`];
    case 'element-removed':
      return [`- ${nameOf(element, path)}`];
    case 'element-renamed':
      return [`- ${nameOf(element, path)}`, `+ ${nameOf(element, newPath)}`];
    case 'moved-to-base':
      return [`moved ${nameOf(element, path)}`];
    default:
      return [`~ ${nameOf(element, path)} ${attribute}`];
  }
}

function keysOfSummary(summary: Summary): string[] {
  const moved = new Set(summary.movedToBase.map(({ element }) => element));
  return [
    ...summary.addedTopLevel.map(({ element }) => `+ ${element}`),
    ...summary.removedTopLevel.filter((element) => !moved.has(element)).map((element) => `- ${element}`),
    ...[...moved].map((element) => `moved ${element}`),
    ...summary.changed
      // `Variable` and `variable` are one value, differently spelled
      .filter(({ old, new: now }) => old?.toLowerCase() !== now?.toLowerCase() || old === undefined)
      .map(({ element, attribute }) => `~ ${element} ${attribute}`),
  ];
}

describe.skipIf(!present)('consecutive versions of Microsoft Graph', () => {
  it.each(pairs)('pair %s: every difference is found, none invented', (pair) => {
    const changes = diffModels(readModel(`${pair}-old.xml`), readModel(`${pair}-new.xml`));
    const summary = JSON.parse(readFileSync(`${folder}/${pair}-summary.json`, 'utf8')) as Summary;
    const renamed = new Set(changes.filter(({ rule }) => rule === 'element-renamed').map(({ path }) => path));
    // what else changed of a renamed element has no place in a summary that knows no renames
    const found = changes
      .filter(({ rule, path }) => rule === 'element-renamed' || !renamed.has(path))
      .flatMap(keysOf);
    expect([...new Set(found)].sort()).toEqual(
      [...new Set(keysOfSummary(summary))].filter((key) => !key.startsWith('+ Annotation')).sort(),
    );
  });

  it.each(pairs.slice(0, 2))('pair %s: a model differs from itself in nothing', (pair) => {
    expect(diffModels(readModel(`${pair}-new.xml`), readModel(`${pair}-new.xml`))).toEqual([]);
  });
});
