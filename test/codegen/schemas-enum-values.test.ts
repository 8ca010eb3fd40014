import { expect, it } from 'vitest';
import { standardValidator } from './emitted.ts';
import { modelOf, schema } from './small-model.ts';

const validate = standardValidator(
  modelOf(
    schema(`<EnumType Name="Colour"><Member Name="Red" Value="1"/><Member Name="Green" Value="2"/><Member Name="Also" Value="2"/></EnumType>
      <EnumType Name="Days" IsFlags="true"><Member Name="Sat" Value="1"/><Member Name="Sun" Value="2"/></EnumType>
      <EnumType Name="Empty"/>
      <ComplexType Name="Value"><Property Name="one" Type="ns.Colour"/><Property Name="many" Type="Collection(ns.Days)" Nullable="false"/></ComplexType>`),
  ),
);

it('one member by its name, or by its number as text', () => {
  const colour = validate('ns.Colour');
  for (const value of ['Red', 'Green', 'Also', '1', '2']) expect(colour(value), value).toBe(true);
  for (const value of ['red', 'Blue', '3', '', 'Red,Green', 1, null])
    expect(colour(value), `${value}`).toBe(false);
});

it('flags joined by commas without blanks, names and numbers', () => {
  const days = validate('ns.Days');
  for (const value of ['Sat', 'Sat,Sun', 'Sun,Sat', '3', '0', 'Sat,2']) expect(days(value), value).toBe(true);
  for (const value of ['', 'Sat, Sun', 'Sat,', ',Sat', 'Mon', 3]) expect(days(value), `${value}`).toBe(false);
});

it('numbers alone where the type has no members', () => {
  const empty = validate('ns.Empty');
  expect(empty('7')).toBe(true);
  expect(empty('anything')).toBe(false);
});

it('null and collections as properties', () => {
  const value = validate('ns.Value');
  expect(value({ one: null, many: ['Sat', 'Sat,Sun'] })).toBe(true);
  expect(value({ many: [null] })).toBe(false);
});
