// URL Conventions, section 5.1.1.14 "Literals": a literal takes the type of the other side, without losing digits.
import { expect, test } from 'vitest';
import { filterOf, show } from './shop.ts';

test.each([
  ['Price gt 5', '($it/Price gt "5":Decimal)'],
  ['Price eq 1.50', '($it/Price eq "1.50":Decimal)'],
  ['Price gt INF', '($it/Price gt "INF":Decimal)'],
  ['Stock eq 9223372036854775807', '($it/Stock eq 9223372036854775807n:Int64)'],
  ['Rating eq 300', '($it/Rating eq 300:Int32)'],
  ['Rating eq 2.5', '($it/Rating eq "2.5":Decimal)'],
  ['Weight lt 1e3', '($it/Weight lt 1000:Double)'],
  ['5 lt Price', '("5":Decimal lt $it/Price)'],
  ['Name gt null', '($it/Name gt null:String)'],
  [`Sku eq 'x'`, '($it/Sku eq "x":Sku)'],
  [`Colors eq shop.Color'Blue,Red'`, '($it/Colors eq "Red,Blue":Color)'],
  [`Colors has 'Red'`, '($it/Colors has "Red":Color)'],
  [`Takes lt duration'PT1H'`, '($it/Takes lt "PT1H":Duration)'],
  [`Takes lt 'PT1H'`, '($it/Takes lt "PT1H":Duration)'],
  ['Released gt 2020-01-01', '($it/Released gt "2020-01-01":Date)'],
  ['Opens gt 08:00:00', '($it/Opens gt "08:00:00":TimeOfDay)'],
  [
    `geo.distance(Place,geography'SRID=4326;Point(1 2)') lt 5`,
    '(geo.distance($it/Place,{"type":"Point","coordinates":[1,2]}:GeographyPoint) lt 5:Double)',
  ],
  ['Price in (1,2.5)', '($it/Price in ["1":Decimal,"2.5":Decimal])'],
  [`Tags eq ["a","b"]`, '($it/Tags eq ["a":String,"b":String])'],
  ['Price eq @p', '($it/Price eq "2.50":Decimal)'],
  ['1 eq 2147483648', '(1:Int32 eq 2147483648n:Int64)'],
])('%s', (expression, expected) => {
  expect(show(filterOf(expression, '&@p=2.50'))).toBe(expected);
});

test('an enumeration has the members that it has', () => {
  expect(() => filterOf(`Colors eq 'Purple'`)).toThrow(/Its members are: Red, Green, Blue\./);
});

test('a number is no member unless the options allow it', () => {
  expect(() => filterOf('Colors eq 1')).toThrow(/not defined for shop.Color and Edm.Int32/);
});
