import { describe, expect, it } from 'vitest';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { readHttpFile } from '../../../src/contract/examples/read-http-file.ts';
import { replayFile } from '../../../src/contract/replay/replay-file.ts';
import { createService, openDefinition, profiles } from '../../../src/index.ts';

const csdl = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Customer" Abstract="true">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="orders" Type="Collection(shop.Order)" ContainsTarget="true"/>
    <NavigationProperty Name="contact" Type="shop.Customer"/>
  </EntityType>
  <EntityType Name="Person" BaseType="shop.Customer"><Property Name="name" Type="Edm.String"/></EntityType>
  <EntityType Name="Order">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="total" Type="Edm.Int32"/>
  </EntityType>
  <EntityType Name="Store"><Property Name="name" Type="Edm.String"/><Property Name="address" Type="shop.Address"/></EntityType>
  <ComplexType Name="Address"><Property Name="city" Type="Edm.String"/><Property Name="zip" Type="Edm.Int32"/></ComplexType>
  <EntityContainer Name="C">
    <EntitySet Name="customers" EntityType="shop.Customer"/><Singleton Name="store" Type="shop.Store"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

async function replay(text: string): Promise<string[]> {
  const definition = await openDefinition({ metadata: csdl });
  const context = createCheckContext(definition, profiles.odata, ['/shop']);
  const service = createService(definition, { validation: 'report' });
  const findings = await replayFile(readHttpFile(text, 'a.http'), context, service);
  return findings.map(({ rule, message, place }) => `${place.line} ${rule}: ${message}`);
}

describe('what a request presupposes is there', () => {
  it('the entities that its keys name, with concrete types', async () => {
    expect(
      await replay('GET /shop/customers(\'a\')/orders(\'b\')\n\nHTTP/1.1 200 OK\n\n{"id":"b","total":1}'),
    ).toEqual([]);
    expect(await replay("DELETE /shop/customers('a')\n\nHTTP/1.1 204 No Content")).toEqual([]);
  });

  it('the target of a single-valued navigation property', async () => {
    expect(await replay('GET /shop/customers(\'a\')/contact\n\nHTTP/1.1 200 OK\n\n{"id":"c"}')).toEqual([]);
  });

  it('what the body refers to', async () => {
    const text =
      'POST /shop/customers\nContent-Type: application/json\n\n{"@odata.type":"#shop.Person","id":"x","contact@odata.bind":"customers(\'y\')"}\n\nHTTP/1.1 201 Created';
    expect(await replay(text)).toEqual([]);
  });

  it('the documented values of what is there by itself, save those that are wrong', async () => {
    const body = '{"name":"All","address":{"city":"Bonn","zip":"none"}}';
    expect(await replay(`GET /shop/store\n\nHTTP/1.1 200 OK\n\n${body}`)).toEqual([]);
    expect(await replay('GET /shop/store/address\n\nHTTP/1.1 200 OK\n\n{"city":"Bonn"}')).toEqual([]);
  });

  it('the items of a documented collection', async () => {
    expect(
      await replay(
        'GET /shop/customers(\'a\')/orders\n\nHTTP/1.1 200 OK\n\n{"value":[{"id":"1","total":2}]}',
      ),
    ).toEqual([]);
  });
});

describe('answers that differ', () => {
  it('by status', async () => {
    expect(await replay("GET /shop/customers('a')\n\nHTTP/1.1 404 Not Found")).toEqual([
      '3 replay-status: documented is 404, the emulator answers 200.',
    ]);
  });

  it('not by members that the request did not select', async () => {
    const text =
      'GET /shop/customers(\'a\')/orders(\'b\')?$select=id\n\nHTTP/1.1 200 OK\n\n{"id":"b","total":1}';
    expect(await replay(text)).toEqual([]);
  });
});
