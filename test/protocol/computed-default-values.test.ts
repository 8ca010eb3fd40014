// Core vocabulary, term ComputedDefaultValue: the client may give the value; where it does not, the service makes one.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const made = '<Annotation Term="Core.ComputedDefaultValue"/>';
const schema = csdl(`
  <ComplexType Name="Period"><Property Name="Begin" Type="Edm.DateTimeOffset">${made}</Property></ComplexType>
  <EntityType Name="Task">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.String" Nullable="false">${made}</Property>
    <Property Name="Due" Type="Edm.DateTimeOffset">${made}</Property>
    <Property Name="Rank" Type="Edm.Int32" Nullable="false">${made}</Property>
    <Property Name="Period" Type="Test.Period"/>
  </EntityType>
  <EntityContainer Name="C"><EntitySet Name="Tasks" EntityType="Test.Task"/></EntityContainer>`);

const now = () => new Date('2026-01-02T03:04:05Z');

test('what is left out is made, in keys and complex values too', async () => {
  const service = serviceFor(schema, { now });
  const { status, body } = await ask(service, 'POST /Tasks', { Period: {} });
  expect(status).toBe(201);
  expect(body).toMatchObject({ Rank: 0, Id: expect.stringMatching(/./) });
  expect([body.Due, body.Period.Begin].map((text: string) => Date.parse(text))).toEqual([
    now().getTime(),
    now().getTime(),
  ]);
});

test('what is sent is taken, null too', async () => {
  const service = serviceFor(schema, { now });
  const sent = { Id: 'a', Due: null, Rank: 4, Period: { Begin: null } };
  expect((await ask(service, 'POST /Tasks', sent)).body).toMatchObject(sent);
});

test('PUT makes what it leaves out, PATCH leaves it alone', async () => {
  const service = serviceFor(schema, { now });
  await ask(service, 'POST /Tasks', { Id: 'a', Due: null, Rank: 4 });
  await ask(service, "PATCH /Tasks('a')", { Rank: 5 });
  expect((await ask(service, "GET /Tasks('a')")).body).toMatchObject({ Due: null, Rank: 5 });
  expect((await ask(service, "PUT /Tasks('a')", {})).status).toBe(204);
  const { body } = await ask(service, "GET /Tasks('a')");
  expect(body.Rank).toBe(0);
  expect(Date.parse(body.Due)).toBe(now().getTime());
});
