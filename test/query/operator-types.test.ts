// URL Conventions, section 5.1.1: the types that operators and functions take, and those that they yield.
import { describe, expect, test } from 'vitest';
import { filterOf } from './shop.ts';

describe('refused, with the types in the message', () => {
  test.each([
    ['Name', 'Here is Edm.String, but Edm.Boolean is expected'],
    ['not Name', 'but Edm.Boolean is expected'],
    ['Name and Active', 'but Edm.Boolean is expected'],
    [`Price eq 'x'`, `'eq' is not defined for Edm.Decimal and Edm.String`],
    ['Category/ID eq 1', 'Edm.Guid and Edm.Int32'],
    [`Data gt binary'AAAA'`, `'gt' is not defined for Edm.Binary`],
    ['Category gt null', `'gt' is not defined`],
    ['Name add 1 gt 2', `'add' is not defined for Edm.String and Edm.Int32`],
    ['Released mul 2 eq Released', `'mul' is not defined`],
    ['-Name eq Name', `'-' is not defined for Edm.String`],
    ['Tags gt Tags', `'gt' is not defined for Collection(Edm.String)`],
    [`contains(Price,'a')`, `does not take (Edm.Decimal, Edm.String)`],
    [`concat(Name,1) eq 'x'`, `does not take (Edm.String, Edm.Int32)`],
    ['year(Opens) eq 1', `does not take (Edm.TimeOfDay)`],
    ['Name in (1,2)', `'in' is not defined for Edm.String`],
    ['Name in Name', `Right of 'in' is Edm.String, no collection`],
    ['Name/any(n:n eq null)', `'any' follows a collection only`],
    ['Category/$count gt 1', `'$count' follows a collection only`],
    ['Nope eq 1', `has no member 'Nope'`],
    ['isof(shop.Nope)', `'shop.Nope' is no type`],
  ])('%s', (expression, message) => {
    expect(() => filterOf(expression)).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'InvalidExpression',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('arithmetic yields the promoted type', () => {
  test.each([
    ['Rating add Rating', 'Int32'],
    ['Rating divby 2', 'Decimal'],
    ['Stock add 1', 'Int64'],
    ['Price add 1', 'Decimal'],
    ['Price mul Weight', 'Double'],
    ['Weight divby 2', 'Double'],
    ['Released sub Released', 'Duration'],
    ['Released add Takes', 'Date'],
    ['Changed sub Changed', 'Duration'],
    ['Changed sub Takes', 'DateTimeOffset'],
    ['Takes mul 2', 'Duration'],
    ['Takes div 2', 'Duration'],
    ['case(Active:1,true:2.5)', 'Decimal'],
    ['round(Weight)', 'Double'],
    ['round(Price)', 'Decimal'],
    [`cast(Price,Edm.String)`, 'String'],
    ['Tags/$count', 'Int32'],
  ])('%s: %s', (expression, type) => {
    const filter = filterOf(`${expression} eq null`);
    expect(filter.kind === 'binary' && filter.left.result.type?.name).toBe(type);
  });
});
