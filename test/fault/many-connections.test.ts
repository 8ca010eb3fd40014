// 10,000 requests over 64 connections to a server of its own: none fails, and no write is lost.
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, serve, withFolder } from '../cli/command-line.ts';

const connections = 64;
const requests = Number(process.env.LOAD_REQUESTS ?? 10_000);

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Load">
  <EntityType Name="Item">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Count" Type="Edm.Int32" Nullable="false" DefaultValue="0"/>
    <NavigationProperty Name="Owner" Type="Load.Item"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Items" EntityType="Load.Item"><NavigationPropertyBinding Path="Owner" Target="Items"/></EntitySet>
    <EntitySet Name="Counters" EntityType="Load.Counter">
      <Annotation Term="Core.OptimisticConcurrency"><Collection/></Annotation>
    </EntitySet>
  </EntityContainer>
  <EntityType Name="Counter">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Count" Type="Edm.Int32" Nullable="false" DefaultValue="0"/>
  </EntityType>
</Schema></edmx:DataServices></edmx:Edmx>`;

let server: RunningServer;
let pool: Pool;
let root = '';
let stop: () => void = () => {};
let folder: Promise<void>;

beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    folder = withFolder({ 'load.csdl.xml': metadata }, async (path) => {
      server = await serve(['load.csdl.xml'], path);
      const closed = new Promise<void>((done) => {
        stop = done;
      });
      resolve();
      await closed;
    });
    folder.catch(reject);
  });
  const url = new URL(server.urls[0]!);
  root = url.pathname.replace(/\/$/, '');
  pool = new Pool(url.origin, { connections, pipelining: 1 });
});
afterAll(async () => {
  await pool?.close();
  await server?.stop();
  stop();
  await folder;
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into, member by member
  readonly body: any;
}

let sent = 0;
const failed: string[] = [];

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  sent++;
  const response = await pool.request({
    method: method as 'GET',
    path: `${root}/${path}`,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.body.text();
  const { statusCode: status } = response;
  // 412 is how a service tells that another was quicker
  if (status >= 400 && status !== 412) failed.push(`${method} ${path}: ${status} ${text}`);
  return { status, body: text === '' ? undefined : JSON.parse(text) };
}

/** What a client has written last, by item. */
type Written = Map<number, number>;

async function increment(): Promise<number> {
  const { body } = await ask('GET', 'Counters(1)');
  const etag = body['@etag'] as string;
  const answer = await ask('PATCH', 'Counters(1)', { Count: body.Count + 1 }, { 'if-match': etag });
  return answer.status === 412 ? 0 : 1;
}

async function change(client: number, round: number, written: Written): Promise<void> {
  const item = client * 10_000 + round;
  switch (round % 5) {
    case 0:
      await ask('POST', 'Items', { ID: item, Count: round });
      written.set(item, round);
      return;
    case 1:
      await ask('PATCH', `Items(${item - 1})`, { Count: round });
      written.set(item - 1, round);
      return;
    case 2: {
      const requests = [0, 1].map((index) => ({
        id: String(index),
        method: 'POST',
        url: 'Items',
        atomicityGroup: 'both',
        headers: { 'content-type': 'application/json' },
        body: { ID: item + index * 5_000, Count: round },
      }));
      const { body } = await ask('POST', '$batch', { requests });
      for (const { status } of body.responses) if (status !== 201) failed.push(`batch: ${status}`);
      for (const { body: created } of requests) written.set(created.ID, round);
      return;
    }
    case 3:
      await ask('DELETE', `Items(${item - 1})`);
      written.delete(item - 1);
      return;
    default:
      await ask('GET', `Items?$filter=Count eq ${round}&$top=5&$expand=Owner`.replaceAll(' ', '%20'));
  }
}

it('none fails, no write is lost', { timeout: 300_000 }, async () => {
  await ask('POST', 'Counters', { ID: 1 });
  const written: Written[] = [];
  let increments = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, client) => {
      const own: Written = new Map();
      written.push(own);
      for (let round = 0; sent < requests; round++) {
        await change(client, round, own);
        if (round % 4 !== 0) continue;
        const made = await increment();
        increments += made;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  console.log(`${sent} requests in ${seconds.toFixed(1)} s, ${increments} increments of one entity`);
  expect(failed).toEqual([]);
  const { body } = await ask('GET', 'Items');
  const held = new Map(body.value.map(({ ID, Count }: { ID: number; Count: number }) => [ID, Count]));
  expect(held).toEqual(new Map(written.flatMap((own) => [...own])));
  expect((await ask('GET', 'Counters(1)')).body.Count).toBe(increments);
  expect(server.output()).not.toMatch(/defect/i);
});
