// Microsoft Graph, "Get MIME content of a message" and others: `$value` of what the service holds as properties, or elsewhere.
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const entity = (name: string, members: string, more = '') =>
  `<EntityType Name="${name}" ${more}><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;
const contained = (name: string, type: string) =>
  `<NavigationProperty Name="${name}" Type="${type}" ContainsTarget="true"/>`;
const text = (name: string) => `<Property Name="${name}" Type="Edm.String"/>`;
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="microsoft.graph">
  <ComplexType Name="emailAddress">${text('name')}${text('address')}</ComplexType>
  <ComplexType Name="recipient"><Property Name="emailAddress" Type="microsoft.graph.emailAddress"/></ComplexType>
  <ComplexType Name="itemBody">${text('contentType')}${text('content')}</ComplexType>
  ${entity(
    'user',
    `${contained('messages', 'Collection(microsoft.graph.message)')}
    ${contained('photo', 'microsoft.graph.profilePhoto')}${contained('photos', 'Collection(microsoft.graph.profilePhoto)')}`,
  )}
  ${entity(
    'message',
    `${text('subject')}<Property Name="body" Type="microsoft.graph.itemBody"/>
    <Property Name="toRecipients" Type="Collection(microsoft.graph.recipient)"/>
    ${contained('attachments', 'Collection(microsoft.graph.fileAttachment)')}`,
  )}
  ${entity('fileAttachment', `${text('contentType')}<Property Name="contentBytes" Type="Edm.Binary"/>`, 'HasStream="true"')}
  ${entity('profilePhoto', '<Property Name="height" Type="Edm.Int32"/><Property Name="width" Type="Edm.Int32"/>', 'HasStream="true"')}
  <EntityContainer Name="container"><EntitySet Name="users" EntityType="microsoft.graph.user"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

let service: ODataService;
beforeEach(async () => {
  service = serviceFor(metadata, { profile: graphProfile });
  await ask(service, 'POST /users', { id: 'ada' });
});

test('a message has its MIME form', async () => {
  await ask(service, 'POST /users/ada/messages', {
    id: 'm',
    subject: 'Grüße\r\nX-Other: y',
    body: { contentType: 'html', content: '<p>Hi</p>' },
    toRecipients: [
      { emailAddress: { name: 'Doe, Jane', address: 'jane@x.com' } },
      { emailAddress: { address: 'b@x.com' } },
    ],
  });
  const { headers, text: mime } = await ask(service, 'GET /users/ada/messages/m/$value');
  expect(headers.get('content-type')).toBe('text/plain');
  const [head = '', body = ''] = mime.split('\r\n\r\n');
  expect(head.split('\r\n')).toEqual([
    'To: "Doe, Jane" <jane@x.com>, <b@x.com>',
    `Subject: =?utf-8?B?${Buffer.from('Grüße X-Other: y').toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
  ]);
  expect(Buffer.from(body, 'base64').toString()).toBe('<p>Hi</p>');
});

test('an attachment has what its property holds', async () => {
  await ask(service, 'POST /users/ada/messages', { id: 'm' });
  const attachment = {
    id: 'a',
    contentType: 'text/csv',
    contentBytes: Buffer.from('1;2').toString('base64'),
  };
  await ask(service, 'POST /users/ada/messages/m/attachments', attachment);
  const { headers, text: content } = await ask(service, 'GET /users/ada/messages/m/attachments/a/$value');
  expect([headers.get('content-type'), content]).toEqual(['text/csv', '1;2']);
});

test('a photo of a size has the content of the photo', async () => {
  expect((await ask(service, 'GET /users/ada/photos/48x48/$value')).status).toBe(204);
  await ask(service, 'PUT /users/ada/photo/$value', 'image', { 'content-type': 'image/png' });
  const { headers, text: content } = await ask(service, 'GET /users/ada/photos/48x48/$value');
  expect([headers.get('content-type'), content]).toEqual(['image/png', 'image']);
});

test('no content is converted', async () => {
  await ask(service, 'PUT /users/ada/photo/$value', 'image', { 'content-type': 'image/png' });
  const { status, body } = await ask(service, 'GET /users/ada/photo/$value?format=pdf');
  expect([status, body.error.code]).toEqual([501, 'NotImplemented']);
});

test('PATCH replaces a photo as PUT does; contents of other entities have no PATCH', async () => {
  const png = { 'content-type': 'image/png' };
  const patched = await ask(service, 'PATCH /users/ada/photo/$value', 'image', png);
  expect([patched.status, (await ask(service, 'GET /users/ada/photo/$value')).text]).toEqual([201, 'image']);
  expect((await ask(service, 'PATCH /users/ada/photo/$value', 'other', png)).status).toBe(204);
  expect((await ask(service, 'GET /users/ada/photo/$value')).text).toBe('other');
  await ask(service, 'POST /users/ada/messages', { id: 'm' });
  const { status, headers } = await ask(
    service,
    'PATCH /users/ada/messages/m/attachments/a/$value',
    'x',
    png,
  );
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, DELETE']);
});
