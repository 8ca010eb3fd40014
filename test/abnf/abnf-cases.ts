// OData ABNF Test Cases 4.01: files of cases, each a rule of the grammar and a text.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Constraints, createConstraints, type NameLists } from '../../src/uri/constraints.ts';
import { parseRule } from '../../src/uri/rules/rules.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';

export interface AbnfCase {
  readonly Name: string;
  readonly Rule: string;
  readonly Input: string;
  /** Offset of the first character that can't be accepted; absent when the whole text is accepted. */
  readonly FailAt?: number;
}

export interface AbnfFile {
  readonly constraints: Constraints;
  readonly cases: readonly AbnfCase[];
}

export function readAbnfFile(file: string): AbnfFile {
  const document = parse(readFileSync(file, 'utf8')) as {
    readonly Constraints?: NameLists | null;
    readonly TestCases?: readonly AbnfCase[] | null;
  };
  const lists = Object.entries(document.Constraints ?? {}).map(
    ([rule, names]) => [rule, names ?? []] as const,
  );
  return { constraints: createConstraints(Object.fromEntries(lists)), cases: document.TestCases ?? [] };
}

/** undefined when the case passes; else what happened. */
export function runAbnfCase(testCase: AbnfCase, constraints: Constraints): string | undefined {
  const expected = testCase.FailAt ?? undefined;
  try {
    parseRule(testCase.Rule, String(testCase.Input ?? ''), constraints);
  } catch (error) {
    if (!(error instanceof UriSyntaxError)) return `throws ${String(error)}`;
    if (error.offset === expected) return undefined;
    return `fails at ${error.offset}${expected === undefined ? '' : ` instead of ${expected}`}: ${error.message}`;
  }
  return expected === undefined ? undefined : `succeeds instead of failing at ${expected}`;
}
