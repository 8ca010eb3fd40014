// Data Aggregation, sections 5.5 and 6: recursive hierarchies by annotation.
import { expect, test } from 'vitest';
import { resolveUrl } from './shop.ts';

test('a hierarchical transformation knows nodes, node property and parent', () => {
  const { apply } = resolveUrl(
    `Products?$apply=descendants($root/Categories,Tree,Category/ID,filter(Active),2,keep start)`,
  ).options;
  expect(apply?.[0]).toMatchObject({
    kind: 'descendants',
    maxDistance: 2,
    keepStart: true,
    hierarchy: {
      qualifier: 'Tree',
      nodeProperty: ['ID'],
      parentNavigationProperty: ['Parent'],
      nodePath: ['Category', 'ID'],
      entitySet: { name: 'Categories' },
    },
  });
});

test('hierarchy functions take a node of the instance at hand', () => {
  const parameters = `HierarchyNodes=$root/Categories,HierarchyQualifier='Tree',Node=ID`;
  const { filter } = resolveUrl(
    `Categories?$filter=Aggregation.isdescendant(${parameters},Ancestor=null,MaxDistance=2)`,
  ).options;
  expect(filter).toMatchObject({
    kind: 'canonicalFunction',
    name: 'isdescendant',
    hierarchy: { qualifier: 'Tree' },
    arguments: [{ kind: 'property' }, { value: null }, { value: 2 }, { value: false }],
  });
});
