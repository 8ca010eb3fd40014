import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  types: [],
};

/** What tsc --strict, and more flags than that, say about the modules of a folder. */
export function typeScriptErrors(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return sourceErrors(new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
}

// The files of the standard library are parsed once for all programs.
const library = new Map<string, ts.SourceFile | undefined>();

/** The same for texts by file name. */
export function sourceErrors(modules: ReadonlyMap<string, string>): string[] {
  const texts = new Map([...modules].map(([name, text]) => [`/modules/${name}`, text]));
  texts.set('/modules/package.json', '{"type":"module"}');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.getSourceFile = (name, target) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, target);
    if (!library.has(name)) library.set(name, getSourceFile.call(host, name, target));
    return library.get(name);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  host.directoryExists = (name) => name === '/modules' || (directoryExists?.call(host, name) ?? true);
  const rootNames = [...texts.keys()].filter((name) => name.endsWith('.ts'));
  const program = ts.createProgram({ rootNames, options, host });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
