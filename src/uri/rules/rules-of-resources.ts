// OData ABNF Construction Rules 4.01, sections 1 to 3: the rules by their names in the grammar.
import * as args from '../arguments.ts';
import { computeItem } from '../compute.ts';
import { functionImports, functions, nameClass as n } from '../constraints.ts';
import * as contextUrl from '../context-url.ts';
import type { Cursor } from '../cursor.ts';
import * as custom from '../custom-query-option.ts';
import * as expand from '../expand.ts';
import { filterInPath } from '../filter-in-path.ts';
import { namePath } from '../name-path.ts';
import { allOperationsInSchema, complexTypes, ofClass, typeOf } from '../names.ts';
import { orderbyItem } from '../orderby.ts';
import { optionList, queryOption } from '../query-options.ts';
import * as relative from '../relative-uri.ts';
import * as path from '../resource-path.ts';
import { follow } from '../resource-states.ts';
import * as search from '../search.ts';
import * as select from '../select.ts';
import type { PathSegment } from '../syntax-tree.ts';
import { type OptionContext, optionOf, systemOptions } from '../system-query-options.ts';
import * as t from '../terminals.ts';
import { serviceAuthority, serviceRootSegment } from '../uri-reference.ts';
import { matching, type TreeOrRule } from './rules-of-expressions.ts';

const { alt, exactly, opt, run, seq } = t;

/** The rest of a resource path behind what the state stands for; it may not be empty. */
const pathTail =
  (state: number): TreeOrRule =>
  (c) => {
    const start = c.pos;
    const segments: PathSegment[] = [];
    path.pathTail(c, state, segments);
    return c.pos > start ? segments : undefined;
  };

const parameters = matching(args.functionParameters);
const bound = (classes: number): t.Rule => seq(typeOf(classes, false), parameters);
const imported = (classes: number): t.Rule => seq(ofClass(classes), parameters);
const kinds = ['entity', 'entityCol', 'complex', 'complexCol', 'primitive', 'primitiveCol'] as const;
const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;
const callRules: Record<string, t.Rule> = {};
for (const kind of kinds) {
  callRules[`bound${capital(kind)}FunctionCall`] = bound(n[`${kind}Function`]);
  callRules[`${kind}FunctionImportCall`] = imported(n[`${kind}FunctionImport`]);
}

const inContext =
  (context: OptionContext): TreeOrRule =>
  (c) =>
    optionOf(c, context);
const contextOptions =
  (context: OptionContext): TreeOrRule =>
  (c) => {
    const list = optionList(c, relative.contextOption(context));
    return list.length === 0 ? undefined : list;
  };
const parameterNames = matching(select.parameterNameList);

/** ABNF odataUri: nothing but the model says where the service root ends, so every slash is tried; the longest match. */
function odataUri(c: Cursor): unknown {
  const start = c.pos;
  if (!serviceAuthority(c)) return undefined;
  let end = c.pos;
  for (let root = c.pos; ; root = c.pos) {
    relativeUri(c);
    end = Math.max(end, root, c.pos);
    c.pos = root;
    if (!serviceRootSegment(c)) break;
  }
  c.pos = end;
  return end > start;
}
const relativeUri = (c: Cursor): unknown => relative.odataRelativeUri(c, contextUrl.context);

const resourceRules: Readonly<Record<string, TreeOrRule>> = {
  odataUri,
  odataRelativeUri: relativeUri,
  resourcePath: path.resourcePath,
  collectionNavigation: pathTail(follow.collectionNavigation),
  collectionNavPath: pathTail(follow.collectionNavPath),
  keyPredicate: contextUrl.keyPredicate,
  simpleKey: args.simpleKey,
  compoundKey: args.compoundKey,
  keyValuePair: args.keyValuePair,
  keyPathSegments: contextUrl.keyPathSegments,
  keyPathLiteral: contextUrl.keyPathLiteral,
  keyPropertyValue: args.keyPropertyValue,
  singleNavigation: pathTail(follow.singleNavigation),
  singleNavPath: pathTail(follow.singleNavPath),
  propertyPath: path.propertyPath,
  collectionPath: pathTail(follow.collectionPath),
  primitivePath: pathTail(follow.primitivePath),
  complexColPath: pathTail(follow.complexColPath),
  complexPath: pathTail(follow.complexPath),
  complexNavPath: pathTail(follow.complexNavPath),
  filterInPath,
  each: exactly('/$each'),
  count: exactly('/$count'),
  ref: exactly('/$ref'),
  value: exactly('/$value'),
  querySegment: exactly('/$query'),
  ordinalIndex: seq(exactly('/'), opt(exactly('-')), run(t.DIGIT, 1)),
  boundOperation: pathTail(follow.boundOperation),
  actionImportCall: ofClass(n.actionImport),
  boundActionCall: typeOf(n.action, false),
  ...callRules,
  boundFunctionCallNoParens: typeOf(functions, false),
  functionImportCallNoParens: ofClass(functionImports),
  functionParameters: args.functionParameters,
  functionParameter: args.functionParameter,
  parameterAlias: args.parameterAlias,
  crossjoin: path.crossjoin,
};

