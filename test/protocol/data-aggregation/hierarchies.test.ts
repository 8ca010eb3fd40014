// Data Aggregation, sections 5.5 "Hierarchies", 6 "Hierarchical Transformations" and 7.7 "Aggregation in Recursive Hierarchies".
import { expect, test } from 'vitest';
import { resultOf, salesService } from './sales-service.ts';

const service = await salesService();
const hierarchy = '$root/SalesOrganizations,SalesOrgHierarchy';
const ofSales = `${hierarchy},SalesOrganization/ID`;
const up = '@Org.OData.Aggregation.V1.UpPath#SalesOrgHierarchy';
const organization = (ID: string, more: object = {}): object => ({
  ...more,
  ID,
  Name: ID === 'Sales' ? 'Corporate Sales' : ID,
});
const superordinate = (ID: string, parent: string | null): object => ({
  ...organization(ID),
  Superordinate: parent === null ? null : { '@id': `http://localhost/SalesOrganizations('${parent}')` },
});

test.each([
  [
    `SalesOrganizations?$apply=ancestors(${hierarchy},ID,filter(contains(Name,'East') or contains(Name,'Central')))&$expand=Superordinate/$ref`,
    '#SalesOrganizations',
    [superordinate('EMEA', 'Sales'), superordinate('Sales', null), superordinate('US', 'Sales')],
  ],
  [
    `SalesOrganizations?$apply=descendants(${hierarchy},ID,filter(Name eq 'US'),keep start)&$expand=Superordinate/$ref`,
    '#SalesOrganizations',
    [superordinate('US', 'Sales'), superordinate('US East', 'US'), superordinate('US West', 'US')],
  ],
  [
    `SalesOrganizations?$apply=descendants(${hierarchy},ID,filter(Name eq 'US'),keep start)
      /ancestors(${hierarchy},ID,filter(contains(Name,'East')),keep start)
      /traverse(${hierarchy},ID,preorder)&$expand=Superordinate/$ref`,
    '#SalesOrganizations',
    [superordinate('US', 'Sales'), superordinate('US East', 'US')],
  ],
  [
    `Sales?$apply=ancestors(${ofSales},filter(contains(SalesOrganization/Name,'East')),keep start)`,
    '#Sales',
    [
      { ID: '4', Amount: 8 },
      { ID: '5', Amount: 4 },
    ],
  ],
  [
    `Sales?$apply=descendants(${ofSales},filter(SalesOrganization/ID eq 'US East'),keep start)/aggregate(Amount with sum as Total)`,
    '#Sales(Total)',
    [{ Total: 12 }],
  ],
  [
    `SalesOrganizations?$apply=descendants(${hierarchy},ID,filter(Name eq 'US'),keep start)/aggregate(Sales/Amount with sum as Total)`,
    '#SalesOrganizations(Total)',
    [{ Total: 19 }],
  ],
])('ancestors, descendants: %s', async (url, context, value) => {
  expect(await resultOf(service, url)).toEqual({ context, value });
});

test('descendants are limited by a distance', async () => {
  const url = `SalesOrganizations?$apply=descendants(${hierarchy},ID,filter(ID eq 'Sales'),1)`;
  expect((await resultOf(service, url)).value).toEqual([organization('EMEA'), organization('US')]);
});

test.each([
  ['isroot', '', ['Sales']],
  ['isleaf', '', ['EMEA Central', 'US East', 'US West']],
  ['isdescendant', ",Ancestor='EMEA'", ['EMEA Central']],
  ['isdescendant', ",Ancestor='Sales',MaxDistance=1", ['EMEA', 'US']],
  ['isdescendant', ",Ancestor='US',IncludeSelf=true", ['US', 'US East', 'US West']],
  ['isancestor', ",Descendant='US East'", ['Sales', 'US']],
  ['issibling', ",Other='US East'", ['US West']],
])('%s(%s)', async (name, more, ids) => {
  const parameters = `HierarchyNodes=$root/SalesOrganizations,HierarchyQualifier='SalesOrgHierarchy',Node=ID${more}`;
  const { value } = await resultOf(
    service,
    `SalesOrganizations?$filter=Aggregation.${name}(${parameters})&$select=ID`,
  );
  expect(value).toEqual(ids.map((ID) => ({ ID })));
});

