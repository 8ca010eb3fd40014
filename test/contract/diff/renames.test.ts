import { describe, expect, it } from 'vitest';
import { diff, type } from './diff-of.ts';

const members = '<Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/>';
const user = (name: string, namespace = 's') => `
  <EntityType Name="U"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="n" Type="Collection(${namespace}.${name})" ContainsTarget="true"/></EntityType>
  <Action Name="act" IsBound="true"><Parameter Name="it" Type="${namespace}.${name}"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Ts" EntityType="${namespace}.${name}"/></EntityContainer>`;
const named = (name: string) => type(members).replace('Name="T"', `Name="${name}"`) + user(name);

describe('a rename breaks once', () => {
  it('of a type: its uses say another name, and break nothing more', () => {
    expect(diff(named('Thing'), named('Things'))).toEqual([
      'type-changed s.C/Ts EntityType s.Thing>s.Things nothing',
      'element-renamed s.Thing s.Things s.Thing>s.Things both',
      'type-changed s.U/n Type Collection(s.Thing)>Collection(s.Things) nothing',
      'element-renamed s.act(s.Thing) s.act(s.Things) s.act(s.Thing)>s.act(s.Things) nothing',
    ]);
  });

  it('of a namespace: not with each element of it', () => {
    expect(diff(type(members) + user('T'), type(members) + user('T', 'other'), 'other')).toEqual([
      'schema-renamed s other s>other both',
    ]);
  });

  it('of an action, whose import follows it', () => {
    const imported = (name: string) =>
      `<Action Name="${name}"/><EntityContainer Name="C"><ActionImport Name="Do" Action="s.${name}"/></EntityContainer>`;
    expect(diff(imported('reset'), imported('resets'))).toEqual([
      'import-target-changed s.C/Do Action s.reset>s.resets nothing',
      'element-renamed s.reset() s.resets() s.reset>s.resets requests',
    ]);
  });

  it('of a set, which bindings follow', () => {
    const bound = (name: string) =>
      `${type('<NavigationProperty Name="next" Type="s.T"/>')}<EntityContainer Name="C"><EntitySet Name="${name}" EntityType="s.T"><NavigationPropertyBinding Path="next" Target="${name}"/></EntitySet></EntityContainer>`;
    expect(diff(bound('Things'), bound('Thing'))).toEqual([
      'element-renamed s.C/Things s.C/Thing Things>Thing requests',
    ]);
  });

  it('of a container, which no URL names', () => {
    const container = (name: string) =>
      `${type('')}<EntityContainer Name="${name}"><EntitySet Name="Ts" EntityType="s.T"/></EntityContainer>`;
    expect(diff(container('C'), container('D'))).toEqual(['element-renamed s.C s.D s.C>s.D nothing']);
  });

  it('of a binding parameter, whose name nobody sends', () => {
    const action = (name: string) =>
      `${type('')}<Action Name="act" IsBound="true"><Parameter Name="${name}" Type="s.T"/></Action>`;
    expect(diff(action('it'), action('thing'))).toEqual([
      'element-renamed s.act(s.T)/it s.act(s.T)/thing it>thing nothing',
    ]);
  });

  it('names are not alike because their namespaces are', () => {
    const own = (name: string) =>
      type('<Property Name="x" Type="Edm.String"/>').replace('Name="T"', `Name="${name}"`);
    expect(diff(own('alpha'), own('omega'))).toEqual([
      'element-removed s.alpha both',
      'element-added s.omega nothing',
    ]);
  });
});
