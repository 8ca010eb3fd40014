// OData CSDL 4.01, section 13 "Entity Container".
import type { EdmContainerChild, EdmEntityContainer, EdmNavigationSource } from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { diffFacts, type Fact, optionalTexts } from './diff-facts.ts';
import { diffNamed } from './diff-named.ts';
import type { SchemaChange } from './schema-change.ts';

/** Two versions of the container; its own name matters only to annotations and context URLs. */
export function diffEntityContainers(
  before: EdmEntityContainer | undefined,
  after: EdmEntityContainer | undefined,
): SchemaChange[] {
  const path = (before ?? after)?.qualifiedName ?? '';
  const changes = diffNamed(before?.children ?? new Map(), after?.children ?? new Map(), {
    pathOf: (name) => `${path}/${name}`,
    elementOf: ({ kind }: EdmContainerChild) => kind,
    likeness: (from, to) => (childText(from) === childText(to) ? 1 : 0),
    kept: diffChild,
    renameBreaks: () => 'requests',
    removed: (child, value) => ({
      old: childText(value),
      breaks: 'requests',
      message: `${child} is gone: its URLs fail.`,
    }),
    added: (child, value) => ({ new: childText(value), breaks: 'nothing', message: `${child} is new.` }),
  });
  if (before !== undefined && after !== undefined)
    changes.push(...diffAnnotations(path, before.annotations, after.annotations));
  return changes;
}

function childText(child: EdmContainerChild): string {
  switch (child.kind) {
    case 'EntitySet':
    case 'Singleton':
      return `${child.kind} ${child.entityType.qualifiedName}`;
    case 'ActionImport':
      return `${child.kind} ${child.action}`;
    case 'FunctionImport':
      return `${child.kind} ${child.function}`;
  }
}

function diffChild(path: string, before: EdmContainerChild, after: EdmContainerChild): SchemaChange[] {
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
  const changes = diffFacts(before.kind, path, childFacts(before, after));
  if (isNavigationSource(before) && isNavigationSource(after))
    changes.push(...diffBindings(path, before, after));
  return [...changes, ...diffAnnotations(path, before.annotations, after.annotations)];
}

function isNavigationSource(child: EdmContainerChild): child is EdmNavigationSource {
  return child.kind === 'EntitySet' || child.kind === 'Singleton';
}

function childFacts(before: EdmContainerChild, after: EdmContainerChild): Fact[] {
  const facts: Fact[] = [];
  if (isNavigationSource(before) && isNavigationSource(after)) {
    facts.push([
      'type-changed',
      before.kind === 'EntitySet' ? 'EntityType' : 'Type',
      before.entityType.qualifiedName,
      after.entityType.qualifiedName,
      'both',
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
    facts.push(['import-target-changed', 'Action', before.action, after.action, 'both']);
  }
  if (before.kind === 'FunctionImport' && after.kind === 'FunctionImport') {
    facts.push(['import-target-changed', 'Function', before.function, after.function, 'both']);
  }
  if ('entitySet' in before && 'entitySet' in after) {
    facts.push(['import-target-changed', 'EntitySet', before.entitySet, after.entitySet, 'nothing']);
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

/** Bindings tell where related entities live: another target changes the ids and URLs that a client reads. */
function diffBindings(path: string, before: EdmNavigationSource, after: EdmNavigationSource): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const names = new Set([
    ...before.navigationPropertyBindings.keys(),
    ...after.navigationPropertyBindings.keys(),
  ]);
  for (const name of names) {
    const old = before.navigationPropertyBindings.get(name);
    const now = after.navigationPropertyBindings.get(name);
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
