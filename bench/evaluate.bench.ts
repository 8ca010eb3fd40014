// What evaluation alone costs, in CPU time for each query: filter, order and top k; lambda, expand and $apply; at three sizes.
// Run: `npx vitest run --config bench/vitest.config.ts`.
import { describe, it } from 'vitest';
import { createEdmModel } from '../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../src/csdl/read.ts';
import type { EdmEntitySet, EdmEntityType } from '../src/edm/edm-model.ts';
import type { Entity } from '../src/edm/entity.ts';
import { createRecord, type EdmValue } from '../src/edm/value.ts';
import type { EntityAccess } from '../src/evaluate/entity-access.ts';
import { evaluateQuery } from '../src/evaluate/evaluate-query.ts';
import { resolve } from '../src/query/resolve.ts';
import { parseODataUri } from '../src/uri/parse.ts';

const csdl = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="bench">
    <EntityType Name="Person"><Key><PropertyRef Name="id"/></Key>
      <Property Name="id" Type="Edm.String" Nullable="false"/><Property Name="displayName" Type="Edm.String"/>
      <Property Name="mail" Type="Edm.String"/><Property Name="city" Type="Edm.String"/><Property Name="age" Type="Edm.Int32"/>
      <Property Name="score" Type="Edm.Double"/><Property Name="amount" Type="Edm.Decimal" Scale="2"/>
      <Property Name="active" Type="Edm.Boolean"/><Property Name="created" Type="Edm.DateTimeOffset" Precision="7"/>
      <NavigationProperty Name="children" Type="Collection(bench.Person)"/>
    </EntityType>
    <EntityContainer Name="Container"><EntitySet Name="People" EntityType="bench.Person"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;
const model = createEdmModel(readCsdl(csdl, { file: 'bench.csdl.xml' }).document!);
const People = model.entityContainer!.children.get('People') as EdmEntitySet;

/** The same numbers in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const cities = ['Rome', 'Oslo', 'Delft', 'Paris', 'Berlin', 'Lisbon', 'Vienna', 'Prague', 'Athens', 'Dublin'];

function people(count: number): Entity[] {
  const next = random(7);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return Array.from({ length: count }, (_, i) => {
    const values = createRecord();
    const id = String(i).padStart(8, '0');
    values.id = id;
    values.displayName = `${letters[Math.floor(next() * 26)]}nna ${Math.floor(next() * 1e6)}`;
    values.mail = `p${i}@example.org`;
    values.city = cities[Math.floor(next() * cities.length)]!;
    values.age = Math.floor(next() * 100);
    values.score = next() * 10;
    values.amount = (next() * 1000).toFixed(2);
    values.active = next() < 0.5;
    values.created = `20${10 + Math.floor(next() * 15)}-0${1 + Math.floor(next() * 9)}-11T10:11:12.1234567Z`;
    const key = createRecord();
    key.id = id;
    const type: EdmEntityType = People.entityType;
    return {
      identity: { home: { kind: 'entitySet' as const, entitySet: People }, key },
      type,
      values,
      revision: 1,
    };
  });
}

function accessOf(entities: readonly Entity[], children: number): EntityAccess {
  const byId = new Map(entities.map((entity) => [entity.values.id as EdmValue, entity]));
  const ofParent = new Map(
    entities.map((entity, i) => [
      entity,
      Array.from({ length: children }, (_, j) => entities[(i * children + j) % entities.length]!),
    ]),
  );
  return {
    entities: () => entities,
    find: (_, key) => byId.get(key.id!),
    findBy: (_, [name], value) => (name === 'id' ? [byId.get(value)!].filter(Boolean) : undefined),
    singleton: () => undefined,
    related: (entity) => ofParent.get(entity) ?? [],
  };
}

const queries: readonly (readonly [string, readonly number[], string])[] = [
  [
    'filter, order, top 20, count',
    [1_000, 10_000, 100_000],
    "People?$filter=age gt 50 and startswith(displayName,'A')&$orderby=displayName desc&$top=20&$count=true",
  ],
  ['order all', [1_000, 10_000, 100_000], 'People?$orderby=displayName desc'],
  ['order by instant, top 20', [1_000, 10_000, 100_000], 'People?$orderby=created desc&$top=20'],
  ['decimal filter', [1_000, 10_000, 100_000], 'People?$filter=amount gt 500.5&$top=0&$count=true'],
  ['key eq', [100_000], "People?$filter=id eq '00000500'"],
  ['key in', [100_000], "People?$filter=id in ('00000500','00000700')"],
  ['any, 10 children each', [1_000, 10_000], 'People?$filter=children/any(c:c/age gt 98)&$top=0&$count=true'],
  ['expand, 10 children each', [1_000], 'People?$expand=children'],
  ['groupby average', [1_000, 10_000, 100_000], '$apply'],
  ['groupby decimal sum', [1_000, 10_000, 100_000], '$applyDecimal'],
];
const urls: Record<string, string> = {
  $apply: 'People?$apply=groupby((city),aggregate(score with average as avg))',
  $applyDecimal: 'People?$apply=groupby((city),aggregate(amount with sum as total))',
};

/** CPU milliseconds of one call, the median of several. */
function cpu(work: () => void): number {
  for (let i = 0; i < 5; i++) work();
  const times = Array.from({ length: 15 }, () => {
    const start = process.cpuUsage();
    work();
    const used = process.cpuUsage(start);
    return (used.user + used.system) / 1000;
  });
  return times.sort((a, b) => a - b)[7]!;
}

describe('evaluation', () => {
  it('costs', { timeout: 300_000 }, () => {
    for (const [name, sizes, query] of queries) {
      const url = urls[query] ?? query;
      const resolved = resolve(
        parseODataUri(url),
        model,
        {
          keyAsSegment: false,
          defaultNamespaces: [],
          optionalParentheses: false,
          implicitCasts: false,
          ignoreCase: false,
        },
        url,
      );
      const figures = sizes.map((size) => {
        const access = accessOf(people(size), query.includes('children') ? 10 : 0);
        return `${size}: ${cpu(() => evaluateQuery(resolved, access, { model })).toFixed(2)} ms`;
      });
      console.log(`${name.padEnd(32)} ${figures.join('   ')}`);
    }
  });
});
