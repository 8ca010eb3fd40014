// After any sequence of creates, updates, links, deletes and batches the service holds what a naive model of it holds.
// MODEL_RUNS (sequences) makes it longer.

import { expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import fc from '../fast-check.ts';

const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Fault">
  <EntityType Name="Item">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String" Nullable="false"/>
    <Property Name="Count" Type="Edm.Int32" Nullable="false" DefaultValue="0"/>
    <NavigationProperty Name="Group" Type="Fault.Group" Partner="Items"/>
  </EntityType>
  <EntityType Name="Group">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <NavigationProperty Name="Items" Type="Collection(Fault.Item)" Partner="Group"/>
  </EntityType>
  <EntityContainer Name="Container">
    <EntitySet Name="Items" EntityType="Fault.Item"><NavigationPropertyBinding Path="Group" Target="Groups"/></EntitySet>
    <EntitySet Name="Groups" EntityType="Fault.Group"><NavigationPropertyBinding Path="Items" Target="Items"/></EntitySet>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

/** The naive model: plain maps, and rules in plain words. */
interface Oracle {
  items: Map<number, { name: string; count: number; group: number | undefined }>;
  groups: Set<number>;
}

type Operation =
  | {
      readonly kind: 'createItem';
      readonly item: number;
      readonly name: string;
      readonly group: number | undefined;
    }
  | { readonly kind: 'updateItem'; readonly item: number; readonly count: number }
  | { readonly kind: 'replaceItem'; readonly item: number; readonly name: string }
  | { readonly kind: 'deleteItem'; readonly item: number }
  | { readonly kind: 'createGroup'; readonly group: number }
  | { readonly kind: 'deleteGroup'; readonly group: number }
  | { readonly kind: 'link'; readonly item: number; readonly group: number }
  | { readonly kind: 'linkFromGroup'; readonly item: number; readonly group: number }
  | { readonly kind: 'unlink'; readonly item: number }
  | { readonly kind: 'unlinkFromGroup'; readonly item: number; readonly group: number };

/** Changes the model; false where the service is to refuse, and then nothing has changed. */
function apply({ items, groups }: Oracle, operation: Operation): boolean {
  switch (operation.kind) {
    case 'createItem': {
      const { item, name, group } = operation;
      if (items.has(item) || (group !== undefined && !groups.has(group))) return false;
      items.set(item, { name, count: 0, group });
      return true;
    }
    case 'updateItem': {
      const found = items.get(operation.item);
      if (found === undefined) return false;
      found.count = operation.count;
      return true;
    }
    case 'replaceItem': {
      const found = items.get(operation.item);
      if (found === undefined) return false;
      Object.assign(found, { name: operation.name, count: 0 });
      return true;
    }
    case 'deleteItem':
      return items.delete(operation.item);
    case 'createGroup':
      if (groups.has(operation.group)) return false;
      groups.add(operation.group);
      return true;
    case 'deleteGroup':
      for (const item of items.values()) if (item.group === operation.group) item.group = undefined;
      return groups.delete(operation.group);
    case 'link':
    case 'linkFromGroup': {
      const found = items.get(operation.item);
      if (found === undefined || !groups.has(operation.group)) return false;
      found.group = operation.group;
      return true;
    }
    case 'unlink': {
      const found = items.get(operation.item);
      if (found === undefined) return false;
      found.group = undefined;
      return true;
    }
    case 'unlinkFromGroup': {
      const found = items.get(operation.item);
      if (found?.group !== operation.group || found.group === undefined) return false;
      found.group = undefined;
      return true;
    }
  }
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

function callOf(operation: Operation): Call {
  switch (operation.kind) {
    case 'createItem': {
      const { item, name, group } = operation;
      const link = group === undefined ? {} : { Group: { '@id': `Groups(${group})` } };
      return { method: 'POST', url: 'Items', body: { ID: item, Name: name, ...link } };
    }
    case 'updateItem':
      return { method: 'PATCH', url: `Items(${operation.item})`, body: { Count: operation.count } };
    case 'replaceItem':
      return { method: 'PUT', url: `Items(${operation.item})`, body: { Name: operation.name } };
    case 'deleteItem':
      return { method: 'DELETE', url: `Items(${operation.item})` };
    case 'createGroup':
      return { method: 'POST', url: 'Groups', body: { ID: operation.group } };
    case 'deleteGroup':
      return { method: 'DELETE', url: `Groups(${operation.group})` };
    case 'link':
      return {
        method: 'PUT',
        url: `Items(${operation.item})/Group/$ref`,
        body: { '@id': `Groups(${operation.group})` },
      };
    case 'linkFromGroup':
      return {
        method: 'POST',
        url: `Groups(${operation.group})/Items/$ref`,
        body: { '@id': `Items(${operation.item})` },
      };
    case 'unlink':
      return { method: 'DELETE', url: `Items(${operation.item})/Group/$ref` };
    case 'unlinkFromGroup':
      return { method: 'DELETE', url: `Groups(${operation.group})/Items(${operation.item})/$ref` };
  }
}

const json = { 'content-type': 'application/json' };

async function send(service: Emulator, { method, url, body }: Call): Promise<Response> {
  return await service.fetch(url, {
    method,
    ...(body !== undefined && { headers: json, body: JSON.stringify(body) }),
  });
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

async function expectSame(service: Emulator, { items, groups }: Oracle): Promise<void> {
  const read = async (url: string) =>
    ((await (await service.fetch(url)).json()) as { value: Record<string, unknown>[] }).value;
  const held = await read('Items?$expand=Group($select=ID)&$orderby=ID');
  expect(
    held.map(({ ID, Name, Count, Group }) => [ID, Name, Count, (Group as { ID: number } | null)?.ID]),
  ).toEqual(
    [...items].sort(([a], [b]) => a - b).map(([id, { name, count, group }]) => [id, name, count, group]),
  );
  const linked = await read('Groups?$expand=Items($select=ID;$orderby=ID)&$orderby=ID');
  expect(linked.map(({ ID, Items }) => [ID, (Items as { ID: number }[]).map((item) => item.ID)])).toEqual(
    [...groups]
      .sort((a, b) => a - b)
      .map((group) => [
        group,
        [...items]
          .filter(([, item]) => item.group === group)
          .map(([id]) => id)
          .sort((a, b) => a - b),
      ]),
  );
}

class Single implements fc.AsyncCommand<Oracle, Emulator> {
  constructor(private readonly operation: Operation) {}
  check = () => true;
  async run(oracle: Oracle, service: Emulator): Promise<void> {
    const expected = apply(oracle, this.operation);
    const response = await send(service, callOf(this.operation));
    expect(isSuccess(response.status), `${response.status} ${await response.text()}`).toBe(expected);
    await expectSame(service, oracle);
  }
  toString = () => JSON.stringify(this.operation);
}

/** One change set: all of it, or nothing. */
class ChangeSet implements fc.AsyncCommand<Oracle, Emulator> {
  constructor(private readonly operations: readonly Operation[]) {}
  check = () => true;
  async run(oracle: Oracle, service: Emulator): Promise<void> {
    const trial = structuredClone(oracle);
    const expected = this.operations.every((operation) => apply(trial, operation));
    if (expected) Object.assign(oracle, trial);
    const requests = this.operations.map((operation, index) => ({
      id: String(index),
      atomicityGroup: 'all',
      ...callOf(operation),
      headers: json,
    }));
    const response = await send(service, { method: 'POST', url: '$batch', body: { requests } });
    const { responses } = (await response.json()) as { responses: { status: number }[] };
    expect(
      responses.every(({ status }) => isSuccess(status)),
      JSON.stringify(responses),
    ).toBe(expected);
    await expectSame(service, oracle);
  }
  toString = () => `batch ${JSON.stringify(this.operations)}`;
}

const id = fc.integer({ min: 1, max: 4 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('createItem' as const),
      item: id,
      name: fc.string({ maxLength: 5 }),
      group: fc.option(id, { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('createGroup' as const), group: id }) },
  fc.record({ kind: fc.constant('updateItem' as const), item: id, count: fc.integer({ min: 0, max: 99 }) }),
  fc.record({ kind: fc.constant('replaceItem' as const), item: id, name: fc.string({ maxLength: 5 }) }),
  fc.record({ kind: fc.constant('deleteItem' as const), item: id }),
  fc.record({ kind: fc.constant('deleteGroup' as const), group: id }),
  fc.record({ kind: fc.constantFrom('link' as const, 'linkFromGroup' as const), item: id, group: id }),
  fc.record({ kind: fc.constant('unlink' as const), item: id }),
  fc.record({ kind: fc.constant('unlinkFromGroup' as const), item: id, group: id }),
);

it('agrees with the naive model', { timeout: 600_000 }, async () => {
  const service = await createEmulator({ metadata, upsert: false });
  const empty = service.store.snapshot();
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        [
          operation.map((one) => new Single(one)),
          fc.array(operation, { minLength: 1, maxLength: 5 }).map((some) => new ChangeSet(some)),
        ],
        { maxCommands: 40, size: 'max' },
      ),
      async (commands) => {
        await service.store.restore(empty);
        await fc.asyncModelRun(
          () => ({ model: { items: new Map(), groups: new Set<number>() }, real: service }),
          commands,
        );
      },
    ),
    { numRuns: Number(process.env.MODEL_RUNS ?? 60), seed: 4 },
  );
});
