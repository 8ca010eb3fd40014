// A small shop for tests of what surrounds requests: journal, faults, sessions.
import { createEmulator, type Emulator, type EmulatorSettings } from '../../src/index.ts';

export const shopDocument = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Category"><Key><PropertyRef Name="ID" /></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false" />
      <Property Name="Name" Type="Edm.String" MaxLength="40" Nullable="false" />
      <NavigationProperty Name="Products" Type="Collection(shop.Product)" Partner="Category" />
    </EntityType>
    <EntityType Name="Product"><Key><PropertyRef Name="ID" /></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false" />
      <Property Name="Name" Type="Edm.String" />
      <Property Name="Price" Type="Edm.Decimal" Precision="9" Scale="2" />
      <NavigationProperty Name="Category" Type="shop.Category" Partner="Products" />
    </EntityType>
    <Action Name="Restock"><Parameter Name="Count" Type="Edm.Int32" Nullable="false" /><ReturnType Type="Edm.Int32" Nullable="false" /></Action>
    <Function Name="Cheapest"><ReturnType Type="Edm.String" Nullable="false" /></Function>
    <EntityContainer Name="Container">
      <EntitySet Name="Products" EntityType="shop.Product"><NavigationPropertyBinding Path="Category" Target="Categories" /></EntitySet>
      <EntitySet Name="Categories" EntityType="shop.Category"><NavigationPropertyBinding Path="Products" Target="Products" /></EntitySet>
      <ActionImport Name="Restock" Action="shop.Restock" />
      <FunctionImport Name="Cheapest" Function="shop.Cheapest" />
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

export function createShop(settings: EmulatorSettings = {}): Promise<Emulator> {
  return createEmulator({ metadata: shopDocument, ...settings });
}

export function json(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
