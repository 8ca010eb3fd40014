// OData JSON Format 4.01, section 19.1 "Batch Request": the member `if`.

import type { BatchResponse } from './batch-request.ts';
import { notImplemented } from './exchange.ts';

/** Conditions over `$<id>/$succeeded` with `not`, `and`, `or` and parentheses. Others answer 501. */
export function isConditionMet(condition: string, answers: ReadonlyMap<string, BatchResponse>): boolean {
  const tokens = condition.match(/\(|\)|[^\s()]+/g) ?? [];
  const state = { at: 0 };
  const value = readOr(tokens, state, answers);
  if (state.at < tokens.length) throw unsupported(condition);
  return value;
}

type State = { at: number };
type Answers = ReadonlyMap<string, BatchResponse>;

function unsupported(condition: string): Error {
  return notImplemented(`The condition ${condition.slice(0, 100)}: only $<id>/$succeeded, not, and, or`);
}

function readOr(tokens: readonly string[], state: State, answers: Answers): boolean {
  let value = readAnd(tokens, state, answers);
  while (tokens[state.at] === 'or') {
    state.at++;
    const right = readAnd(tokens, state, answers);
    value = value || right;
  }
  return value;
}

function readAnd(tokens: readonly string[], state: State, answers: Answers): boolean {
  let value = readNot(tokens, state, answers);
  while (tokens[state.at] === 'and') {
    state.at++;
    const right = readNot(tokens, state, answers);
    value = value && right;
  }
  return value;
}

function readNot(tokens: readonly string[], state: State, answers: Answers): boolean {
  const token = tokens[state.at++] ?? '';
  if (token === 'not') return !readNot(tokens, state, answers);
  if (token === '(') {
    const value = readOr(tokens, state, answers);
    if (tokens[state.at++] !== ')') throw unsupported(tokens.join(' '));
    return value;
  }
  if (token === 'true' || token === 'false') return token === 'true';
  const id = /^\$(.+)\/\$succeeded$/.exec(token)?.[1];
  if (id === undefined) throw unsupported(tokens.join(' '));
  const status = answers.get(id)?.status ?? 0;
  return status >= 200 && status < 300;
}
