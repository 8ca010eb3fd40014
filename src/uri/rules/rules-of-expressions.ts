// OData ABNF Construction Rules 4.01, sections 4 to 6, and Data Aggregation ABNF: the rules by their names in the grammar.
import * as aggregate from '../aggregate-expression.ts';
import * as apply from '../apply.ts';
import * as args from '../arguments.ts';
import { calls } from '../call-expr.ts';
import { allExpr, anyExpr } from '../collection-step.ts';
import { functions, nameClass, navigationProperties, primitiveProperties } from '../constraints.ts';
import type { Cursor } from '../cursor.ts';
import { dataAggregationPaths, pathOf } from '../data-aggregation-paths.ts';
import * as expression from '../expression.ts';
import * as groupby from '../groupby.ts';
import { hierarchyReference } from '../hierarchy.ts';
import * as json from '../json-literals.ts';
import { enumLiteral, primitiveLiteral } from '../literals.ts';
import * as member from '../member-path.ts';
import { after } from '../member-states.ts';
import { annotationSegment, memberTail as readTail } from '../member-tail.ts';
import { type NamePathRule, namePath } from '../name-path.ts';
import * as names from '../names.ts';
import type { MemberSegment } from '../syntax-tree.ts';
import * as t from '../terminals.ts';

const { alt, exactly, opt, seq, word } = t;

/** A rule that gives a node, or only says whether it matches. */
export type TreeOrRule = (c: Cursor) => unknown;

/** A rule that gives a node, as one that only says whether it matches. */
export const matching =
  (rule: TreeOrRule): t.Rule =>
  (c) => {
    const result = rule(c);
    return result !== undefined && result !== false;
  };
const commonExpr = matching(expression.commonExpr);
const firstOf =
  (...rules: readonly TreeOrRule[]): TreeOrRule =>
  (c) => {
    for (const rule of rules) {
      const result = rule(c);
      if (result !== undefined && result !== false) return result;
    }
    return undefined;
  };

/** The rest of a path behind what the state stands for; it may not be empty. */
const memberTail =
  (state: number): TreeOrRule =>
  (c) => {
    const start = c.pos;
    const segments: MemberSegment[] = [];
    return readTail(c, state, segments) && c.pos > start ? segments : undefined;
  };

const annotation =
  (rule: string): TreeOrRule =>
  (c) =>
    namePath(c, { edges: [[{ annotation: [rule], to: 1 }], []], final: 2 });

const operation = (operator: string, right: t.Rule = commonExpr): t.Rule =>
  seq(t.RWS, word(operator), t.RWS, right);
const operators = (...list: readonly string[]): Record<string, t.Rule> =>
  Object.fromEntries(list.map((operator) => [`${operator}Expr`, operation(operator)]));

/** Names of rules for canonical functions that are not the function's name. */
const callRuleNames: Readonly<Record<string, string>> = {
  endswith: 'endsWith',
  indexof: 'indexOf',
  startswith: 'startsWith',
  tolower: 'toLower',
  toupper: 'toUpper',
  totaloffsetminutes: 'totalOffsetMinutes',
  mindatetime: 'minDateTime',
  maxdatetime: 'maxDateTime',
  'geo.distance': 'distance',
  'geo.length': 'geoLength',
  'geo.intersects': 'intersects',
  hassubset: 'hasSubset',
  hassubsequence: 'hasSubsequence',
};
const { cast: castExpr, isof: isofExpr, isdefined: isdefinedExpr, ...methods } = calls;
const methodRules = Object.fromEntries(
  Object.entries(methods).map(([name, rule]) => [`${callRuleNames[name] ?? name}MethodCallExpr`, rule]),
);
const { endswith, startswith, contains, hassubset, hassubsequence } = calls;
const booleanMethods = [
  endswith,
  startswith,
  contains,
  calls['geo.intersects'],
  hassubset,
  hassubsequence,
  isdefinedExpr,
];
const isThere = <T>(rule: T | undefined): rule is T => rule !== undefined;

