// Data Aggregation, section 7.9 "Aggregation in Recursive Hierarchies", last example: one hierarchy is restricted along another.
import { beforeAll, expect, test } from 'vitest';
import { ask, csdl, serviceFor } from '../service-for.ts';

const tree = (qualifier: string, parent: string): string => `
  <Annotation Term="Org.OData.Aggregation.V1.RecursiveHierarchy" Qualifier="${qualifier}"><Record>
    <PropertyValue Property="NodeProperty" PropertyPath="ID"/>
    <PropertyValue Property="ParentNavigationProperty" NavigationPropertyPath="${parent}"/>
  </Record></Annotation>`;
const entityType = (name: string, members: string): string =>
  `<EntityType Name="${name}"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;

const service = serviceFor(
  csdl(`
  ${entityType('Category', `<NavigationProperty Name="Parent" Type="Test.Category"/>${tree('CategoryTree', 'Parent')}`)}
  ${entityType(
    'Organization',
    `<NavigationProperty Name="Superordinate" Type="Test.Organization"/>
    <NavigationProperty Name="Categories" Type="Collection(Test.Category)"/>${tree('OrganizationTree', 'Superordinate')}`,
  )}
  ${entityType(
    'Sale',
    '<Property Name="Amount" Type="Edm.Int32"/><NavigationProperty Name="Organization" Type="Test.Organization"/>',
  )}
  <EntityContainer Name="Container">
    <EntitySet Name="Categories" EntityType="Test.Category"/>
    <EntitySet Name="Organizations" EntityType="Test.Organization"/>
    <EntitySet Name="Sales" EntityType="Test.Sale"/>
  </EntityContainer>`),
);
const to = (set: string, ID: string) => ({ '@id': `${set}('${ID}')` });

beforeAll(async () => {
  const add = async (set: string, entity: object): Promise<void> => {
    const { status, text } = await ask(service, `POST /${set}`, entity);
    expect(status, text).toBe(201);
  };
  await add('Categories', { ID: 'Food' });
  await add('Categories', { ID: 'Cereals', Parent: to('Categories', 'Food') });
  await add('Categories', { ID: 'Organic cereals', Parent: to('Categories', 'Cereals') });
  const organizations: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ['Sales', undefined, []],
    ['US', 'Sales', ['Food', 'Cereals']],
    ['EMEA', 'Sales', ['Food']],
    ['US West', 'US', ['Organic cereals']],
    ['US East', 'US', []],
    ['EMEA Central', 'EMEA', []],
  ];
  for (const [ID, above, categories] of organizations)
    await add('Organizations', {
      ID,
      ...(above !== undefined && { Superordinate: to('Organizations', above) }),
      Categories: categories.map((category) => to('Categories', category)),
    });
  const amounts = { 'US West': 7, 'US East': 12, 'EMEA Central': 5 };
  for (const [ID, Amount] of Object.entries(amounts))
    await add('Sales', { ID, Amount, Organization: to('Organizations', ID) });
});

const totals = async (restriction: string): Promise<unknown> => {
  const url = `Sales?$apply=groupby((rolluprecursive($root/Organizations,OrganizationTree,Organization/ID,
    ancestors($root/Organizations,OrganizationTree,ID,${restriction},keep start))),
    aggregate(Amount with sum as Total))&$expand=Organization($select=ID)`;
  const { body, text } = await ask(service, `GET /${url.replaceAll(/\n\s*/g, '')}`);
  expect(body.value, text).toBeDefined();
  type Row = { readonly Organization: { readonly ID: string }; readonly Total: number };
  return Object.fromEntries(body.value.map((row: Row) => [row.Organization.ID, row.Total]));
};

test('traverse along the other hierarchy keeps what is linked with a start node or one below it', async () => {
  const linked = "traverse($root/Categories,CategoryTree,Categories/ID,preorder,filter(ID eq 'Cereals'))";
  expect(await totals(linked)).toEqual({ Sales: 24, US: 19, 'US West': 7 });
});

test('descendants starts from all nodes that its start instances are linked with', async () => {
  const below =
    "descendants($root/Categories,CategoryTree,Categories/ID,filter(Categories/any(c:c/ID eq 'Cereals')),keep start)";
  // Food is one of them, which EMEA is linked with
  expect(await totals(below)).toEqual({ Sales: 24, US: 19, 'US West': 7, EMEA: 5 });
});
