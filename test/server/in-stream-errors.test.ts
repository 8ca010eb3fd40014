// OData Protocol 4.01, section 9.5 "In-Stream Errors", through a port: what fails when the status has been sent.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, ODataError, type OperationHandlers } from '../../src/index.ts';
import { getRaw } from './raw-http.ts';

const document = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/><Property Name="Name" Type="Edm.String"/></EntityType>
    <ComplexType Name="Row"><Property Name="N" Type="Edm.Int64"/></ComplexType>
    <Function Name="Some"><Parameter Name="count" Type="Edm.Int32"/><ReturnType Type="Collection(shop.Product)"/></Function>
    <Function Name="Rows"><ReturnType Type="Collection(shop.Row)"/></Function>
    <Action Name="Make"><ReturnType Type="Collection(shop.Product)"/></Action>
    <EntityContainer Name="Container"><EntitySet Name="Products" EntityType="shop.Product"/>
      <FunctionImport Name="Some" Function="shop.Some" EntitySet="Products"/><FunctionImport Name="Rows" Function="shop.Rows"/>
      <ActionImport Name="Make" Action="shop.Make" EntitySet="Products"/>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

/** How the handlers end, after the items that they give. */
let failure: unknown;
let ended = 0;

const handlers: OperationHandlers = {
  async *'shop.Some'({ count }) {
    try {
      for (let ID = 1; ID <= Number(count); ID++) yield { ID, Name: `n${ID}` };
      if (failure !== undefined) throw failure;
    } finally {
      ended++;
    }
  },
  async *'shop.Rows'() {
    yield { N: 1 };
    yield { N: '9007199254740993' };
  },
  async *'shop.Make'() {
    yield { ID: 1, Name: 'made' };
    if (failure !== undefined) throw failure;
  },
};

