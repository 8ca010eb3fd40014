// OData Data Aggregation ABNF Construction Rules 4.0, section 2 "System Query Option $apply": data aggregation paths.
import { nameClass as n, navigationProperties, primitiveProperties } from './constraints.ts';
import type { Cursor } from './cursor.ts';
import { type NameEdge, type NameOfPath, type NamePathRule, namePath } from './name-path.ts';
import { complexTypes, entityTypes } from './names.ts';
import type { PathExpr } from './syntax-tree.ts';

/** States of a path in `aggregate`. */
export const aggregation = { cast: 1, step: 2, stepCast: 3, primitive: 4, custom: 5 } as const;
const a = aggregation;

const anyCast = entityTypes | complexTypes;
const collectionSteps: readonly NameEdge[] = [
  { classes: n.complexProperty | n.complexColProperty | navigationProperties, to: a.step },
  { classes: primitiveProperties | n.primitiveColProperty | n.streamProperty, to: a.primitive },
  { classes: n.customAggregate, to: a.custom },
];
const singleSteps: readonly NameEdge[] = [
  { classes: n.complexProperty | n.entityNavigationProperty, to: a.step },
  { classes: primitiveProperties | n.streamProperty, to: a.primitive },
];
const stepsWithCasts = (steps: readonly NameEdge[]): NamePathRule['edges'] => [
  [...steps, { classes: anyCast, dotted: true, to: a.cast }],
  steps,
  [...steps, { classes: anyCast, dotted: true, to: a.stepCast }],
  steps,
  [],
  [],
];
const bits = (...states: readonly number[]): number => states.reduce((all, state) => all | (1 << state), 0);

const aggregationEdges = stepsWithCasts(collectionSteps);
const groupingEdges = stepsWithCasts(singleSteps);
const withoutCast = (edges: NamePathRule['edges'], steps: readonly NameEdge[]): NamePathRule['edges'] => [
  steps,
  ...edges.slice(1),
];

const nestSteps: readonly NameEdge[] = [{ classes: n.complexProperty | n.complexColProperty, to: 2 }];
const nestNavigation: NameEdge = { classes: navigationProperties, to: 3 };

/** Paths by the names of the grammar's rules. */
export const dataAggregationPaths = {
  aggregation: { edges: aggregationEdges, final: bits(a.cast, a.step, a.stepCast, a.primitive, a.custom) },
  aggrPropStep: {
    edges: [collectionSteps.slice(0, 1), [], [{ classes: anyCast, dotted: true, to: 3 }], []],
    final: bits(2, 3),
  },
  aggrPropPath: { edges: withoutCast(aggregationEdges, collectionSteps), final: bits(a.step, a.stepCast) },
  aggrPrimPath: { edges: withoutCast(aggregationEdges, collectionSteps), final: bits(a.primitive) },
  aggrPathPrefix: { edges: aggregationEdges, final: bits(a.step, a.stepCast) },
  aggregateCustom: { edges: aggregationEdges, final: bits(a.custom) },
  recHierPropertyPath: { edges: aggregationEdges, final: bits(a.primitive) },
  groupingProperty: { edges: groupingEdges, final: bits(a.step, a.primitive) },
  snglPropPath: { edges: withoutCast(groupingEdges, singleSteps), final: bits(a.step) },
  snglPrimPath: { edges: withoutCast(groupingEdges, singleSteps), final: bits(a.primitive) },
  nestPath: {
    edges: [
      [...nestSteps, nestNavigation, { classes: anyCast, dotted: true, to: 1 }],
      [...nestSteps, nestNavigation],
      [...nestSteps, nestNavigation, { classes: complexTypes, dotted: true, to: 4 }],
      [{ classes: entityTypes, dotted: true, to: 5 }],
      nestSteps,
      [],
    ],
    final: bits(2, 3, 5),
  },
  nestPropPath: {
    edges: [nestSteps, [], [...nestSteps, { classes: complexTypes, dotted: true, to: 4 }], [], nestSteps],
    final: bits(2),
  },
  joinProperty: {
    edges: [
      [
        { classes: n.complexColProperty, to: 1 },
        { annotation: ['complexAnnotationInQuery', 'entityAnnotationInQuery'], to: 1 },
        { classes: n.entityColNavigationProperty, to: 2 },
      ],
      [],
      [{ classes: entityTypes, dotted: true, to: 3 }],
      [],
    ],
    final: bits(1, 2, 3),
  },
} satisfies Readonly<Record<string, NamePathRule>>;

/** Names as a path expression; annotations keep their kind. */
export function toPathExpr(names: readonly NameOfPath[]): PathExpr {
  const segments = names.map(({ name, at, end }): PathExpr['segments'][number] => {
    if (!name.startsWith('@')) return { kind: 'name', name, parentheses: [], at, end };
    const [term = '', qualifier] = name.slice(1).split('#');
    return qualifier === undefined
      ? { kind: 'annotation', term, at, end }
      : { kind: 'annotation', term, qualifier, at, end };
  });
  return { kind: 'path', root: undefined, segments, at: names[0]?.at ?? 0, end: names.at(-1)?.end ?? 0 };
}

/** A path of the rule as a path expression. */
export const pathOf =
  (rule: NamePathRule) =>
  (c: Cursor): PathExpr | undefined => {
    const names = namePath(c, rule);
    return names && toPathExpr(names.path);
  };
