// OData CSDL 4.01, section 13 "Entity Container".
import type { EdmContainerChild, EdmEntityContainer, EdmNavigationSource } from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { diffFacts, type Fact, optionalTexts } from './diff-facts.ts';
import { diffNamed, unmatched } from './diff-named.ts';
import { findRenames } from './find-renames.ts';
import { type Names, sameNames } from './names.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

/** Two versions of the container; its own name matters only to annotations and context URLs. */
export function diffEntityContainers(
  before: EdmEntityContainer | undefined,
  after: EdmEntityContainer | undefined,
  names: Names,
): SchemaChange[] {
  const [old, now] = [before?.children ?? new Map(), after?.children ?? new Map()];
  const likeness = (from: EdmContainerChild, to: EdmContainerChild) =>
    childText(from, names) === childText(to) ? 1 : 0;
  const renames = findRenames<EdmContainerChild>(unmatched(old, now), unmatched(now, old), likeness);
  const renamed = new Map(renames.map(({ from, to }) => [from.name, to.name]));
  const path = (before ?? after)?.qualifiedName ?? '';
  const changes = diffNamed<EdmContainerChild>(old, now, {
    pathOf: (name) => `${path}/${name}`,
    elementOf: ({ kind }) => kind,
    likeness,
    kept: (child, from, to) => diffChild(child, from, to, { names, renamed }),
    renameBreaks: () => 'requests',
    removed: (child, value) => ({
      old: childText(value),
      breaks: 'requests',
      message: `${child} is gone: its URLs fail.`,
    }),
    added: (child, value) => ({ new: childText(value), breaks: 'nothing', message: `${child} is new.` }),
  });
  return [...changes, ...diffContainer(before, after, names)];
}

function diffContainer(
  before: EdmEntityContainer | undefined,
  after: EdmEntityContainer | undefined,
  names: Names,
): SchemaChange[] {
  const path = (before ?? after)?.qualifiedName;
  if (path === undefined) return [];
  const told = (rule: SchemaChange['rule'], what: string): SchemaChange => ({
    rule,
    element: 'EntityContainer',
    path,
    breaks: 'nothing',
    message: `The entity container ${path} ${what}.`,
  });
  if (before === undefined) return [told('element-added', 'is new')];
  if (after === undefined) return [told('element-removed', 'is gone')];
  const { qualifiedName } = after;
  const rename = { newPath: qualifiedName, old: path, new: qualifiedName };
  return [
    ...(names(path) === qualifiedName
      ? []
      : [{ ...told('element-renamed', `is ${qualifiedName} now`), ...rename }]),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}

/** What elements of the old model are called in the new one. */
interface Renamed {
  readonly names: Names;
  /** Children of the container. */
  readonly renamed: ReadonlyMap<string, string>;
}

function childText(child: EdmContainerChild, names: Names = sameNames): string {
  switch (child.kind) {
    case 'EntitySet':
    case 'Singleton':
      return `${child.kind} ${names(child.entityType.qualifiedName)}`;
    case 'ActionImport':
      return `${child.kind} ${names(child.action)}`;
    case 'FunctionImport':
      return `${child.kind} ${names(child.function)}`;
  }
}

function diffChild(
  path: string,
  before: EdmContainerChild,
  after: EdmContainerChild,
  renames: Renamed,
): SchemaChange[] {
  if (before.kind !== after.kind) {
    return [
      {
        rule: 'kind-changed',
        element: before.kind,
        path,
        old: before.kind,
        new: after.kind,
        breaks: 'both',
        message: `${path} was ${before.kind} and is ${after.kind}.`,
      },
    ];
  }
  const changes = diffFacts(before.kind, path, childFacts(before, after, renames));
  if (isNavigationSource(before) && isNavigationSource(after))
    changes.push(...diffBindings(path, before, after, renames));
  return [...changes, ...diffAnnotations(path, before.annotations, after.annotations)];
}

function isNavigationSource(child: EdmContainerChild): child is EdmNavigationSource {
  return child.kind === 'EntitySet' || child.kind === 'Singleton';
}

function childFacts(
  before: EdmContainerChild,
  after: EdmContainerChild,
  { names, renamed }: Renamed,
): Fact[] {
  const facts: Fact[] = [];
  if (isNavigationSource(before) && isNavigationSource(after)) {
    facts.push([
      'type-changed',
      before.kind === 'EntitySet' ? 'EntityType' : 'Type',
      names.moved(before.entityType.qualifiedName),
      after.entityType.qualifiedName,
      breaksUnlessRenamed(before.entityType.qualifiedName, after.entityType.qualifiedName, names),
    ]);
  }
  if (before.kind === 'Singleton' && after.kind === 'Singleton') {
    facts.push([
      'nullable-changed',
      'Nullable',
      String(before.nullable),
      String(after.nullable),
      after.nullable ? 'responses' : 'nothing',
    ]);
  }
  if (before.kind === 'ActionImport' && after.kind === 'ActionImport') {
    facts.push([
      'import-target-changed',
      'Action',
      names.moved(before.action),
      after.action,
      breaksUnlessRenamed(before.action, after.action, names),
    ]);
  }
  if (before.kind === 'FunctionImport' && after.kind === 'FunctionImport') {
    facts.push([
      'import-target-changed',
      'Function',
      names.moved(before.function),
      after.function,
      breaksUnlessRenamed(before.function, after.function, names),
    ]);
  }
  if ('entitySet' in before && 'entitySet' in after) {
    const { entitySet = '' } = before;
    const old = renamed.get(entitySet) ?? before.entitySet;
    facts.push(['import-target-changed', 'EntitySet', old, after.entitySet, 'nothing']);
  }
  if ('includeInServiceDocument' in before && 'includeInServiceDocument' in after) {
    const [old, now] = [before.includeInServiceDocument, after.includeInServiceDocument];
    facts.push([
      'service-document-changed',
      'IncludeInServiceDocument',
      String(old),
      String(now),
      now ? 'nothing' : 'responses',
    ]);
  }
  return facts;
}

/** That something else is meant, or that it has another name, which its rename tells. */
function breaksUnlessRenamed(old: string, now: string, names: Names): Breaks {
  return names(old) === now ? 'nothing' : 'both';
}

/** Bindings tell where related entities live: another target changes the ids and URLs that a client reads. */
function diffBindings(
  path: string,
  { navigationPropertyBindings: before }: EdmNavigationSource,
  { navigationPropertyBindings: after }: EdmNavigationSource,
  { names, renamed }: Renamed,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const nowPath = (binding: string) =>
    binding
      .split('/')
      .map((step) => (step.includes('.') ? names(step) : step))
      .join('/');
  const nowTarget = (target: string) => renamed.get(target) ?? nowPath(target);
  const bindings = new Map([...before].map(([name, target]) => [nowPath(name), nowTarget(target)]));
  for (const name of new Set([...bindings.keys(), ...after.keys()])) {
    const old = bindings.get(name);
    const now = after.get(name);
    if (old === now) continue;
    const rule =
      old === undefined ? 'element-added' : now === undefined ? 'element-removed' : 'binding-changed';
    changes.push({
      rule,
      element: 'NavigationPropertyBinding',
      path: `${path}/${name}`,
      ...optionalTexts(old, now),
      breaks: rule === 'element-added' ? 'nothing' : 'responses',
      message: `The binding of ${name} on ${path} was ${old ?? 'none'} and is ${now ?? 'none'}.`,
    });
  }
  return changes;
}
