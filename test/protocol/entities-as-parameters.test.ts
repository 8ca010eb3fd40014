// OData Protocol 4.01, section 11.5.4.1: entities are passed to functions as JSON, or by a reference.
import { beforeAll, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

let service: ODataService;

beforeAll(async () => {
  service = serviceFor(
    csdl(`
    <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Name" Type="Edm.String"/></EntityType>
    <Function Name="Names"><Parameter Name="item" Type="Test.Item"/><Parameter Name="others" Type="Collection(Test.Item)" Nullable="false"/><ReturnType Type="Edm.String"/></Function>
    <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/><FunctionImport Name="Names" Function="Test.Names"/></EntityContainer>`),
    {
      handlers: {
        'Test.Names': ({ item, others }) =>
          [item, ...(others as readonly unknown[])]
            .map((one) => (one as { Name?: string } | null)?.Name)
            .join(),
      },
    },
  );
  for (const [Id, Name] of [
    [1, 'a'],
    [2, 'b'],
  ])
    await ask(service, 'POST /Items', { Id, Name });
});

const url = (item: unknown, others: unknown) =>
  `/Names(item=@i,others=@o)?@i=${JSON.stringify(item)}&@o=${JSON.stringify(others)}`;

test.each([
  [{ '@odata.id': 'Items(1)' }, [{ '@id': 'Items(2)' }], 'a,b'],
  [{ Id: 7, Name: 'new' }, [], 'new'],
  [{ '@id': 'http://localhost/Items(2)' }, [{ Name: 'x' }, { '@id': 'Items(1)' }], 'b,x,a'],
  [null, [], ''],
])('%j and %j', async (item, others, expected) => {
  expect((await ask(service, `GET ${url(item, others)}`)).body.value).toBe(expected);
});

test('of what is not there: 400', async () => {
  const answer = await ask(service, `GET ${url({ '@id': 'Items(9)' }, [])}`);
  expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidReference']);
});

test('in expressions', async () => {
  const filter = `Test.Names(item=@i,others=@o) eq Name&@i={"@id":"Items(1)"}&@o=[]`;
  expect((await ask(service, `GET /Items?$filter=${filter}`)).body.value).toEqual([{ Id: 1, Name: 'a' }]);
});
