import { describe, expect, it } from 'vitest';
import { compute } from './fixture.ts';

describe('functions on collections', () => {
  it.each([
    ['hassubset([4,1,3],[4,1,3])', true],
    ['hassubset([4,1,3],[1,3,4])', true],
    ['hassubset([4,1,3],[3,1])', true],
    ['hassubset([4,1,3,1],[1,1])', true],
    ['hassubset([1,2],[1,1,2])', false],
    ['hassubsequence([4,1,3],[4,3])', true],
    ['hassubsequence([4,1,3,1],[1,1])', true],
    ['hassubsequence([4,1,3],[1,3,4])', false],
    ['hassubsequence([4,1,3],[3,1])', false],
    ['hassubsequence([1,2],[1,1,2])', false],
    ['contains(Scores,[2,3])', true],
    ['contains(Scores,[1,3])', false],
    ['startswith(Scores,[1,2])', true],
    ['endswith(Scores,[3,4])', true],
    ['indexof(Scores,[3])', 2],
    ['indexof(Scores,[9])', -1],
    ['length(Scores)', 4],
    ['concat(Scores,[5])', [1, 2, 3, 4, 5]],
    ['substring(Scores,-2)', [3, 4]],
    ['substring(Scores,1,2)', [2, 3]],
  ])('%s', (expression, expected) => {
    expect(compute(expression, { Scores: [1, 2, 3, 4] })).toEqual(expected);
  });
});