const expressionRules: Readonly<Record<string, TreeOrRule | undefined>> = {
  commonExpr: expression.commonExpr,
  boolCommonExpr: expression.boolCommonExpr,
  lambdaPredicateExpr: expression.boolCommonExpr,
  rootExpr: member.rootExpr,
  firstMemberExpr: member.firstMemberExpr,
  memberExpr: member.memberExpr,
  directMemberExpr: member.directMemberExpr,
  propertyPathExpr: member.propertyPathExpr,
  annotationExpr: member.annotationExpr,
  annotationInQuery: annotationSegment,
  annotationQualifier: names.named('annotationQualifier'),
  complexAnnotationInQuery: annotation('complexAnnotationInQuery'),
  entityAnnotationInQuery: annotation('entityAnnotationInQuery'),
  primitiveAnnotationInQuery: annotation('primitiveAnnotationInQuery'),
  primitiveColAnnotationInQuery: annotation('primitiveColAnnotationInQuery'),
  inscopeVariableExpr: member.inscopeVariableExpr,
  implicitVariableExpr: alt(exactly('$it'), exactly('$this')),
  collectionNavigationExpr: memberTail(after.collectionNavigation),
  collectionNavNoCastExpr: memberTail(after.collectionNavNoCast),
  singleNavigationExpr: memberTail(after.singleNavigation),
  complexColPathExpr: memberTail(after.complexCol),
  collectionPathExpr: memberTail(after.collection),
  complexPathExpr: memberTail(after.complex),
  primitivePathExpr: memberTail(after.primitive),
  filterExpr: seq(exactly('/$filter'), t.OPEN, commonExpr, t.CLOSE),
  boundFunctionExpr: member.functionExpr,
  functionExpr: member.functionExpr,
  functionExprParameters: args.functionExprParameters,
  functionExprParameter: args.functionExprParameter,
  anyExpr: anyExpr,
  allExpr: allExpr,
  ...methodRules,
  boolMethodCallExpr: firstOf(...booleanMethods.filter(isThere)),
  methodCallExpr: firstOf(...Object.values(methods), ...booleanMethods.filter(isThere)),
  castExpr,
  isofExpr,
  isdefinedExpr,
  parenExpr: expression.parenExpr,
  listExpr: expression.listExpr,
  ...operators('and', 'or', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'add', 'sub', 'mul', 'div', 'divby', 'mod'),
  inExpr: operation('in', alt(matching(expression.listExpr), commonExpr)),
  hasExpr: operation('has', enumLiteral),
  negateExpr: seq(exactly('-'), t.BWS, commonExpr),
  notExpr: seq(word('not'), t.RWS, commonExpr),
  parameterValue: firstOf(expression.commonExpr, json.arrayOrObject),
  arrayOrObject: json.arrayOrObject,
  array: json.array,
  object: json.object,
  member: json.member,
  valueInUrl: json.valueInUrl,
  'begin-object': json.beginObject,
  'end-object': json.endObject,
  'begin-array': json.beginArray,
  'end-array': json.endArray,
  'quotation-mark': t.quotationMark,
  'name-separator': seq(t.BWS, t.COLON, t.BWS),
  'value-separator': t.separator,
  stringInUrl: json.stringInUrl,
  charInJSON: json.charInJSON,
  escape: t.sign('\\'),
  primitiveLiteral,
};

const nameRules: Record<string, TreeOrRule> = {
  qualifiedTypeName: names.qualifiedTypeName,
  optionallyQualifiedTypeName: names.typeExpr,
  singleQualifiedTypeName: names.singleQualifiedTypeName,
  singleTypeName: names.ofClass(names.anyType),
  qualifiedEntityTypeName: names.typeOf(names.entityTypes, true),
  qualifiedComplexTypeName: names.typeOf(names.complexTypes, true),
  qualifiedTypeDefinitionName: names.typeOf(nameClass.typeDefinitionName, true),
  qualifiedEnumTypeName: names.typeOf(names.enumTypes, true),
  optionallyQualifiedEntityTypeName: names.typeOf(names.entityTypes, false),
  optionallyQualifiedComplexTypeName: names.typeOf(names.complexTypes, false),
  namespace: names.namespace,
  identifierLeadingCharacter: t.one(t.identifierLeadingCharacter),
  identifierCharacter: t.one(t.identifierCharacter),
  primitiveTypeName: names.primitiveTypeName,
  abstractSpatialTypeName: names.abstractSpatialTypeName,
  concreteSpatialTypeName: names.concreteSpatialTypeName,
  primitiveProperty: names.ofClass(primitiveProperties),
  navigationProperty: names.ofClass(navigationProperties),
  function: names.ofClass(functions),
};
const identifierRules =
  'namespacePart enumerationMember termName odataIdentifier parameterName computedProperty keyPropertyAlias expressionAlias recHierQualifier rollupNamedHier';
