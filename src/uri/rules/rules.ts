// OData ABNF Construction Rules 4.01 and Data Aggregation ABNF Construction Rules 4.0: any rule as an entry point.
import { allows, type Constraints, createConstraints, type NameLists } from '../constraints.ts';
import { type Cursor, END, miss, octetCursor, rawText } from '../cursor.ts';
import { syntaxError } from '../parse.ts';
import { rulesOfExpressions, type TreeOrRule } from './rules-of-expressions.ts';
import { literalRules } from './rules-of-literals.ts';
import { rulesOfResources } from './rules-of-resources.ts';

const rules: ReadonlyMap<string, TreeOrRule> = new Map(
  Object.entries({ ...literalRules, ...rulesOfExpressions, ...rulesOfResources }).flatMap(([name, rule]) =>
    rule === undefined ? [] : [[name.toLowerCase(), constrained(name, rule)] as const],
  ),
);

/** A rule whose match is one of its list, when it has one. */
function constrained(name: string, rule: TreeOrRule): TreeOrRule {
  return (c: Cursor) => {
    const start = c.pos;
    const result = rule(c);
    if (result === undefined || result === false) return undefined;
    if (allows(c.constraints, name, rawText(c, start, c.pos))) return result;
    c.pos = start;
    return undefined;
  };
}

/**
 * Applies one rule of the grammar to a whole text that is percent-encoding normalized, as the grammar assumes.
 * @param constraints for each rule with a list, the names that it may match
 * @returns the node that the rule gives; `true` of a rule that gives none
 * @throws UriSyntaxError whose offset is that of the first character which can't be accepted
 */
export function parseRule(ruleName: string, text: string, constraints?: Constraints | NameLists): unknown {
  const rule = rules.get(ruleName.toLowerCase());
  if (rule === undefined) throw new RangeError(`The grammar has no rule "${ruleName}".`);
  const lists =
    constraints === undefined
      ? undefined
      : isReady(constraints)
        ? constraints
        : createConstraints(constraints);
  const c = octetCursor(text, { constraints: lists });
  const tree = rule(c);
  if (tree !== undefined && c.codes[c.pos] === END) return tree;
  if (c.pos > c.furthest) miss(c, 'the end');
  throw syntaxError(c, rule);
}

const isReady = (constraints: Constraints | NameLists): constraints is Constraints =>
  (constraints as Constraints).lists instanceof Map;
