import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { handle } from '../../src/protocol/handle.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { csdl, serviceFor } from './service-for.ts';

const metadata = csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Text" Type="Edm.String"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/></EntityContainer>`);

async function post(service: ODataService, body: Uint8Array, coding: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'content-encoding': coding };
  return handle(
    service,
    new Request('http://localhost/Items', { method: 'POST', headers, body: new Uint8Array(body) }),
  );
}

const item = (text: string) => Buffer.from(JSON.stringify({ Id: 1, Text: text }));

describe('Content-Encoding', () => {
  it.each([
    ['gzip', gzipSync(item('zipped'))],
    ['X-GZIP', gzipSync(item('zipped'))],
    ['deflate', deflateSync(item('zipped'))],
    ['deflate, gzip', gzipSync(deflateSync(item('zipped')))],
    ['identity', item('zipped')],
  ])('%s is decoded', async (coding, body) => {
    const response = await post(serviceFor(metadata), body, coding);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ Text: 'zipped' });
  });

  it('others are refused, and the answer tells which ones are not', async () => {
    const response = await post(serviceFor(metadata), item('plain'), 'compress');
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate');
  });

  it('what is no gzip is refused', async () => {
    expect((await post(serviceFor(metadata), item('plain'), 'gzip')).status).toBe(400);
  });

  it('the limit holds for the decoded body', async () => {
    const service = serviceFor(metadata, { bodyLimit: 1000 });
    const body = gzipSync(item('a'.repeat(100_000)));
    expect(body.byteLength).toBeLessThan(1000);
    expect((await post(service, body, 'gzip')).status).toBe(413);
  });
});
