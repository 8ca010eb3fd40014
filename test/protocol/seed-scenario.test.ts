// The documented call that adds an enterpriseCodeSigningCertificate, and what follows from it.
import { describe, expect, test } from 'vitest';
import type { ServiceEvent } from '../../src/service/odata-service.ts';
import { graphProfile } from '../../src/service/profiles/graph.ts';
import { ask, serviceFor } from './service-for.ts';

const certificates = '/deviceAppManagement/enterpriseCodeSigningCertificates';
const certificate = {
  '@odata.type': '#microsoft.graph.enterpriseCodeSigningCertificate',
  content: 'Y29udGVudA==',
  status: 'provisioned',
  subjectName: 'Subject Name value',
  subject: 'Subject value',
  issuerName: 'Issuer Name value',
  issuer: 'Issuer value',
  expirationDateTime: '2017-01-01T00:01:09.280378+03:00',
  uploadDateTime: '2016-12-31T23:56:57.0702389+03:00',
};

const graph = (settings = {}) =>
  serviceFor('metadata/graph.csdl.xml', { path: '/beta', profile: graphProfile, ...settings });

describe('in the default mode', () => {
  test('POST answers 201 with the same values, an id, type, context and Location', async () => {
    const created = await ask(graph(), `POST ${certificates}`, certificate);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject(certificate);
    expect(created.body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(created.body['@odata.context']).toBe(
      'http://localhost/beta/$metadata#deviceAppManagement/enterpriseCodeSigningCertificates/$entity',
    );
    expect(created.headers.get('location')).toContain(`${certificates}`);
    expect(created.headers.get('location')).toContain(created.body.id);
  });

  test('GET, list, PATCH and DELETE follow', async () => {
    const service = graph();
    const { body } = await ask(service, `POST ${certificates}`, certificate);
    const one = `${certificates}/${body.id}`;
    const { '@odata.type': _, ...values } = certificate;
    expect((await ask(service, `GET ${one}`)).body).toMatchObject({ ...values, id: body.id });
    expect((await ask(service, `GET ${certificates}`)).body.value).toHaveLength(1);
    expect((await ask(service, `PATCH ${one}`, { subject: 'Another' })).status).toBe(200);
    expect((await ask(service, `GET ${one}`)).body).toMatchObject({
      subject: 'Another',
      issuer: 'Issuer value',
    });
    expect((await ask(service, `DELETE ${one}`)).status).toBe(204);
    expect((await ask(service, `GET ${one}`)).status).toBe(404);
  });

  test('the documented status "String" is a 400 that says which members are allowed', async () => {
    const refused = await ask(graph(), `POST ${certificates}`, { ...certificate, status: 'String' });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body.error)).toMatch(/notProvisioned.*provisioned/);
    expect(refused.body.error.target ?? refused.body.error.details[0].target).toBe('status');
  });

  test('the $ref form with a full entity creates it', async () => {
    const service = graph();
    const created = await ask(service, `POST ${certificates}/$ref`, certificate);
    expect(created.status).toBe(201);
    expect((await ask(service, `GET ${certificates}`)).body.value).toHaveLength(1);
  });

  test('{"@odata.id": …} keeps the standard\'s meaning', async () => {
    const refused = await ask(graph(), `POST ${certificates}/$ref`, { '@odata.id': 'users/nobody' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe('InvalidReference');
  });
});

test('with validation=report the documented status is accepted; header and log tell the violation', async () => {
  const events: ServiceEvent[] = [];
  const service = graph({ validation: 'report', log: (event: ServiceEvent) => events.push(event) });
  const created = await ask(service, `POST ${certificates}/$ref`, { ...certificate, status: 'String' });
  expect(created.status).toBe(201);
  expect(created.headers.get('odata-emulator-violations')).toMatch(/^1; status/);
  expect(events.map(({ kind }) => kind)).toEqual(['violations']);
});
