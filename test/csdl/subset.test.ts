import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCsdl } from '../../src/csdl/check/check.ts';
import type { CsdlDocument } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../src/csdl/read.ts';
import { selectSubset } from '../../src/csdl/subset/subset.ts';
import { documentOf, schema } from '../codegen/small-model.ts';
import { graph } from './shared-documents.ts';

const document = documentOf(
  schema(`
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="user" BaseType="ns.entity"><Property Name="address" Type="ns.address"/><Property Name="kind" Type="ns.kind"/>
    <NavigationProperty Name="messages" Type="Collection(ns.message)" ContainsTarget="true"/>
    <NavigationProperty Name="manager" Type="ns.user"/>
    <NavigationProperty Name="team" Type="ns.team" Partner="members"/></EntityType>
  <EntityType Name="message" BaseType="ns.entity"><Property Name="body" Type="ns.content"/>
    <NavigationProperty Name="attachments" Type="Collection(ns.attachment)" ContainsTarget="true"/></EntityType>
  <EntityType Name="attachment" BaseType="ns.entity" Abstract="true"/>
  <EntityType Name="fileAttachment" BaseType="ns.attachment"><Property Name="size" Type="Edm.Int32"/></EntityType>
  <EntityType Name="team" BaseType="ns.entity"><NavigationProperty Name="members" Type="Collection(ns.user)" Partner="team"/></EntityType>
  <ComplexType Name="address"><Property Name="city" Type="Edm.String"/></ComplexType>
  <ComplexType Name="content" Abstract="true"/><ComplexType Name="html" BaseType="ns.content"/>
  <ComplexType Name="report"/>
  <EnumType Name="kind"><Member Name="a"/></EnumType>
  <Action Name="send" IsBound="true"><Parameter Name="it" Type="ns.user"/><Parameter Name="message" Type="ns.message"/></Action>
  <Function Name="count" IsBound="true"><Parameter Name="it" Type="ns.user"/><ReturnType Type="Edm.Int32"/></Function>
  <Function Name="stats"><ReturnType Type="ns.report"/></Function>
  <EntityContainer Name="C">
    <EntitySet Name="users" EntityType="ns.user"><NavigationPropertyBinding Path="manager" Target="users"/><NavigationPropertyBinding Path="team" Target="teams"/></EntitySet>
    <EntitySet Name="teams" EntityType="ns.team"><NavigationPropertyBinding Path="members" Target="users"/></EntitySet>
    <FunctionImport Name="stats" Function="ns.stats"/></EntityContainer>
  <Annotations Target="ns.team/members"><Annotation Term="Core.Description" String="x"/></Annotations>
  <Annotations Target="ns.user/address"><Annotation Term="Core.Description" String="y"/></Annotations>`),
);

function subset(...patterns: string[]) {
  const result = selectSubset(document, [], patterns);
  expect(checkCsdl(result.document, { file: 'subset' })).toEqual([]);
  const model = createEdmModel(result.document);
  const names = [...model.elements()]
    .filter(({ kind }) => kind !== 'EntityContainer')
    .map(({ name }) => name);
  return { ...result, model, names, children: [...model.entityContainer!.children.keys()] };
}

describe('a path', () => {
  it('of a set: its type, base types and the types of properties', () => {
    const { names, children, model } = subset('/users');
    expect(names).toEqual(['entity', 'user', 'address', 'kind', 'count']);
    expect(children).toEqual(['users']);
    expect([...model.findEntityType('ns.user')!.navigationProperties.keys()]).toEqual(['manager']);
    const users = model.entityContainer!.children.get('users');
    expect(users?.kind === 'EntitySet' && [...users.navigationPropertyBindings.keys()]).toEqual(['manager']);
  });
  it('with ** and what is contained below, with derived types of what is abstract', () => {
    expect(subset('/users/**').names).toEqual([
      ...['entity', 'user', 'message', 'attachment', 'fileAttachment', 'address', 'content', 'html', 'kind'],
      ...['send', 'count'],
    ]);
  });
  it('through navigation properties, with or without keys; * for one contained step', () => {
    for (const pattern of ['/users/{id}/messages', '/users/messages', '/users/*'])
      expect(subset(pattern).names, pattern).toEqual([
        ...['entity', 'user', 'message', 'address', 'content', 'html', 'kind', 'send', 'count'],
      ]);
    expect(subset('/users/team').names).toContain('team');
  });
  it('of an import', () =>
    expect(subset('/stats')).toMatchObject({ names: ['report', 'stats'], children: ['stats'] }));
});

it('a type, by name, alias or wildcard; both kinds of pattern together', () => {
  expect(subset('ns.html').names).toEqual(['content', 'html']);
  expect(subset('ns.*Attachment').names).toEqual(['entity', 'attachment', 'fileAttachment']);
  const both = subset('/users', 'ns.team');
  expect(both.names).toContain('team');
  expect([...both.model.findEntityType('ns.user')!.navigationProperties.keys()]).toContain('team');
});

it('annotations go with what they annotate', () => {
  const text = JSON.stringify(subset('/users').document);
  expect(text).toContain('"ns.user/address"');
  expect(text).not.toContain('ns.team');
});

it('tells patterns that fit nothing', () => {
  expect(
    selectSubset(document, [], ['/nothing', '/users/nothing', 'ns.nothing', '/users']).unmatched,
  ).toEqual(['/nothing', '/users/nothing', 'ns.nothing']);
});

describe.skipIf(!existsSync(graph))('Microsoft Graph', () => {
  it('/users/** and a type leave a document without errors, smaller than the whole', () => {
    const { document: whole } = readCsdl(readFileSync(graph, 'utf8'), { file: 'graph' });
    for (const patterns of [
      ['/users/**', 'microsoft.graph.message'],
      ['/me/messages', '/users'],
      ['microsoft.graph.security.*'],
    ]) {
      const { document: part, unmatched } = selectSubset(whole as CsdlDocument, [], patterns);
      expect(unmatched).toEqual([]);
      const errors = checkCsdl(part, { file: 'part' }).filter(({ severity }) => severity === 'error');
      expect(errors).toEqual([]);
      console.log(
        patterns.join(' '),
        [...createEdmModel(part).elements()].length,
        JSON.stringify(part).length,
      );
    }
  });
});
