import { describe, expect, it } from 'vitest';
import { evaluateQuery } from '../../src/evaluate/evaluate-query.ts';
import { resolve } from '../../src/query/resolve.ts';
import { parseODataUri } from '../../src/uri/parse.ts';
import { accessOf, model, plain, strict } from './fixture.ts';

const access = accessOf({
  Products: [
    { ID: 1, Name: 'a' },
    { ID: 2, Name: 'b' },
    { ID: 3, Name: 'a' },
  ],
});

/** Keys of the result, and whether the whole set was read. */
function read(filter: string): [unknown, boolean] {
  let scanned = false;
  const url = `Products?$filter=${encodeURIComponent(filter)}`;
  const query = resolve(parseODataUri(url), model, strict, url);
  const result = evaluateQuery(
    query,
    {
      ...access,
      entities: (entitySet) => {
        scanned = true;
        return access.entities(entitySet);
      },
      findBy: (entitySet, [name], value) =>
        name === 'Name'
          ? [...access.entities(entitySet)].filter(({ values }) => values.Name === value).reverse()
          : undefined,
    },
    { model },
  );
  return [(plain(result) as { key: unknown }[]).map(({ key }) => key), scanned];
}

describe('equality with a constant', () => {
  it.each([
    ['ID eq 2', [2], false],
    ['2 eq ID', [2], false],
    ['ID eq 9', [], false],
    ["ID eq 2 and Name eq 'x'", [], false],
    ['ID in (3,1,1)', [1, 3], false],
    ["Name eq 'a'", [1, 3], false],
    ["Name eq 'a' and ID gt 1", [3], false],
    ["Name in ('b','a')", [1, 2, 3], false],
    ["Name eq 'a' or ID eq 2", [1, 2, 3], true],
    ["not (Name eq 'a')", [2], true],
    ['ID eq 2.5', [], true],
    ['Name eq null', [], true],
  ])('%s', (filter, keys, scanned) => {
    expect(read(filter)).toEqual([keys, scanned]);
  });
});
