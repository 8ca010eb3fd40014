// Validation vocabulary, term Pattern, and matchesPattern: look-around and back references are matched too, and no request takes long.
import { expect, test } from 'vitest';
import { ask, csdl, serviceFor } from './service-for.ts';

const V = 'Org.OData.Validation.V1.Pattern';
const service = serviceFor(
  csdl(`
  <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"><Annotation Term="${V}" String="^(?!.*\\.\\.)[a-z.]+$"/></Property>
    <Property Name="Pair" Type="Edm.String"><Annotation Term="${V}" String="^(.)\\1$"/></Property>
    <Property Name="Slow" Type="Edm.String"><Annotation Term="${V}" String="^(?=(a+)+$)"/></Property>
    <Property Name="AllSlow" Type="Collection(Edm.String)"><Annotation Term="${V}" String="^(?=(a+)+$)"/></Property></EntityType>
  <EntityContainer Name="C"><EntitySet Name="Items" EntityType="Test.Item"/></EntityContainer>`),
);
let id = 0;
const post = (values: Record<string, unknown>) => ask(service, 'POST /Items', { Id: ++id, ...values });

test.each([
  [{ Name: 'a.b' }, 201],
  [{ Name: 'a..b' }, 400],
  [{ Pair: 'xx' }, 201],
  [{ Pair: 'xy' }, 400],
  [{ Slow: 'aaa' }, 201],
])('%j: %i', async (values, status) => {
  expect((await post(values)).status).toBe(status);
});

test('a text that would take years is refused', async () => {
  const { status, body } = await post({ Slow: `${'a'.repeat(60)}!` });
  expect([status, body.error.message]).toEqual([400, expect.stringContaining('takes too long')]);
});

const slow = `${'a'.repeat(60)}!`;

test('texts that would take long together take a second at most', async () => {
  const start = performance.now();
  const { status, body } = await post({ AllSlow: Array.from({ length: 100 }, () => slow) });
  expect([status, body.error.details.length]).toEqual([400, 100]);
  expect(body.error.details[99].message).toContain('takes too long');
  // each of them alone would take a tenth of a second
  expect(performance.now() - start).toBeLessThan(8000);
});

test('a pattern of a client may look around', async () => {
  await post({ Name: 'around', Pair: 'xx' });
  const { body } = await ask(service, "GET /Items?$filter=matchesPattern(Name,'^(?=a)(.)r')&$select=Name");
  expect(body.value).toMatchObject([{ Name: 'around' }]);
});

test('a pattern of a client that would take years is refused', async () => {
  const { status, body } = await ask(
    service,
    `GET /Items?$filter=matchesPattern('${slow}','^(?=(a%2B)%2B$)')`,
  );
  expect([status, body.error.code]).toEqual([400, 'TooComplex']);
});
