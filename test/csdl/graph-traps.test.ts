// What is in the real Graph documents and trips other generators.
import { describe, expect, test } from 'vitest';
import { checkCsdl } from '../../src/csdl/check/check.ts';
import type { CsdlDocument } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { createEdmModelFromArtifact, packModel } from '../../src/csdl/model/model-artifact.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { writeCsdlXml } from '../../src/csdl/xml/write-xml.ts';
import type { EdmModel, EdmSchemaElement, EdmSingleton } from '../../src/edm/edm-model.ts';
import { graph, hasSharedDocuments, readShared } from './shared-documents.ts';

interface GraphModel {
  readonly document: CsdlDocument;
  readonly model: EdmModel;
  readonly elements: readonly EdmSchemaElement[];
}

describe.skipIf(!hasSharedDocuments)('Microsoft Graph v1.0 of August 2026', () => {
  let loaded: GraphModel | undefined;
  const load = (): GraphModel => {
    if (loaded === undefined) {
      const document = readCsdl(readShared(graph), { file: graph }).document as CsdlDocument;
      const model = createEdmModel(document);
      loaded = { document, model, elements: [...model.elements()] };
    }
    return loaded;
  };
  const count = (accepts: (element: EdmSchemaElement) => boolean): number =>
    load().elements.filter(accepts).length;

  test('has 1182 entity types, 1779 complex types, 861 enumeration types and 1183 operations', () => {
    expect(count(({ kind }) => kind === 'EntityType')).toBe(1182);
    expect(count(({ kind }) => kind === 'ComplexType')).toBe(1779);
    expect(count(({ kind }) => kind === 'EnumType')).toBe(861);
    expect(count(({ kind }) => kind === 'Action' || kind === 'Function')).toBe(1183);
  });

  test('enumeration types without members', () => {
    const type = load().model.findType('microsoft.graph.auditLogRecordType');
    expect(type?.kind === 'EnumType' && type.members.size).toBe(0);
  });

  test('types named as reserved words', () => {
    const { model, elements } = load();
    const named = elements.filter(({ name }) => name === 'case' || name === 'package');
    expect(named.map(({ name }) => name).sort()).toEqual(['case', 'package']);
    for (const { qualifiedName } of named) expect(model.findStructuredType(qualifiedName)).toBeDefined();
  });

  test('operations named as reserved words', () => {
    for (const name of ['delete', 'export', 'import', 'return']) {
      const operations = load().elements.filter(
        (element) => element.name === name && (element.kind === 'Action' || element.kind === 'Function'),
      );
      expect(operations.length, name).toBeGreaterThan(0);
    }
  });

  test('image is both a complex type and a bound function with four overloads', () => {
    const { model, document } = load();
    expect(model.findType('graph.image')?.kind).toBe('ComplexType');
    expect(model.findFunctions('graph.image').map(({ isBound }) => isBound)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const again = createEdmModel(
      readCsdl(writeCsdlXml(document), { file: 'written' }).document as CsdlDocument,
    );
    expect(again.findType('graph.image')?.kind).toBe('ComplexType');
    expect(again.findFunctions('graph.image')).toHaveLength(4);
  });

  test('24 short names of types collide across namespaces when case is ignored', () => {
    const types = load().elements.filter(({ kind }) =>
      ['EntityType', 'ComplexType', 'EnumType', 'TypeDefinition'].includes(kind),
    );
    const namespaces = new Map<string, Set<string>>();
    for (const { name, namespace } of types) {
      const key = name.toLowerCase();
      namespaces.set(key, (namespaces.get(key) ?? new Set()).add(namespace));
    }
    const colliding = [...namespaces].filter(([, all]) => all.size > 1).map(([name]) => name);
    expect(colliding).toHaveLength(24);
    expect(colliding).toEqual(expect.arrayContaining(['group', 'identityset']));
    const groups = ['microsoft.graph.group', 'microsoft.graph.termStore.group'];
    const [group, termStoreGroup] = groups.map((name) => load().model.findEntityType(name));
    expect(group).not.toBe(termStoreGroup);
  });

  test('the aliases graph and self', () => {
    const { model } = load();
    expect(model.expandAlias('graph')).toBe('microsoft.graph');
    expect(model.expandAlias('self')).toBe('microsoft.graph.security');
    expect(model.findType('graph.user')).toBe(model.findType('microsoft.graph.user'));
    expect(model.findType('self.alert')?.qualifiedName).toBe('microsoft.graph.security.alert');
    expect(model.findType('Graph.user')).toBeUndefined();
  });

  test('navigation property bindings whose targets go through singletons', () => {
    const children = [...(load().model.entityContainer?.children.values() ?? [])];
    const targets = children.flatMap((child) =>
      'navigationPropertyBindings' in child ? [...child.navigationPropertyBindings.values()] : [],
    );
    expect(targets).toContain('policies/appManagementPolicies');
    const policies = load().model.entityContainer?.children.get('policies') as EdmSingleton;
    expect(policies.entityType.navigationProperties.get('appManagementPolicies')?.containsTarget).toBe(true);
  });

  test('535 types are declared open and 183 abstract', () => {
    const types = load().elements.filter(
      (element) => element.kind === 'EntityType' || element.kind === 'ComplexType',
    );
    expect(types.filter(({ abstract }) => abstract)).toHaveLength(183);
    expect(readShared(graph).match(/OpenType="true"/g)).toHaveLength(535);
    expect(types.filter(({ open }) => open).length).toBeGreaterThanOrEqual(535);
  });

  test('actions whose annotations name the types of all parameters, with blanks', () => {
    const operations = load().elements.filter(
      (element) =>
        element.kind === 'Action' && element.parameters.length > 1 && element.annotations.entries.size > 0,
    );
    expect(operations.length).toBeGreaterThan(0);
  });

  test('has no errors, and every annotation target is there', () => {
    const findings = checkCsdl(load().document, { file: graph });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.filter(({ code }) => code === 'unknown-target')).toEqual([]);
  });

  test('fits into an artifact of less than a megabyte, which says the same', () => {
    const { document, model, elements } = load();
    const text = JSON.stringify(packModel(document));
    expect(text.length).toBeLessThan(1_000_000);
    const packed = createEdmModelFromArtifact(JSON.parse(text));
    expect([...packed.elements()].map(summary)).toEqual(elements.map(summary));
    const user = packed.findEntityType('graph.user');
    const expected = model.findEntityType('graph.user');
    if (user === undefined || expected === undefined) throw new Error('no user');
    expect(packed.boundOperations(user, false).map(summary)).toEqual(
      model.boundOperations(expected, false).map(summary),
    );
  });
});

function summary(element: EdmSchemaElement): string {
  const annotations = JSON.stringify([...element.annotations.entries]);
  const properties = 'properties' in element ? [...element.properties.keys()] : [];
  return `${element.kind} ${element.qualifiedName} ${properties} ${annotations}`;
}
