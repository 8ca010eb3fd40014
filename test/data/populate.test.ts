// Made-up entities: the same in every run, valid by the model, plausible by name, and related.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { csdl } from '../protocol/service-for.ts';
import { createShop } from '../service/shop.ts';

interface Entity {
  readonly [name: string]: unknown;
}

async function all(emulator: Emulator, url: string): Promise<Entity[]> {
  const response = await emulator.fetch(url);
  expect(response.status).toBe(200);
  return ((await response.json()) as { value: Entity[] }).value;
}

it('is the same in every run, and another with another seed', async () => {
  const products = async (seed: number) =>
    all(await createShop({ populate: { count: 10, seed } }), 'Products');
  const first = await products(1);
  expect(first).toHaveLength(10);
  expect(await products(1)).toEqual(first);
  expect(await products(2)).not.toEqual(first);
});

it('relates entities, from both ends', async () => {
  const shop = await createShop({ populate: 20 });
  const products = await all(shop, 'Products?$expand=Category');
  const related = products.filter(({ Category }) => Category !== null);
  expect(related.length).toBeGreaterThan(10);
  const categories = await all(shop, 'Categories?$expand=Products');
  expect(categories.reduce((sum, { Products }) => sum + (Products as unknown[]).length, 0)).toBe(
    related.length,
  );
});

it('leaves alone what has data, and is what a reset goes back to', async () => {
  const shop = await createShop({ data: { Categories: [{ ID: 1, Name: 'Food' }] }, populate: 3 });
  expect(await all(shop, 'Categories')).toEqual([{ ID: 1, Name: 'Food' }]);
  const products = await all(shop, 'Products');
  await shop.fetch('Products(1)', { method: 'DELETE' });
  await shop.restore();
  expect(await all(shop, 'Products')).toEqual(products);
});

const model = csdl(`
  <EnumType Name="Status"><Member Name="Open" Value="1"/><Member Name="Done" Value="2"/></EnumType>
  <ComplexType Name="Address"><Property Name="City" Type="Edm.String" MaxLength="10"/><Property Name="CountryCode" Type="Edm.String" MaxLength="2"/></ComplexType>
  <EntityType Name="Person" Abstract="true"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid" Nullable="false"/>
    <Property Name="Email" Type="Edm.String"/><Property Name="FirstName" Type="Edm.String"/>
    <NavigationProperty Name="Notes" Type="Collection(Test.Note)" ContainsTarget="true"/></EntityType>
  <EntityType Name="Employee" BaseType="Test.Person"><Property Name="Salary" Type="Edm.Decimal" Precision="6" Scale="2" Nullable="false"/>
    <Property Name="Home" Type="Test.Address"/><Property Name="Hired" Type="Edm.Date"/><Property Name="Logins" Type="Edm.Int64"/>
    <NavigationProperty Name="Manager" Type="Test.Employee"/></EntityType>
  <EntityType Name="Note"><Key><PropertyRef Name="Number"/></Key><Property Name="Number" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="Order"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Status" Type="Test.Status" Nullable="false"/><Property Name="Tags" Type="Collection(Edm.String)" Nullable="false"/>
    <Property Name="Place" Type="Edm.GeographyPoint"/><Property Name="At" Type="Edm.DateTimeOffset"/>
    <Property Name="Rating" Type="Edm.Byte"><Annotation Term="Org.OData.Validation.V1.Maximum" Int="3"/></Property>
    <NavigationProperty Name="Lines" Type="Collection(Test.Line)" Partner="Order"/></EntityType>
  <EntityType Name="Line"><Key><PropertyRef Name="OrderID"/><PropertyRef Name="Number"/></Key>
    <Property Name="OrderID" Type="Edm.Int32" Nullable="false"/><Property Name="Number" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Order" Type="Test.Order" Nullable="false" Partner="Lines"><ReferentialConstraint Property="OrderID" ReferencedProperty="ID"/></NavigationProperty></EntityType>
  <EntityContainer Name="C">
    <EntitySet Name="Lines" EntityType="Test.Line"><NavigationPropertyBinding Path="Order" Target="Orders"/></EntitySet>
    <EntitySet Name="Orders" EntityType="Test.Order"><NavigationPropertyBinding Path="Lines" Target="Lines"/></EntitySet>
    <EntitySet Name="People" EntityType="Test.Person"><NavigationPropertyBinding Path="Test.Employee/Manager" Target="People"/></EntitySet>
  </EntityContainer>`);

describe('values', () => {
  it('fit types, facets, annotations, constraints, derivation and containment', async () => {
    const service = await createEmulator({ metadata: model, populate: 15 });
    const orders = await all(service, 'Orders?$expand=Lines');
    expect(orders.every(({ Rating }) => Number(Rating) <= 3)).toBe(true);
    expect(orders.flatMap(({ Lines }) => Lines as unknown[])).toHaveLength(15);
    const people = await all(service, 'People?$expand=Notes');
    expect(people).toHaveLength(15);
    expect(people[0]?.['@type'] ?? people[0]?.['@odata.type']).toContain('Test.Employee');
    expect(people[0]?.Email).toMatch(/^\S+@\S+$/);
    expect(people[0]?.Notes).toHaveLength(2);
  });
});

it.each(['northwind', 'trippin'])('fills %s', async (name) => {
  const folder = new URL('../../../shared/csdl/', import.meta.url);
  if (!existsSync(folder)) return console.log(`skipped: ${folder.pathname} is not there`);
  const { readdir } = await import('node:fs/promises');
  const file = (await readdir(folder)).find((candidate) => candidate.toLowerCase().includes(name));
  if (file === undefined) return console.log(`skipped: no document of ${name}`);
  const service = await createEmulator({ metadata: new URL(file, folder), populate: 10 });
  expect(service.definition.model.entityContainer).toBeDefined();
});

it('fills the shipped part of Graph', async () => {
  const generated = new URL('../../generated/graph/', import.meta.url);
  const graph = await createEmulator({ generated, profile: 'graph', populate: 5 });
  const users = await all(graph, 'users');
  expect(users).toHaveLength(5);
  expect(users[0]?.mail).toMatch(/@/);
});
