import { describe, expect, it } from 'vitest';
import { compute, filterProducts } from './fixture.ts';

describe('cast and isof', () => {
  it.each([
    ['cast(Rating,Edm.String)', { Rating: 5 }, '5'],
    ['cast(Weight,Edm.String)', { Weight: Number.POSITIVE_INFINITY }, 'INF'],
    ['cast(Price,Edm.String)', { Price: '1.50' }, '1.50'],
    ['cast(Sold,Edm.String)', { Sold: true }, 'true'],
    ['cast(Name,Edm.Int32)', { Name: '42' }, 42],
    ['cast(Name,Edm.Int32)', { Name: '4.2' }, null],
    ['cast(Name,Edm.Int64)', { Name: '9223372036854775807' }, '9223372036854775807n'],
    ['cast(Name,Edm.Byte)', { Name: '256' }, null],
    ['cast(Name,Edm.Guid)', { Name: 'nope' }, null],
    ['cast(Name,Edm.DateTimeOffset)', { Name: '2020-01-01T00:00:00' }, '2020-01-01T00:00:00Z'],
    ['cast(Name,Edm.DateTimeOffset)', { Name: '2020-01-01T00:00:00.5' }, '2020-01-01T00:00:00.5Z'],
    ['cast(Name,Edm.DateTimeOffset)', { Name: '2020-01-01T00:00:00+01:00' }, '2020-01-01T00:00:00+01:00'],
    ['cast(Name,Edm.Boolean)', { Name: 'true' }, true],
    ['cast(Weight,Edm.Int32)', { Weight: 2.5 }, 3],
    ['cast(Weight,Edm.Int32)', { Weight: 3e9 }, null],
    ['cast(Price,Edm.Int64)', { Price: '9223372036854775807.4' }, '9223372036854775807n'],
    ['cast(Price,Edm.Double)', { Price: '0.5' }, 0.5],
    ['cast(Price,shop.Money)', { Price: '1.005' }, '1.01'],
    ['cast(Price,shop.Money)', { Price: '12345.6' }, null],
    ['cast(Name,shop.Code)', { Name: 'abcd' }, null],
    ['cast(Size,Edm.Int32)', { Size: 'Medium' }, 5],
    ['cast(Rating,shop.Size)', { Rating: 20 }, 'Large'],
    ['cast(Rating,shop.Size)', { Rating: 21 }, null],
    ['cast(Rating,shop.Pattern)', { Rating: 3 }, 'Red,Blue'],
    ['cast(Rating,Edm.String)', { Rating: null }, null],
    [
      'cast(Place,Edm.String)',
      { Place: { type: 'Point', coordinates: [142.1, 64.1] } },
      'SRID=4326;Point(142.1 64.1)',
    ],
    ['isof(Rating,Edm.Byte)', { Rating: 300 }, false],
    ['isof(Rating,Edm.Byte)', { Rating: 30 }, true],
  ])('%s of %o', (expression, row, expected) => {
    expect(compute(expression, row)).toBe(expected);
  });
  it('entity types', () => {
    const products = [{}, { '@type': 'shop.Bundle', Discount: 3 }];
    expect(filterProducts('isof(shop.Bundle)', products)).toEqual([2]);
    expect(filterProducts('isof($it,shop.Product)', products)).toEqual([1, 2]);
  });
});
