// OData JSON Format 4.01, sections 4.6.15 "collectionAnnotations" and 20.3 "Annotate a Primitive Value within a JSON Array".
import { beforeEach, expect, test } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { type Answer, ask, csdl, serviceFor } from '../protocol/service-for.ts';

let service: ODataService;
const kind = '@Org.OData.Core.V1.Description';
const annotated = (...items: readonly (readonly [number, string])[]): unknown =>
  items.map(([index, text]) => ({ index, [kind]: text }));
const read = (headers: Record<string, string> = {}, options = ''): Promise<Answer> =>
  ask(service, `GET /People(1)${options}`, undefined, headers);
const annotationsOf = ({ body }: Answer): unknown => body['Emails@collectionAnnotations'];

beforeEach(async () => {
  service = serviceFor(
    csdl(`
    <EntityType Name="Person" OpenType="true">
      <Key><PropertyRef Name="ID"/></Key>
      <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Emails" Type="Collection(Edm.String)"><Annotation Term="Core.Ordered"/></Property>
    </EntityType>
    <EntityContainer Name="Container"><EntitySet Name="People" EntityType="Test.Person"/></EntityContainer>`),
  );
  await ask(service, 'POST /People', {
    ID: 1,
    'Emails@collectionAnnotations': [
      { index: 0, '@Core.Description': 'private' },
      { index: 2, '@Core.Description': 'work' },
    ],
    Emails: ['a', 'b', 'c'],
    'Free@collectionAnnotations': [{ index: 0, '@Core.Description': 'first' }],
    Free: ['x'],
  });
});

test('they come back immediately before the collection', async () => {
  const { text } = await read();
  const items = `[{"index":0,"${kind}":"private"},{"index":2,"${kind}":"work"}]`;
  expect(text).toContain(`"Emails@collectionAnnotations":${items},"Emails":["a","b","c"]`);
  expect(text).toContain(`"Free@collectionAnnotations":[{"index":0,"${kind}":"first"}],"Free":["x"]`);
  const in40 = await read({ 'odata-maxversion': '4.0' });
  expect(in40.text).toContain(`"Emails@odata.collectionAnnotations":${items},"Emails":["a","b","c"]`);
});

test('beside an addressed collection they have no name before them', async () => {
  const { body } = await ask(service, 'GET /People(1)/Emails');
  expect(body['@collectionAnnotations']).toEqual(annotated([0, 'private'], [2, 'work']));
});

test('not beside a part of the collection, whose items have other indexes', async () => {
  const { body } = await ask(service, 'GET /People(1)/Emails?$skip=1');
  expect(body).toEqual({ '@context': expect.any(String), value: ['b', 'c'] });
  expect(annotationsOf(await read({}, '?$select=Emails($skip=1)'))).toBeUndefined();
});

test('not without control information, and not where their terms are excluded', async () => {
  expect(annotationsOf(await read({ accept: 'application/json;metadata=none' }))).toBeUndefined();
  expect(annotationsOf(await read({ prefer: 'include-annotations="display.*"' }))).toBeUndefined();
});

test('another collection has not got the annotations of the one before', async () => {
  await ask(service, 'PATCH /People(1)', { Emails: ['a', 'b', 'c'] });
  expect(annotationsOf(await read())).toBeUndefined();
});

test('items that stay where they were keep theirs', async () => {
  await ask(service, 'POST /People(1)/Emails', { value: 'd' });
  expect(annotationsOf(await read())).toEqual(annotated([0, 'private'], [2, 'work']));
  await ask(service, 'PUT /People(1)/Emails/0', { value: 'e' });
  expect(annotationsOf(await read())).toEqual(annotated([2, 'work']));
  await ask(service, 'PUT /People(1)/Emails', { value: [] });
  expect(annotationsOf(await read())).toBeUndefined();
});

test.each([[{ index: 0 }], [[{ index: -1 }]], [[{ index: 1 }]], [[{ '@Core.Description': 'of what?' }]]])(
  '%j beside one item is refused',
  async (given) => {
    const body = { ID: 2, 'Emails@collectionAnnotations': given, Emails: ['a'] };
    expect((await ask(service, 'POST /People', body)).status).toBe(400);
  },
);