let emulator: Emulator;
let port = 0;
const defects: unknown[] = [];
beforeAll(async () => {
  emulator = await createEmulator({
    metadata: document,
    handlers,
    data: { Products: Array.from({ length: 3_000 }, (_, ID) => ({ ID, Name: `product ${ID}` })) },
    log: ({ cause }) => defects.push(cause),
  });
  port = Number(new URL(await emulator.listen()).port);
});
afterEach(() => {
  failure = undefined;
  emulator.faults.set([]);
  defects.length = 0;
});
afterAll(() => emulator.close());

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('items that a handler gives one after the other', () => {
  it('are a whole answer when all goes well', async () => {
    const answer = await getRaw(port, '/Some(count=3)?$filter=ID%20ne%202&$select=Name');
    expect([answer.status, answer.complete, answer.headers.trailer]).toEqual([200, true, 'OData-Error']);
    expect(JSON.parse(answer.body)).toMatchObject({ value: [{ Name: 'n1' }, { Name: 'n3' }] });
    expect(JSON.parse(answer.body)).toEqual(
      await (await emulator.fetch('Some(count=3)?$filter=ID ne 2&$select=Name')).json(),
    );
    expect(answer.trailers).toEqual({});
  });

  it('are waited for where the options are about the whole', async () => {
    const answer = await getRaw(port, '/Some(count=3)?$orderby=ID%20desc&$count=true');
    expect(answer.headers['content-length']).toBeDefined();
    expect(JSON.parse(answer.body)).toMatchObject({ '@count': 3, value: [{ ID: 3 }, { ID: 2 }, { ID: 1 }] });
  });

  it('may be complex values', async () => {
    const answer = await getRaw(port, '/Rows()');
    expect(answer.body).toMatch(
      /#Collection\(shop\.Row\)","value":\[\{"N":1\},\{"N":9007199254740993\}\]\}$/,
    );
    expect(answer.body).toBe(await (await emulator.fetch('Rows()')).text());
  });

  it('the error that ends them leaves the body malformed, and is the trailer OData-Error', async () => {
    failure = new ODataError(503, 'ServiceUnavailable', 'The source is gone: "später"\n…', {
      target: 'source',
    });
    const answer = await getRaw(port, '/Some(count=2)');
    expect([answer.status, answer.complete]).toEqual([200, true]);
    expect(answer.body).toMatch(/\{"ID":1,"Name":"n1"\},\{"ID":2,"Name":"n2"\}$/);
    expect(isJson(answer.body)).toBe(false);
    expect(JSON.parse(Buffer.from(answer.trailers['odata-error'] ?? '', 'utf8').toString())).toMatchObject({
      code: 'ServiceUnavailable',
      target: 'source',
    });
    expect(defects).toEqual([]);
  });

  it('a defect of the handler is logged, and not told', async () => {
    failure = new Error('secret');
    const answer = await getRaw(port, '/Some(count=2)');
    expect(JSON.parse(answer.trailers['odata-error'] ?? '').code).toBe('InternalError');
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(defects).toEqual([failure]);
  });

  it('what fails before the first item is an error response', async () => {
    failure = new ODataError(404, 'NotFound', 'Nothing here.');
    const answer = await getRaw(port, '/Some(count=0)');
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([404, 'NotFound']);
    expect(answer.headers.trailer).toBeUndefined();
  });

  it('in process, with HTTP/1.0 and in a batch the answer is whole, so that its error is one', async () => {
    failure = new ODataError(503, 'ServiceUnavailable', 'Gone.');
    expect((await emulator.fetch('Some(count=2)')).status).toBe(503);
    const old = await getRaw(port, '/Some(count=2)', '1.0');
    expect([old.status, old.complete, old.headers['transfer-encoding']]).toEqual([503, true, undefined]);
    const batch = await fetch(`${emulator.url}$batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"requests":[{"id":"1","method":"GET","url":"Some(count=2)"}]}',
    });
    expect(((await batch.json()) as { responses: { status: number }[] }).responses[0]?.status).toBe(503);
  });

  it('of an action are waited for: what fails changes nothing and is an error response', async () => {
    failure = new ODataError(503, 'ServiceUnavailable', 'Gone.');
    expect((await fetch(`${emulator.url}Make`, { method: 'POST' })).status).toBe(503);
    failure = undefined;
    const answer = await fetch(`${emulator.url}Make`, { method: 'POST' });
    expect(((await answer.json()) as { value: unknown }).value).toMatchObject([{ ID: 1, Name: 'made' }]);
  });

  it('a client that leaves ends the handler', async () => {
    const before = ended;
    const abort = new AbortController();
    const answer = await fetch(`${emulator.url}Some(count=100000000)`, { signal: abort.signal });
    await answer.body?.getReader().read();
    abort.abort();
    await expect.poll(() => ended, { timeout: 5_000 }).toBe(before + 1);
  });
});

describe('a large collection', () => {
  it('is sent while it is written, and is what it is in process', async () => {
    const answer = await getRaw(port, '/Products');
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect(answer.complete).toBe(true);
    const { value, ...rest } = JSON.parse(answer.body);
    expect(value).toHaveLength(3_000);
    const inProcess = (await (await emulator.fetch('Products')).json()) as { value: unknown };
    expect({ ...rest, value }).toEqual(inProcess);
    expect(
      (await fetch(`${emulator.url}Products`, { method: 'HEAD' })).headers.get('content-length'),
    ).toMatch(/^\d+$/);
  });

  it('a repeatable answer is kept whole', async () => {
    const ask = () =>
      fetch(`${emulator.url}Products/$query`, {
        method: 'POST',
        headers: {
          'content-type': 'text/plain',
          'repeatability-request-id': 'a',
          'repeatability-first-sent': new Date().toUTCString(),
        },
        body: '$select=ID',
      });
    const first = await ask();
    expect(first.headers.get('content-length')).toMatch(/^\d+$/);
    expect(await (await ask()).text()).toBe(await first.text());
  });
});

describe('the fault in-stream-error', () => {
  it('stops a success in the middle, whatever its size, with the error as the rule has it', async () => {
    emulator.faults.set([{ body: 'in-stream-error', code: 'diskFull', message: 'No room' }]);
    for (const path of ['/Products(1)', '/Products', '/$metadata']) {
      const answer = await getRaw(port, path);
      expect([answer.status, answer.complete, answer.headers['odata-emulator-fault']], path).toEqual([
        200,
        true,
        'body in-stream-error',
      ]);
      expect(JSON.parse(answer.trailers['odata-error'] ?? ''), path).toEqual({
        code: 'diskFull',
        message: 'No room',
      });
      expect(isJson(answer.body), path).toBe(false);
    }
    expect((await getRaw(port, '/Nothing')).status).toBe(404);
  });

  it('closes the connection of HTTP/1.0, and throws at who reads the body in process', async () => {
    emulator.faults.set([{ body: 'in-stream-error' }]);
    const old = await getRaw(port, '/Products(1)', '1.0');
    expect([old.status, isJson(old.body), old.trailers]).toEqual([200, false, {}]);
    const answer = await emulator.fetch('Products(1)');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('a fault of the emulator');
  });

  it('truncated: the connection ends before the length that was told', async () => {
    emulator.faults.set([{ body: 'truncated' }]);
    for (const path of ['/Products(1)', '/Products']) {
      const answer = await getRaw(port, path);
      expect([answer.status, answer.complete, answer.headers.trailer], path).toEqual([200, false, undefined]);
    }
  });
});
