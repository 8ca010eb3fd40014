// What every store must do. A store's test calls this with a way to make an empty one over a model.
import { describe, expect, test } from 'vitest';
import type { EdmEntitySet, EdmModel, EdmNavigationProperty } from '../../src/edm/edm-model.ts';
import type { Entity } from '../../src/edm/entity.ts';
import type { StructuredValue } from '../../src/edm/value.ts';
import { ODataError } from '../../src/error/odata-error.ts';
import { createResolver } from '../../src/query/resolve-cached.ts';
import {
  type LinkPath,
  type NewStreamContent,
  type Store,
  type StoreReader,
  type StoreTransaction,
  streamBytes,
} from '../../src/store/store.ts';

export interface StoreFixture {
  readonly model: EdmModel;
  /** An empty store over the model of test/exchanges/shop.csdl.xml. */
  readonly createStore: () => Store;
}

const strict = {
  keyAsSegment: true,
  defaultNamespaces: [],
  optionalParentheses: true,
  implicitCasts: false,
  ignoreCase: false,
};

export function describeStore(name: string, { model, createStore }: StoreFixture): void {
  const resolve = createResolver(model, strict);

  const set = (setName: string): EdmEntitySet => {
    const child = model.entityContainer?.children.get(setName);
    if (child?.kind !== 'EntitySet') throw new Error(`${setName} is no entity set`);
    return child;
  };
  const navigation = (setName: string, property: string): EdmNavigationProperty => {
    const found = set(setName).entityType.navigationProperties.get(property);
    if (found === undefined) throw new Error(`${setName} has no ${property}`);
    return found;
  };
  const valuesFor = (setName: string, given: StructuredValue): StructuredValue => {
    const values: StructuredValue = {};
    for (const { name: property, type } of set(setName).entityType.properties.values())
      values[property] = given[property] ?? (type.collection ? [] : null);
    return values;
  };
  const create = async (
    transaction: StoreTransaction,
    setName: string,
    given: StructuredValue,
  ): Promise<Entity> =>
    transaction.create(
      { kind: 'entitySet', entitySet: set(setName) },
      set(setName).entityType,
      valuesFor(setName, given),
    );
  const link = (entity: Entity, setName: string, property: string): LinkPath => ({
    source: entity.identity,
    path: [],
    navigationProperty: navigation(setName, property),
  });
  const ids = async (reader: StoreReader, url: string): Promise<unknown[]> => {
    const result = await reader.read(resolve(url));
    if (result?.kind !== 'collection') throw new Error(`${url} is no collection`);
    return result.items.map((item) =>
      item.kind === 'entity' ? Object.values(item.entity.identity.key)[0] : undefined,
    );
  };
  const article = (Id: number, more: StructuredValue = {}): StructuredValue => ({
    Id,
    Name: `A${Id}`,
    ...more,
  });

  describe(name, () => {
    test('what is created is found by key and by query, in the order of keys', async () => {
      const store = createStore();
      await store.transaction(async (transaction) => {
        for (const id of [10, 9, 100, -1]) await create(transaction, 'Articles', article(id));
      });
      expect((await store.find(set('Articles'), { Id: 9 }))?.values.Name).toBe('A9');
      expect(await store.find(set('Articles'), { Id: 8 })).toBeUndefined();
      expect(await ids(store, 'Articles')).toEqual([-1, 9, 10, 100]);
      expect(await ids(store, "Articles?$filter=Name eq 'A10'")).toEqual([10]);
    });

    test('a key exists once', async () => {
      const store = createStore();
      await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      const again = store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      await expect(again).rejects.toMatchObject({ status: 409, code: 'Conflict' });
    });

    test('an entity keeps its identity, and its revision grows with each change', async () => {
      const store = createStore();
      const first = await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      expect(first.revision).toBe(1);
      const second = await store.transaction(async (transaction) =>
        transaction.replace(first.identity, { ...first.values, Name: 'B' }),
      );
      expect(second.identity).toBe(first.identity);
      expect(second.revision).toBeGreaterThan(first.revision);
      expect(first.values.Name).toBe('A1');
      expect((await store.get(first.identity))?.values.Name).toBe('B');
    });

    test('a transaction that throws leaves nothing', async () => {
      const store = createStore();
      const position = store.position();
      const failed = store.transaction(async (transaction) => {
        const created = await create(transaction, 'Articles', article(1));
        expect(await transaction.get(created.identity)).toBeDefined();
        expect(await store.get(created.identity)).toBeUndefined();
        throw new ODataError(400, 'BadRequest', 'no');
      });
      await expect(failed).rejects.toMatchObject({ message: 'no' });
      expect(await ids(store, 'Articles')).toEqual([]);
      expect(store.position()).toBe(position);
    });

    test('transactions run one after another', async () => {
      const store = createStore();
      const counter = await store.transaction((transaction) =>
        create(transaction, 'Articles', article(1, { Weight: 0 })),
      );
      const increase = (): Promise<Entity> =>
        store.transaction(async (transaction) => {
          const now = await transaction.get(counter.identity);
          await Promise.resolve();
          return transaction.replace(counter.identity, {
            ...now?.values,
            Weight: Number(now?.values.Weight) + 1,
          });
        });
      await Promise.all(Array.from({ length: 20 }, increase));
      expect((await store.get(counter.identity))?.values.Weight).toBe(20);
    });

    test('a referential constraint is a link on both sides', async () => {
      const store = createStore();
      await store.transaction(async (transaction) => {
        const group = await create(transaction, 'Groups', { Id: 1, Title: 'G' });
        const one = await create(transaction, 'Articles', article(1, { GroupId: 1 }));
        const two = await create(transaction, 'Articles', article(2));
        expect((await transaction.related(link(one, 'Articles', 'Group'))).map((e) => e.identity)).toEqual([
          group.identity,
        ]);
        await transaction.link(link(group, 'Groups', 'Articles'), two.identity);
        expect((await transaction.get(two.identity))?.values.GroupId).toBe(1);
        await transaction.unlink(link(one, 'Articles', 'Group'), undefined);
        expect((await transaction.get(one.identity))?.values.GroupId).toBeNull();
        expect(await ids(transaction, 'Groups(1)/Articles')).toEqual([2]);
      });
    });

    test('partners show a link on both sides; without a partner it is one way', async () => {
      const store = createStore();
      await store.transaction(async (transaction) => {
        const one = await create(transaction, 'Articles', article(1));
        const two = await create(transaction, 'Articles', article(2));
        const supplier = await create(transaction, 'Suppliers', { Country: 'DE', No: 1 });
        await transaction.link(link(supplier, 'Suppliers', 'Articles'), one.identity);
        expect(await transaction.related(link(one, 'Articles', 'Suppliers'))).toHaveLength(1);
        await transaction.unlink(link(one, 'Articles', 'Suppliers'), supplier.identity);
        expect(await transaction.related(link(supplier, 'Suppliers', 'Articles'))).toEqual([]);
        await transaction.link(link(one, 'Articles', 'Similar'), two.identity);
        expect(await transaction.related(link(two, 'Articles', 'Similar'))).toEqual([]);
      });
    });

    test('deleting takes links, contained entities and streams along, and follows OnDelete', async () => {
      const store = createStore();
      await store.transaction(async (transaction) => {
        const group = await create(transaction, 'Groups', { Id: 1, Title: 'G' });
        const one = await create(transaction, 'Articles', article(1, { GroupId: 1 }));
        const two = await create(transaction, 'Articles', article(2));
        await transaction.link(link(two, 'Articles', 'Similar'), one.identity);
        const Notes = navigation('Articles', 'Notes');
        const note = await transaction.create(
          { kind: 'contained', parent: one.identity, path: [], navigationProperty: Notes },
          Notes.entityType,
          { No: 1, Text: 'x' },
        );
        await transaction.setStream(one.identity, 'Picture', {
          ...streamBytes(new Uint8Array([1])),
          mediaType: 'image/png',
        });
        await transaction.delete(group.identity);
        expect((await transaction.get(one.identity))?.values.GroupId).toBeNull();
        await transaction.delete(one.identity);
        expect(await transaction.get(note.identity)).toBeUndefined();
        expect(await transaction.related(link(two, 'Articles', 'Similar'))).toEqual([]);
        const again = await create(transaction, 'Articles', article(1));
        expect(await transaction.stream(again.identity, 'Picture')).toBeUndefined();
        expect(await ids(transaction, 'Articles(1)/Notes')).toEqual([]);
      });
    });

    test('contents are kept with a revision of their own', async () => {
      const store = createStore();
      const entity = await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      for (const text of ['a', 'b'])
        await store.transaction(async (transaction) =>
          transaction.setStream(entity.identity, 'Picture', {
            ...streamBytes(Buffer.from(text)),
            mediaType: 'text/plain',
          }),
        );
      const content = await store.stream(entity.identity, 'Picture');
      expect(Buffer.concat(content?.pieces ?? []).toString()).toBe('b');
      expect((await store.get(entity.identity))?.revision).toBe(3);
    });

    test('a content that is put again after its end has another revision', async () => {
      const store = createStore();
      const entity = await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      const put = (content: NewStreamContent | undefined) =>
        store.transaction(async (transaction) => transaction.setStream(entity.identity, 'Picture', content));
      const revision = async () => (await store.stream(entity.identity, 'Picture'))?.revision;
      await put({ ...streamBytes(Buffer.from('a')), mediaType: 'text/plain' });
      const first = await revision();
      await put(undefined);
      expect(await revision()).toBeUndefined();
      await put({ ...streamBytes(Buffer.from('b')), mediaType: 'text/plain' });
      expect(await revision()).not.toBe(first);
    });

    test('the log tells what has changed since a position', async () => {
      const store = createStore();
      const entity = await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      const position = store.position();
      await store.transaction(async (transaction) =>
        transaction.replace(entity.identity, { ...entity.values, Name: 'B' }),
      );
      await store.transaction(async (transaction) => transaction.delete(entity.identity));
      const changes = await store.changesSince(position);
      expect(changes?.map(({ kind }) => kind)).toEqual(['updated', 'deleted']);
      expect(await store.changesSince(store.position())).toEqual([]);
      expect(await store.changesSince(store.position() + 1)).toBeUndefined();
    });

    test('a fork and its origin go their own ways; a snapshot is gone back to', async () => {
      const store = createStore();
      await store.transaction((transaction) => create(transaction, 'Articles', article(1)));
      const snapshot = store.snapshot();
      const position = store.position();
      const fork = store.fork();
      await fork.transaction((transaction) => create(transaction, 'Articles', article(2)));
      await store.transaction((transaction) => create(transaction, 'Articles', article(3)));
      expect(await ids(fork, 'Articles')).toEqual([1, 2]);
      expect(await ids(store, 'Articles')).toEqual([1, 3]);
      await store.restore(snapshot);
      expect(await ids(store, 'Articles')).toEqual([1]);
      expect(await store.changesSince(position)).toBeUndefined();
    });

    test('a link to an entity of another type is refused', async () => {
      const store = createStore();
      const linked = store.transaction(async (transaction) => {
        const one = await create(transaction, 'Articles', article(1));
        const group = await create(transaction, 'Groups', { Id: 1, Title: 'G' });
        await transaction.link(link(one, 'Articles', 'Similar'), group.identity);
      });
      await expect(linked).rejects.toMatchObject({ status: 400, code: 'InvalidReference' });
    });
  });
}