test('an organization that is the hierarchy of its own input set is written as a whole', async () => {
  const url = `SalesOrganizations?$apply=groupby((rolluprecursive(${hierarchy},ID)),
    aggregate($count as OrgCnt)/compute(OrgCnt sub 1 as SubOrgCnt))
    &$select=ID,Name,SubOrgCnt&$expand=Superordinate($select=ID)`;
  const row = (ID: string, SubOrgCnt: number, parent: string | null): object => ({
    ...organization(ID),
    SubOrgCnt,
    Superordinate: parent === null ? null : { ID: parent },
  });
  expect(await resultOf(service, url)).toEqual({
    context: '#SalesOrganizations(ID,Name,SubOrgCnt,Superordinate(ID))',
    value: [
      row('Sales', 5, null),
      row('EMEA', 1, 'Sales'),
      row('EMEA Central', 0, 'EMEA'),
      row('US', 2, 'Sales'),
      row('US East', 0, 'US'),
      row('US West', 0, 'US'),
    ],
  });
});

const usOnly = `descendants(${hierarchy},ID,filter(ID eq 'US'),keep start)`;
const inclusiveAndExclusive = `groupby((rolluprecursive(${ofSales},${usOnly})),
  compute(case(SalesOrganization eq Aggregation.rollupnode():Amount) as AmountExcl)
  /aggregate(Amount with sum as Incl,AmountExcl with sum as Excl))`;
test.each([
  ['', ['US', 'US East', 'US West']],
  [`/traverse(${ofSales},preorder,Name desc)`, ['US', 'US West', 'US East']],
  [`/traverse(${ofSales},postorder,Name asc)`, ['US East', 'US West', 'US']],
])('rollupnode is the node of the group%s', async (then, order) => {
  const totals: Record<string, object> = {
    US: { Incl: 19, Excl: null },
    'US East': { Incl: 12, Excl: 12 },
    'US West': { Incl: 7, Excl: 7 },
  };
  expect(await resultOf(service, `Sales?$apply=${inclusiveAndExclusive}${then}`)).toEqual({
    context: '#Sales(SalesOrganization(),Incl,Excl)',
    value: order.map((ID) => ({ SalesOrganization: organization(ID), ...totals[ID] })),
  });
});

const eastAndAbove = (path: string): string =>
  `ancestors(${hierarchy},${path},filter(${path} eq 'US East'),keep start)`;
const eastRolledUp = `groupby((rolluprecursive(${ofSales},${eastAndAbove('ID')})),aggregate(Amount with sum as Total))`;
test.each([
  ['actual', eastRolledUp, [24, 19, 12]],
  ['visual', `${eastAndAbove('SalesOrganization/ID')}/${eastRolledUp}`, [12, 12, 12]],
])('%s totals', async (_, apply, totals) => {
  const value = ['Sales', 'US', 'US East'].map((ID, i) => ({
    SalesOrganization: organization(ID),
    Total: totals[i],
  }));
  expect(await resultOf(service, `Sales?$apply=${apply}`)).toEqual({
    context: '#Sales(SalesOrganization(),Total)',
    value,
  });
});

test('a hierarchy is related by equal identifiers alone: each node is told by its identifier', async () => {
  const url = `Sales?$apply=groupby((rolluprecursive(${hierarchy},ID)),aggregate(Amount with sum as Total))&$top=2`;
  expect(await resultOf(service, url)).toEqual({
    context: '#Sales(ID,Total)',
    value: [
      { ID: 'Sales', Total: null },
      { ID: 'EMEA', Total: null },
    ],
  });
});