const optionRules: Readonly<Record<string, TreeOrRule>> = {
  ...systemOptions,
  systemQueryOption: inContext('query'),
  queryOptions: (c) => {
    const list = optionList(c, queryOption);
    return list.length === 0 ? undefined : list;
  },
  queryOption,
  batchOptions: contextOptions('batch'),
  batchOption: relative.contextOption('batch'),
  metadataOptions: contextOptions('metadata'),
  metadataOption: relative.contextOption('metadata'),
  entityOptions: relative.entityOptions,
  entityIdOption: relative.contextOption('entityId'),
  entityCastOptions: relative.entityCastOptions,
  entityCastOption: relative.contextOption('entityCastOnly'),
  computeItem,
  expandItem: expand.expandItem,
  expandPath: expand.expandPath,
  expandCountOption: inContext('count'),
  expandRefOption: inContext('ref'),
  expandOption: inContext('expand'),
  orderbyItem,
  searchExpr: search.searchExpr,
  searchParenExpr: search.searchParenExpr,
  searchNegateExpr: seq(exactly('NOT'), t.RWS, matching(search.searchExpr)),
  searchOrExpr: seq(t.RWS, exactly('OR'), t.RWS, matching(search.searchExpr)),
  searchAndExpr: seq(
    t.RWS,
    alt(seq(exactly('AND'), t.RWS, matching(search.searchExpr)), matching(search.searchExpr)),
  ),
  searchPhrase: search.searchPhrase,
  searchWord: search.searchWord,
  'searchExpr-incomplete': search.searchExprIncomplete,
  selectItem: select.selectItem,
  selectProperty: select.selectProperty,
  selectPath: (c) =>
    namePath(c, {
      edges: [
        [
          { classes: n.complexProperty | n.complexColProperty, to: 1 },
          { annotation: ['complexAnnotationInQuery'], to: 1 },
        ],
        [{ classes: complexTypes, dotted: true, to: 2 }],
        [],
      ],
      final: 6,
    }),
  selectOptionPC: inContext('selectPrimitiveCollection'),
  selectOption: inContext('select'),
  allOperationsInSchema,
  optionallyQualifiedActionName: typeOf(n.action, false),
  optionallyQualifiedFunctionName: seq(typeOf(functions, false), opt(seq(t.OPEN, parameterNames, t.CLOSE))),
  parameterNames,
  aliasAndValue: custom.aliasAndValue,
  nameAndValue: custom.nameAndValue,
  customQueryOption: custom.customQueryOption,
  customName: custom.customName,
  customValue: run(t.qcharNoAMP),
};

const contextRules: Readonly<Record<string, TreeOrRule>> = {
  context: contextUrl.context,
  contextFragment: contextUrl.contextFragment,
  entitySet: contextUrl.entitySet,
  containmentNavigation: contextUrl.containmentNavigation,
  navigation: contextUrl.navigation,
  selectList: contextUrl.selectList,
  selectListItem: contextUrl.selectListItem,
  selectListProperty: contextUrl.selectListProperty,
  contextPropertyPath: contextUrl.contextPropertyPath,
  qualifiedActionName: contextUrl.qualifiedActionName,
  qualifiedFunctionName: contextUrl.qualifiedFunctionName,
  annotationInFragment: contextUrl.annotationInFragment,
  complexAnnotationInFragment: contextUrl.fragmentAnnotation('complexAnnotationInFragment'),
  entityAnnotationInFragment: contextUrl.fragmentAnnotation('entityAnnotationInFragment'),
};

export const rulesOfResources: Readonly<Record<string, TreeOrRule>> = {
  ...resourceRules,
  ...optionRules,
  ...contextRules,
};
