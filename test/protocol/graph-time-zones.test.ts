// Microsoft Graph, "Get event": Prefer: outlook.timezone says in which time zone the times of an event are told.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <ComplexType Name="dateTimeTimeZone"><Property Name="dateTime" Type="Edm.String" Nullable="false"/>
    <Property Name="timeZone" Type="Edm.String"/></ComplexType>
  <EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <NavigationProperty Name="events" Type="Collection(microsoft.graph.event)" ContainsTarget="true"/></EntityType>
  <EntityType Name="event"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="isAllDay" Type="Edm.Boolean"/><Property Name="start" Type="microsoft.graph.dateTimeTimeZone"/></EntityType>
  <EntityContainer Name="container"><EntitySet Name="users" EntityType="microsoft.graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'ada' });
});

const prefer = (zone: string) => ({ prefer: `outlook.timezone="${zone}"` });

/** What the event's start is told as, and which preference was applied. */
async function told(start: unknown, zone: string, more = {}) {
  await ask(service, 'POST /users/ada/events', { id: 'e', start, ...more });
  const { body, headers } = await ask(service, 'GET /users/ada/events/e', undefined, prefer(zone));
  return [body.start, headers.get('preference-applied')];
}

test.each([
  ['2017-04-21T17:00:00', 'UTC', 'Pacific Standard Time', '2017-04-21T10:00:00.0000000'],
  ['2017-01-21T17:00:00.25', 'UTC', 'America/Los_Angeles', '2017-01-21T09:00:00.2500000'],
  ['2017-04-21T10:00:00', 'Pacific Standard Time', 'India Standard Time', '2017-04-21T22:30:00.0000000'],
  ['2017-03-26T03:30:00', 'W. Europe Standard Time', 'UTC', '2017-03-26T01:30:00.0000000'],
  ['2017-10-29T01:30:00', 'Europe/Berlin', 'UTC', '2017-10-28T23:30:00.0000000'],
  ['2017-04-21T17:00:00Z', 'Tokyo Standard Time', 'Tokyo Standard Time', '2017-04-22T02:00:00.0000000'],
])('%s of %s in %s is %s', async (dateTime, timeZone, zone, expected) => {
  const [start, applied] = await told({ dateTime, timeZone }, zone);
  expect(start).toEqual({ dateTime: expected, timeZone: zone });
  expect(applied).toBe(`outlook.timezone="${zone}"`);
});

test.each([
  ['a time zone that there is not', '2017-04-21T17:00:00', 'UTC', 'Mars Standard Time', {}],
  ['one that stands there and is not', '2017-04-21T17:00:00', 'Mars Standard Time', 'UTC', {}],
  ['no time', 'noon', 'UTC', 'Tokyo Standard Time', {}],
  ['a whole day', '2017-04-21T00:00:00', 'UTC', 'Tokyo Standard Time', { isAllDay: true }],
])('%s: nothing is converted, and nothing told to be', async (_, dateTime, timeZone, zone, more) => {
  expect(await told({ dateTime, timeZone }, zone, more)).toEqual([{ dateTime, timeZone }, null]);
});

test('also in what is created, in collections, in what is expanded, and as a property alone', async () => {
  const start = { dateTime: '2017-04-21T17:00:00', timeZone: 'UTC' };
  const there = { dateTime: '2017-04-22T02:00:00.0000000', timeZone: 'Tokyo Standard Time' };
  const headers = prefer('Tokyo Standard Time');
  const created = await ask(service, 'POST /users/ada/events', { id: 'e', start }, headers);
  expect(created.body.start).toEqual(there);
  const get = async (url: string) => (await ask(service, `GET /users/ada${url}`, undefined, headers)).body;
  expect((await get('/events')).value[0].start).toEqual(there);
  expect((await get('?$expand=events')).events[0].start).toEqual(there);
  expect(await get('/events/e/start')).toMatchObject(there);
  expect((await ask(service, 'GET /users/ada/events/e')).body.start).toEqual(start);
});
