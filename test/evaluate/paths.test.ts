import { describe, expect, it } from 'vitest';
import { evaluate, filterProducts, plain, type Rows } from './fixture.ts';

const rows: Rows = {
  Products: [
    {
      ID: 1,
      Name: 'Milk',
      Price: '1',
      Home: { Street: 'A', City: 'Rome' },
      Stores: [{ City: 'Rome' }, { City: 'Oslo' }],
      Tags: ['x', 'y'],
    },
    { ID: 2, Name: 'Bread', Price: '2', Home: null, Tags: [] },
    {
      ID: 3,
      Name: 'Box',
      Price: '3',
      '@type': 'shop.Bundle',
      Discount: 10,
      Home: { '@type': 'shop.PostBox', Street: 'B', City: 'Oslo', Number: 7 },
    },
  ],
  Categories: [
    { ID: 1, Name: 'Food' },
    { ID: 2, Name: 'Dairy' },
  ],
  Countries: [
    { Code: 'IT', Name: 'Italy' },
    { Code: 'NO', Name: 'Norway' },
  ],
  links: {
    'Products/1/Category': [2],
    'Products/2/Category': [1],
    'Categories/1/Products': [2],
    'Categories/2/Products': [1],
    'Categories/2/Parent': [1],
    'Categories/1/Children': [2],
    'Products/1/Home/Country': ['IT'],
    'Products/1/Stores/0/Country': ['IT'],
    'Products/1/Stores/1/Country': ['NO'],
    'Products/1/Related': [2, 3],
    'Products/3/Related': [1],
  },
};

const read = (url: string) => plain(evaluate(url, rows));
const keys = (url: string) => (read(url) as { key: unknown }[]).map(({ key }) => key);
const filter = (text: string) => keys(`Products?$filter=${encodeURIComponent(text)}`);

describe('resource paths', () => {
  it.each([
    ['Products(2)', { key: 2 }],
    ['Products(9)', undefined],
    ['Products(1)/Name', 'Milk'],
    ['Products(1)/Home/City', 'Rome'],
    ['Products(2)/Home', null],
    ['Products(2)/Home/City', undefined],
    ['Products(1)/Category', { key: 2 }],
    ['Products(1)/Category/Parent/Name', 'Food'],
    ['Products(3)/Category', null],
    ['Products(3)/Category/Name', undefined],
    ['Products(1)/Related(3)', { key: 3 }],
    ['Products(1)/Related(1)', undefined],
    ['Products(1)/Home/Country/Name', 'Italy'],
    ['Products/$count', 3],
    ['Products/$count?$filter=ID gt 1', 2],
    ['Products(1)/Tags', ['x', 'y']],
    ['Products(1)/Tags/$count', 2],
    ['Products/shop.Bundle', [{ key: 3 }]],
    ['Products(3)/shop.Bundle/Discount', 10],
    ['Products(1)/shop.Bundle', undefined],
    ['Products(3)/Home/shop.PostBox/Number', 7],
    ['Best/Name', 'Milk'],
    ['Products/$filter(@f)/$count?@f=ID lt 3', 2],
    ['Products(3)/shop.Cheaper()', [{ key: 1 }, { key: 2 }]],
    ['Double(n=4)', 8],
  ])('%s', (url, expected) => {
    expect(read(url)).toEqual(expected);
  });
});

describe('paths in expressions', () => {
  it.each([
    ["Category/Name eq 'Dairy'", [1]],
    ['Category eq null', [3]],
    ['Category/Parent ne null', [1]],
    ["Home/City eq 'Rome'", [1]],
    ['Home/City eq null', [2]],
    ["Home/Country/Name eq 'Italy'", [1]],
    ['shop.Bundle/Discount eq 10', [3]],
    ['Home/shop.PostBox/Number eq 7', [3]],
    ['Related/$count eq 2', [1]],
    ['Related/$count($filter=ID gt 2) eq 1', [1]],
    ["Related/any(r:r/Name eq 'Milk')", [3]],
    ['Related/any()', [1, 3]],
    ['Related/all(r:r/ID gt 1)', [1, 2]],
    ["Tags/any(t:t eq 'x')", [1]],
    ['Tags/all(t:t gt Name)', [1, 2, 3]],
    ["Stores/any(s:s/Country/Name eq 'Norway')", [1]],
    ['Related/any(r:r/Related/any(x:x/ID eq $it/ID))', [1, 3]],
    ['$it/ID eq 2', [2]],
    ['Name eq $root/Products(2)/Name', [2]],
    ['shop.Double(n=ID) eq 4', [2]],
    ['$it/shop.Cheaper()/$count eq 1', [2]],
    ['ID in (1,3)', [1, 3]],
    ["Name in ('Milk','Bread',null)", [1, 2]],
    ['ID in $root/Products(1)/Related/$count', undefined],
    ['[Name,Home/City] in [["Milk","Rome"],["Bread","x"]]', [1]],
    ["case(ID eq 1:'one',true:'many') eq 'many'", [2, 3]],
    ['Related/$filter(ID gt 2)/$count eq 1', [1]],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(() => filter(text)).toThrow();
    else expect(filter(text)).toEqual(expected);
  });

  it('open properties are null where they are missing, and keep their type', () => {
    const products = [{ Extra: 5 }, { Extra: 9007199254740993n, 'Extra@type': 'Edm.Int64' }, {}];
    expect(filterProducts('Extra gt 4', products)).toEqual([1, 2]);
    expect(filterProducts('Extra eq null', products)).toEqual([3]);
    expect(filterProducts('Extra eq 9007199254740993', products)).toEqual([2]);
  });

  it('has tests flags, with and without prefix', () => {
    const products = [{ Style: 'Red,Blue' }, { Style: 'Yellow' }, { Style: null }, { Style: '3' }];
    expect(filterProducts("Style has shop.Pattern'Red'", products)).toEqual([1, 4]);
    expect(filterProducts("Style has 'Red,Blue'", products)).toEqual([1, 4]);
    expect(filterProducts("Style has 'Plain'", products)).toEqual([1, 2, 4]);
  });

  it('annotation values of the instance', () => {
    const products = [{ '@shop.Note': 'x', 'Price@shop.Currency': 'EUR' }, {}];
    expect(filterProducts("@shop.Note eq 'x'", products)).toEqual([1]);
    expect(filterProducts("Price/@shop.Currency eq 'EUR'", products)).toEqual([1]);
  });
});
