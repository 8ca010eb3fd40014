import { describe, expect, it } from 'vitest';
import { apply } from './apply-fixture.ts';
import { compute, evaluate } from './fixture.ts';

describe('what grows without end is refused', () => {
  it('numbers', () => {
    expect(() => compute('Big mul Big', { Big: 9223372036854775807n })).toThrow(/Int64/);
    expect(() => compute('Price mod 3', { Price: '1e1000000000' })).toThrow(/far apart/);
    expect(compute('cast(Price,Edm.Int64)', { Price: '1e1000000000' })).toBe(null);
    expect(compute('Price mul 2', { Price: '1e1000000000' })).toBe('2e+1000000000');
  });
  it('texts that double each other', () => {
    const names = Array.from({ length: 40 }, (_, i) => `X${i}`);
    const items = names.map(
      (name, i) => `concat(${i === 0 ? 'Name' : names[i - 1]},${i === 0 ? 'Name' : names[i - 1]}) as ${name}`,
    );
    expect(() =>
      evaluate(`Products?$compute=${items.join(',')}`, { Products: [{ ID: 1, Name: 'ab' }] }),
    ).toThrow(/length/);
  });
  it('transformations that double the instances', () => {
    const steps = Array.from({ length: 30 }, () => 'concat(identity,identity)').join('/');
    expect(() => apply(`Sales?$apply=${steps}`)).toThrow(/instances/);
  });
  it('expansions that multiply', () => {
    const links: Record<string, readonly number[]> = {};
    for (let i = 1; i <= 10; i++) links[`Products/${i}/Related`] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const rows = { Products: Array.from({ length: 10 }, (_, i) => ({ ID: i + 1 })), links };
    expect(() => evaluate('Products?$expand=Related($levels=20)', rows)).toThrow(/expand/);
  });
});