for (const name of [...Object.keys(nameClass), ...identifierRules.split(' ')])
  nameRules[name] = names.named(name);

const method = (rule: (c: Cursor) => string | undefined): t.Rule => matching(rule);
const aggregationPath = (rule: NamePathRule): t.Rule => matching(pathOf(rule));
const paths = dataAggregationPaths;
const withCast: t.Rule = opt(seq(names.typeOf(names.entityTypes | names.complexTypes, false), exactly('/')));
const primitivePath = seq(withCast, aggregationPath(paths.aggrPrimPath));
const prefixOrCast = alt(
  aggregationPath(paths.aggrPathPrefix),
  names.typeOf(names.entityTypes | names.complexTypes, false),
);

const aggregationRules: Readonly<Record<string, TreeOrRule>> = {
  applyExpr: apply.applyExpr,
  applyTrafo: apply.applyTrafo,
  preservingTrafo: apply.preservingTrafo,
  preservingTrafos: apply.preservingTrafos,
  ...apply.preserving,
  ...apply.changing,
  aggregateExpr: aggregate.aggregateExpr,
  aggregatableExpr: expression.commonExpr,
  aggregatableExpW: seq(alt(commonExpr, primitivePath), method(aggregate.aggregateWith)),
  aggrPathPrefix: pathOf(paths.aggrPathPrefix),
  aggregateWith: aggregate.aggregateWith,
  nonprimAggWith: aggregate.nonprimAggWith,
  aggregateFrom: aggregate.aggregateFrom,
  customFrom: aggregate.customFrom,
  aggregateMethod: aggregate.aggregateMethod,
  nonprimAggMethod: aggregate.nonprimAggMethod,
  aggregateCount: alt(
    exactly('$count'),
    seq(primitivePath, exactly('/$count')),
    seq(prefixOrCast, exactly('/$count')),
  ),
  aggregateCustom: pathOf(paths.aggregateCustom),
  asAlias: aggregate.asAlias,
  aggrPropStep: pathOf(paths.aggrPropStep),
  aggrPropPath: pathOf(paths.aggrPropPath),
  aggrPrimPath: pathOf(paths.aggrPrimPath),
  aggrCastPath: names.typeOf(names.entityTypes | names.complexTypes, false),
  nestPropPath: pathOf(paths.nestPropPath),
  snglPropPath: pathOf(paths.snglPropPath),
  snglPrimPath: pathOf(paths.snglPrimPath),
  groupingProperty: pathOf(paths.groupingProperty),
  groupingProperties: aggregate.groupingProperties,
  collectionExpr: expression.commonExpr,
  currCollectionExpr: member.currCollectionExpr,
  computeExpr: apply.computeExpr,
  nestPath: pathOf(paths.nestPath),
  nestApplyExpr: apply.nestApplyExpr,
  joinProperty: pathOf(paths.joinProperty),
  recHierReference: hierarchyReference,
  recHierPropertyPath: pathOf(paths.recHierPropertyPath),
  groupbyList: groupby.groupbyList,
  groupbyElement: groupby.groupbyElement,
  rollupLevels: groupby.rollupLevels,
  rollupRecursive: groupby.rollupRecursive,
  rollupUnnamedHier: groupby.rollupUnnamedHier,
  aggregateFunctionExpr: aggregate.aggregateFunctionExpr,
};

export const rulesOfExpressions: Readonly<Record<string, TreeOrRule | undefined>> = {
  ...expressionRules,
  ...nameRules,
  ...aggregationRules,
};