test('paper sales along the hierarchy', async () => {
  const url = `Sales?$apply=filter(Product/Name eq 'Paper')
    /groupby((rolluprecursive(${ofSales})),aggregate($count as PaperSalesCount))
    &$expand=SalesOrganization($expand=Superordinate/$ref)`;
  const row = (PaperSalesCount: number, ID: string, parent: string | null): object => ({
    PaperSalesCount,
    SalesOrganization: superordinate(ID, parent),
  });
  expect(await resultOf(service, url)).toEqual({
    context: '#Sales(PaperSalesCount,SalesOrganization())',
    value: [
      row(4, 'Sales', null),
      row(2, 'EMEA', 'Sales'),
      row(2, 'EMEA Central', 'EMEA'),
      row(2, 'US', 'Sales'),
      row(1, 'US East', 'US'),
      row(1, 'US West', 'US'),
    ],
  });
});

const nodes = `HierarchyNodes=$root/SalesOrganizations,HierarchyQualifier='SalesOrgHierarchy',Node=SalesOrganization/ID`;
const total = 'aggregate(Amount with sum as Total)';
test.each([
  `groupby((rolluprecursive(${ofSales})),${total})
    /filter(Aggregation.isdescendant(${nodes},Ancestor='EMEA',MaxDistance=2,IncludeSelf=true))`,
  `groupby((rolluprecursive(${ofSales},descendants(${hierarchy},ID,filter(ID eq 'EMEA'),2,keep start))),${total})`,
])('a sub-hierarchy: %s', async (apply) => {
  const url = `Sales?$apply=${apply}/orderby(SalesOrganization/Name)/traverse(${ofSales},preorder)`;
  expect((await resultOf(service, url)).value).toEqual([
    { Total: 5, SalesOrganization: organization('EMEA') },
    { Total: 5, SalesOrganization: organization('EMEA Central') },
  ]);
});

test('through a collection, the node is nested where the path leads', async () => {
  const path = `${hierarchy},Sales/SalesOrganization/ID`;
  const at = (ID: string): object => ({ Sales: [{ SalesOrganization: organization(ID) }] });
  const traversed = await resultOf(service, `Products?$apply=traverse(${path},preorder,Name asc)&$select=ID`);
  expect(traversed.context).toBe('#Products(ID,Sales(SalesOrganization()))');
  expect(traversed.value).toMatchObject([
    { ID: 'P1', ...at('EMEA Central') },
    { ID: 'P3', ...at('EMEA Central') },
    { ID: 'P2', ...at('US East') },
    { ID: 'P3', ...at('US East') },
    { ID: 'P1', ...at('US West') },
    { ID: 'P2', ...at('US West') },
    { ID: 'P3', ...at('US West') },
  ]);
  const url = `Products?$apply=groupby((rolluprecursive(${path})),aggregate(ID with countdistinct as Sold))`;
  expect(await resultOf(service, url)).toEqual({
    context: '#Products(Sales(SalesOrganization()),Sold)',
    value: [
      { Sold: 3, ...at('Sales') },
      { Sold: 2, ...at('EMEA') },
      { Sold: 2, ...at('EMEA Central') },
      { Sold: 3, ...at('US') },
      { Sold: 2, ...at('US East') },
      { Sold: 3, ...at('US West') },
    ],
  });
});

test('start nodes that are no roots: every node tells its way up to one', async () => {
  const starts = `filter(ID eq 'US' or ID eq 'US East')`;
  const { value } = await resultOf(
    service,
    `SalesOrganizations?$apply=traverse(${hierarchy},ID,preorder,${starts})`,
  );
  expect(value).toEqual([
    organization('US', { [up]: [] }),
    organization('US East', { [up]: ['US'] }),
    organization('US West', { [up]: ['US'] }),
    organization('US East', { [up]: [] }),
  ]);
});

test('rolluprecursive keeps the order and the ways of a traversal', async () => {
  const nodesInOrder = `traverse(${hierarchy},ID,postorder,filter(ID eq 'US'))`;
  const url = `Sales?$apply=groupby((rolluprecursive(${ofSales},${nodesInOrder})),${total})`;
  expect((await resultOf(service, url)).value).toEqual([
    { Total: 12, SalesOrganization: organization('US East', { [up]: ['US'] }) },
    { Total: 7, SalesOrganization: organization('US West', { [up]: ['US'] }) },
    { Total: 19, SalesOrganization: organization('US', { [up]: [] }) },
  ]);
});
