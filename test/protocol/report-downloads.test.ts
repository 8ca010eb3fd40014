import { expect, test } from 'vitest';
import type { ServiceSettings } from '../../src/service/create-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="reportRoot" BaseType="microsoft.graph.entity"/>
  <EntityType Name="mailSummary" BaseType="microsoft.graph.entity">
    <Property Name="reportRefreshDate" Type="Edm.Date"/><Property Name="send" Type="Edm.Int64"/><Property Name="note" Type="Edm.String"/>
  </EntityType>
  <ComplexType Name="report"><Property Name="content" Type="Edm.Stream"/></ComplexType>
  ${[
    'getCounts:Collection(microsoft.graph.mailSummary)',
    'getFile:microsoft.graph.report',
    'getStream:Edm.Stream',
    'details:microsoft.graph.report',
  ]
    .map((text) => text.split(/:(.*)/s))
    .map(
      ([
        name,
        type,
      ]) => `<Function Name="${name}" IsBound="true"><Parameter Name="root" Type="microsoft.graph.reportRoot"/>
    <Parameter Name="reportPeriod" Type="Edm.String"/><ReturnType Type="${type}"/></Function>`,
    )
    .join('')}
  <EntityContainer Name="container"><Singleton Name="reports" Type="microsoft.graph.reportRoot"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

const handlers: ServiceSettings['handlers'] = {
  'microsoft.graph.getCounts': () => [
    { id: '1', reportRefreshDate: '2021-07-01', send: 5, note: 'says "ah, so"' },
    { id: '2', reportRefreshDate: '2021-07-02', send: null, note: null },
  ],
};

async function download(path: string, settings: ServiceSettings = {}) {
  const service = serviceFor(metadata, { profile: graphProfile, path: '/v1.0', ...settings });
  const redirect = await ask(service, `GET ${path}`);
  expect(redirect.status).toBe(302);
  const location = redirect.headers.get('location') ?? '';
  return ask(service, `GET ${location.replace('http://localhost/v1.0', '')}`);
}

test('rows of a result are downloaded as CSV where $format asks for it', async () => {
  const file = await download("/reports/getCounts(reportPeriod='D7')?$format=text/csv", { handlers });
  expect(file.headers.get('content-type')).toBe('application/octet-stream');
  expect(file.text).toBe(
    'Report Refresh Date,Send,Note\r\n2021-07-01,5,"says ""ah, so"""\r\n2021-07-02,,\r\n',
  );
});

test('and are JSON where it does not', async () => {
  const service = serviceFor(metadata, { profile: graphProfile, handlers });
  const { status, body } = await ask(service, "GET /reports/getCounts(reportPeriod='D7')");
  expect([status, body.value.length]).toEqual([200, 2]);
});

test('what returns a report is always downloaded, its content too', async () => {
  const expected = 'Report Period\r\nD7\r\n';
  expect((await download("/reports/getFile(reportPeriod='D7')")).text).toBe(expected);
  expect((await download("/reports/getFile(reportPeriod='D7')/content?$format=text/csv")).text).toBe(
    expected,
  );
});

test('so is what returns a stream', async () => {
  expect((await download("/reports/getStream(reportPeriod='D7')")).text).toBe('Report Period\r\nD7\r\n');
  const given = { 'microsoft.graph.getStream': () => 'a,b\r\n' };
  const file = await download("/reports/getStream(reportPeriod='D7')", { handlers: given });
  expect(file.text).toBe('a,b\r\n');
});

test('a handler may give the content', async () => {
  const given = { 'microsoft.graph.getFile': () => ({ content: 'a,b\r\n' }) };
  const file = await download("/reports/getFile(reportPeriod='D7')", { handlers: given });
  expect(file.text).toBe('a,b\r\n');
});

test('other functions answer themselves, and nothing else is downloaded', async () => {
  const service = serviceFor(metadata, { profile: graphProfile });
  expect((await ask(service, "GET /reports/details(reportPeriod='D7')")).status).toBe(200);
  expect((await ask(service, 'GET /$download/reports')).status).toBe(404);
  expect((await ask(service, "DELETE /$download/reports/getFile(reportPeriod='D7')")).status).toBe(405);
});
