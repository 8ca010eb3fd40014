import { describe, expect, it } from 'vitest';
import { apply } from './apply-fixture.ts';

const keys = (url: string) => (apply(url) as { key: unknown }[]).map(({ key }) => key);
const tree = '$root/Organizations,Tree,ID';

describe('hierarchies', () => {
  it('ancestors and descendants', () => {
    expect(
      keys(
        `Organizations?$apply=ancestors(${tree},filter(contains(Name,'East') or contains(Name,'Central')))`,
      ),
    ).toEqual(['EMEA', 'Sales', 'US']);
    expect(keys(`Organizations?$apply=descendants(${tree},filter(Name eq 'US'),keep start)`)).toEqual([
      'US',
      'US East',
      'US West',
    ]);
    expect(keys(`Organizations?$apply=descendants(${tree},filter(ID eq 'Sales'),1)`)).toEqual(['EMEA', 'US']);
    expect(
      keys(
        `Sales?$apply=descendants($root/Organizations,Tree,Organization/ID,filter(Organization/ID eq 'US East'),keep start)`,
      ),
    ).toEqual([4, 5]);
  });
  it('traverse gives tree order', () => {
    expect(keys(`Organizations?$apply=traverse(${tree},preorder)`)).toEqual([
      'Sales',
      'EMEA',
      'EMEA Central',
      'US',
      'US East',
      'US West',
    ]);
    expect(keys(`Organizations?$apply=traverse(${tree},postorder,Name desc)`)).toEqual([
      'US West',
      'US East',
      'US',
      'EMEA Central',
      'EMEA',
      'Sales',
    ]);
    expect(
      keys(
        `Organizations?$apply=descendants(${tree},filter(Name eq 'US'),keep start)/ancestors(${tree},filter(contains(Name,'East')),keep start)/traverse(${tree},preorder)`,
      ),
    ).toEqual(['US', 'US East']);
  });
  it('rolluprecursive aggregates each node with its descendants', () => {
    expect(
      apply(
        `Sales?$apply=groupby((rolluprecursive($root/Organizations,Tree,Organization/ID)),aggregate(Amount with sum as Total))`,
      ),
    ).toEqual([
      { Organization: { key: 'Sales' }, Total: '24', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'EMEA' }, Total: '5', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'EMEA Central' }, Total: '5', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'US' }, Total: '19', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'US East' }, Total: '12', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'US West' }, Total: '7', 'Total@type': 'Edm.Decimal' },
    ]);
    expect(
      apply(
        `Organizations?$apply=groupby((rolluprecursive(${tree})),aggregate($count as OrgCnt)/compute(OrgCnt sub 1 as SubOrgCnt))&$filter=SubOrgCnt gt 1`,
      ),
    ).toMatchObject([
      { key: 'Sales', OrgCnt: '6', SubOrgCnt: '5' },
      { key: 'US', OrgCnt: '3', SubOrgCnt: '2' },
    ]);
    expect(
      apply(
        `Sales?$apply=groupby((rolluprecursive($root/Organizations,Tree,Organization/ID,descendants(${tree},filter(ID eq 'US'),keep start)),Product/Name),aggregate(Amount with sum as Total))&$top=2`,
      ),
    ).toEqual([
      { Organization: { key: 'US' }, Product: { Name: 'Paper' }, Total: '5', 'Total@type': 'Edm.Decimal' },
      { Organization: { key: 'US' }, Product: { Name: 'Sugar' }, Total: '2', 'Total@type': 'Edm.Decimal' },
    ]);
  });
  it('rollupnode is the node of the group', () => {
    const result = apply(
      `Sales?$apply=groupby((rolluprecursive($root/Organizations,Tree,Organization/ID,descendants(${tree},filter(ID eq 'US'),keep start))),compute(case(Organization eq Aggregation.rollupnode():Amount) as Own)/aggregate(Amount with sum as Incl,Own with sum as Excl))`,
    );
    expect(result).toMatchObject([
      { Organization: { key: 'US' }, Incl: '19', Excl: null },
      { Organization: { key: 'US East' }, Incl: '12', Excl: '12' },
      { Organization: { key: 'US West' }, Incl: '7', Excl: '7' },
    ]);
  });
  it('hierarchy functions', () => {
    const nodes = "HierarchyNodes=$root/Organizations,HierarchyQualifier='Tree',Node=ID";
    expect(keys(`Organizations?$filter=Aggregation.isroot(${nodes})`)).toEqual(['Sales']);
    expect(keys(`Organizations?$filter=Aggregation.isleaf(${nodes})`)).toEqual([
      'EMEA Central',
      'US East',
      'US West',
    ]);
    expect(keys(`Organizations?$filter=Aggregation.isancestor(${nodes},Descendant='US East')`)).toEqual([
      'Sales',
      'US',
    ]);
    expect(
      keys(`Organizations?$filter=Aggregation.isdescendant(${nodes},Ancestor='Sales',MaxDistance=1)`),
    ).toEqual(['EMEA', 'US']);
    expect(keys(`Organizations?$filter=Aggregation.issibling(${nodes},Other='US')`)).toEqual(['EMEA']);
    expect(keys(`Organizations?$filter=not Aggregation.isnode(${nodes})`)).toEqual([]);
  });
});
