// OData ABNF Construction Rules 4.01, section 2 "Query Options": rules customQueryOption, aliasAndValue and nameAndValue.
import { parameterAlias } from './arguments.ts';
import { allows } from './constraints.ts';
import { type Cursor, offsetOf, sliceUnits } from './cursor.ts';
import { commonExpr } from './expression.ts';
import { identifierOf } from './literals.ts';
import type { QueryOption } from './syntax-tree.ts';
import { EQ, one, qcharNoAMP, qcharNoAMPEQ, qcharNoAMPEQATDOLLAR, type Rule, run, seq } from './terminals.ts';

export const customName: Rule = seq(one(qcharNoAMPEQATDOLLAR), run(qcharNoAMPEQ));
const customText = run(qcharNoAMP);

/** The node of a name and of a value as its text, from `valueAt` to here. */
const customOption = (c: Cursor, start: number, name: string, valueAt: number): QueryOption => ({
  kind: 'custom',
  name,
  value: sliceUnits(c, valueAt, c.pos),
  valueAt: offsetOf(c, valueAt),
  at: offsetOf(c, start),
  end: offsetOf(c, c.pos),
});

/** ABNF customQueryOption. */
export function customQueryOption(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  if (!customName(c) || !allows(c.constraints, 'customName', sliceUnits(c, start, c.pos))) {
    c.pos = start;
    return undefined;
  }
  const name = sliceUnits(c, start, c.pos);
  const named = EQ(c);
  const valueAt = c.pos;
  if (named) customText(c);
  return customOption(c, start, name, valueAt);
}

/** ABNF nameAndValue: an implicit parameter alias. The model tells it from a custom option, so both are one node. */
export function nameAndValue(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  const name = identifierOf(c, 'parameterName');
  if (name !== undefined && EQ(c)) {
    const valueAt = c.pos;
    if (commonExpr(c) !== undefined) return customOption(c, start, name, valueAt);
  }
  c.pos = start;
  return undefined;
}

/** ABNF aliasAndValue. */
export function aliasAndValue(c: Cursor): QueryOption | undefined {
  const start = c.pos;
  const alias = parameterAlias(c);
  if (alias !== undefined && EQ(c)) {
    const valueAt = offsetOf(c, c.pos);
    const value = commonExpr(c);
    if (value !== undefined)
      return { kind: 'alias', name: alias.name, value, valueAt, at: alias.at, end: offsetOf(c, c.pos) };
  }
  c.pos = start;
  return undefined;
}
