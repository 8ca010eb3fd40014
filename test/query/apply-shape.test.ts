// Data Aggregation, section 3.1: each transformation leaves instances of a known shape, which all that follows is resolved against.
import { describe, expect, test } from 'vitest';
import type { Shape } from '../../src/query/apply/shape.ts';
import { resolveUrl } from './shop.ts';

function shown(shape: Shape | undefined): string {
  if (shape === undefined) return '*';
  const declared =
    shape.declared === undefined
      ? ['*']
      : [...shape.declared].map(([name, inner]) => (inner === undefined ? name : `${name}(${shown(inner)})`));
  const dynamic = [...shape.dynamic].map(([name, { type, collection, shape: inner }]) => {
    const text = `${name}:${collection ? '[]' : ''}${type?.name ?? '?'}`;
    return inner === undefined ? text : `${text}(${shown(inner)})`;
  });
  return [...declared, ...dynamic].join(',');
}

const shapeOf = (url: string) => shown(resolveUrl(url).options.shape);

test.each([
  ['Products?$apply=aggregate(Price with sum as T,$count as N)', 'T:Decimal,N:Decimal'],
  ['Products?$apply=aggregate(Weight with average as A,Rating with max as M)', 'A:Double,M:Byte'],
  ['Products?$apply=aggregate(Name with countdistinct as N)', 'N:Decimal'],
  ['Products?$apply=groupby((Colors,Category/Title))', 'Colors,Category(Title)'],
  ['Products?$apply=groupby((Category/Title),aggregate(Price with sum as T))', 'Category(Title),T:Decimal'],
  ['Products?$apply=groupby((Category))', 'Category'],
  ['Products?$apply=groupby((Colors),topcount(1,Price))', '*'],
  ['Products?$apply=filter(Active)/orderby(Name)/top(1)/skip(1)/identity', '*'],
  ['Products?$apply=compute(Price mul 2 as D)', '*,D:Decimal'],
  ['Products?$apply=compute(Price mul 2 as D)/groupby((D))', 'D:Decimal'],
  ['Products?$apply=concat(aggregate(Price with sum as T),aggregate($count as N))', 'T:Decimal,N:Decimal'],
  ['Products?$apply=concat(identity,aggregate(Price with sum as T))', '*,T:Decimal'],
  ['Orders?$apply=join(Items as I)', '*,I:Item'],
  ['Orders?$apply=outerjoin(Items as I)/groupby((I/Product/Name))', 'I:Item(Product(Name))'],
  ['Products?$apply=nest(groupby((Colors)) as C)', 'C:[]Product(Colors)'],
  ['Products?$apply=addnested(Related,filter(Active) as R)', '*,R:[]Product'],
  ['Items?$apply=aggregate(Forecast)', 'Forecast:Decimal'],
  ['Orders?$apply=aggregate(Items/Forecast as F)', 'F:Decimal'],
  ['Items?$apply=groupby((rollup(Catalog)))', 'Product(Category(Title),Name)'],
  [
    'Products?$apply=groupby((rolluprecursive($root/Categories,Tree,Category/ID)),aggregate(Price with sum as T))',
    'Category,T:Decimal',
  ],
  ['Products?$compute=Price mul 2 as D', '*,D:Decimal'],
])('%s', (url, expected) => {
  expect(shapeOf(url)).toBe(expected);
});

describe('later options see the shape only', () => {
  test.each([
    'Products?$apply=aggregate(Price with sum as T)&$filter=T gt 5&$orderby=T&$select=T',
    'Products?$apply=groupby((Category/Title))&$filter=Category/Title eq null',
    'Products?$apply=groupby((Category))&$expand=Category',
    'Products?$apply=aggregate(Price with sum as T)/filter(T gt 5)/compute(T add 1 as U)',
    'Orders?$apply=join(Items as I)/filter(I/Amount gt 1)',
    'Orders?$apply=join(Items as I)&$expand=I($expand=Product)',
    'Products?$apply=groupby((Colors))/filter(isdefined(Price))',
    `Products?$apply=groupby((rolluprecursive($root/Categories,Tree,Category/ID)),filter(Aggregation.rollupnode()/Title eq 'x'))`,
    `Products?$apply=groupby((rolluprecursive($root/Categories,Tree,Category/ID)),filter(Category eq Aggregation.rollupnode(Position=1)))`,
  ])('%s', (url) => {
    expect(() => resolveUrl(url)).not.toThrow();
  });

  // Section 3.6.3: "Since they are treated as having the null value in $filter expressions".
  test.each([
    'Products?$apply=aggregate(Price with sum as T)&$filter=Price gt 5',
    'Products?$apply=groupby((Category/Title))&$filter=Category/ID eq null',
    'Products?$apply=groupby((Colors))&$expand=Category',
    'Products?$apply=groupby((Colors))&$select=Name',
    'Products?$apply=aggregate(Price with sum as T)/filter(Price gt 5)',
  ])('what is aggregated away may be named: %s', (url) => {
    expect(() => resolveUrl(url)).not.toThrow();
  });

  test.each([
    'Products?$apply=aggregate(Price with sum as T)&$filter=Nope gt 5',
    'Products?$apply=compute(Price mul 2 as D)/aggregate(Price with sum as T)&$filter=D gt 5',
  ])('refused: %s', (url) => {
    expect(() => resolveUrl(url)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

test.each([
  ['Products?$apply=aggregate(Name with sum as X)', `'sum' does not take Edm.String`],
  ['Products?$apply=aggregate(Price with nope as X)', ''],
  ['Products?$apply=aggregate(Price as X)', 'custom aggregate'],
  ['Products?$apply=aggregate(Price with sum as X,Price with max as X)', 'used twice'],
  ['Products?$apply=groupby((Related/Name))', 'single values only'],
  ['Products?$apply=compute(Price as Name)', 'another name'],
  ['Categories?$apply=descendants($root/Categories,Nope,ID,identity)', 'RecursiveHierarchy#Nope'],
  ['Items?$apply=groupby((rollup(Nope)))', `leveled hierarchy 'Nope'`],
])('%s is refused', (url, message) => {
  expect(() => resolveUrl(url)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  );
});
