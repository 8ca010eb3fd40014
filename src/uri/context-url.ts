// OData ABNF Construction Rules 4.01, section 3 "Context URL Fragments".
import { keyInParentheses } from './arguments.ts';
import {
  allows,
  functions,
  nameClass as n,
  navigationProperties,
  primitiveProperties,
} from './constraints.ts';
import { nested, rawText } from './cursor.ts';
import { type NameEdge, type NamePathRule, namePath } from './name-path.ts';
import {
  allOperationsInSchema,
  complexTypes,
  entityTypes,
  ofClass,
  qualifiedTypeName,
  termName,
  typeOf,
} from './names.ts';
import { parameterNames } from './select.ts';
import {
  AT,
  alt,
  CLOSE,
  COMMA,
  exactly,
  list,
  many,
  OPEN,
  opt,
  pchar,
  type Rule,
  run,
  STAR,
  seq,
} from './terminals.ts';

const slash = exactly('/');
const hash = exactly('#');
const entityType = typeOf(entityTypes, true);
const complexType = typeOf(complexTypes, true);
const entityCast = seq(slash, entityType);
const complexCast = seq(slash, complexType);
const navigationProperty = ofClass(navigationProperties);
const complexProperty = ofClass(n.complexProperty);
const complexColProperty = ofClass(n.complexColProperty);
const primitiveProperty = ofClass(primitiveProperties);
const primitiveColProperty = ofClass(n.primitiveColProperty);

/** ABNF annotationInFragment, where `#` stands as it is. */
export const annotationInFragment: Rule = seq(AT, (c) => termName(c, hash) !== undefined);

/** An annotation in a fragment that the named rule allows. */
export const fragmentAnnotation =
  (rule: string): Rule =>
  (c) => {
    const start = c.pos;
    if (annotationInFragment(c) && allows(c.constraints, rule, rawText(c, start, c.pos))) return true;
    c.pos = start;
    return false;
  };
const entityAnnotation = fragmentAnnotation('entityAnnotationInFragment');
const complexAnnotation = fragmentAnnotation('complexAnnotationInFragment');

const keyCharacters = run(pchar);
/** ABNF keyPathLiteral. */
export const keyPathLiteral: Rule = (c) => {
  const start = c.pos;
  keyCharacters(c);
  if (allows(c.constraints, 'keyPathLiteral', rawText(c, start, c.pos))) return true;
  c.pos = start;
  return false;
};
const keyPathSegment = seq(slash, keyPathLiteral);
/** ABNF keyPathSegments. */
export const keyPathSegments: Rule = many(keyPathSegment, 1);
/** ABNF keyPredicate. */
export const keyPredicate: Rule = (c) => keyInParentheses(c) !== undefined || keyPathSegments(c);

/** A key and what must follow it; of keys written as segments, as many as it takes. */
const keyThen =
  (rest: Rule): Rule =>
  (c) => {
    const start = c.pos;
    if (keyInParentheses(c) !== undefined) {
      if (rest(c)) return true;
      c.pos = start;
    }
    let end = -1;
    for (c.pos = start; keyPathSegment(c); ) {
      const keyEnd = c.pos;
      if (rest(c)) end = Math.max(end, c.pos);
      c.pos = keyEnd;
    }
    c.pos = end < 0 ? start : end;
    return end >= 0;
  };

const steps: readonly NameEdge[] = [
  { classes: n.complexProperty, to: 1 },
  { classes: navigationProperties, to: 2 },
];
const toCast: NameEdge = { classes: complexTypes, dotted: 'required', to: 3 };
const navigationRule: NamePathRule = { edges: [steps, [toCast, ...steps], [], steps], final: 1 << 2 };

/** ABNF navigation. */
export const navigation: Rule = (c) => namePath(c, navigationRule, 1 << 0) !== undefined;
/** ABNF containmentNavigation. */
export const containmentNavigation: Rule = keyThen(seq(opt(entityCast), navigation));
/** ABNF entitySet. */
export const entitySet: Rule = seq(ofClass(n.entitySetName), many(containmentNavigation), opt(entityCast));

export const contextPropertyPath: Rule = (c) => nested(c, propertyPath);
const propertyPath = alt(
  primitiveProperty,
  primitiveColProperty,
  complexColProperty,
  seq(complexProperty, opt(seq(opt(complexCast), slash, contextPropertyPath))),
);

/** ABNF qualifiedFunctionName. */
export const qualifiedFunctionName: Rule = seq(
  typeOf(functions, true),
  opt((c) => parameterNames(c) !== undefined),
);
export const qualifiedActionName: Rule = typeOf(n.action, true);

export const selectList: Rule = (c) => nested(c, listInParentheses);
export const selectListProperty: Rule = (c) => nested(c, listProperty);
const listProperty = alt(
  primitiveProperty,
  primitiveColProperty,
  seq(alt(navigationProperty, entityAnnotation), opt(exactly('+')), opt(selectList)),
  seq(
    alt(complexProperty, complexColProperty, complexAnnotation),
    opt(complexCast),
    opt(seq(slash, selectListProperty)),
  ),
);
const member = alt(qualifiedActionName, qualifiedFunctionName, selectListProperty);
export const selectListItem: Rule = alt(
  STAR,
  allOperationsInSchema,
  member,
  seq(alt(entityType, complexType), slash, member),
);
const listInParentheses = seq(OPEN, opt(list(selectListItem, COMMA)), CLOSE);

/** ABNF contextFragment. */
export const contextFragment: Rule = alt(
  exactly('Collection($ref)'),
  exactly('$ref'),
  exactly('Collection(Edm.EntityType)'),
  exactly('Collection(Edm.ComplexType)'),
  seq(
    ofClass(n.singletonEntity),
    opt(seq(navigation, many(containmentNavigation), opt(entityCast))),
    opt(selectList),
  ),
  seq(qualifiedTypeName, opt(selectList)),
  seq(entitySet, alt(exactly('/$deletedEntity'), exactly('/$link'), exactly('/$deletedLink'))),
  seq(entitySet, keyThen(seq(slash, contextPropertyPath, opt(selectList)))),
  seq(entitySet, opt(selectList), opt(alt(exactly('/$entity'), exactly('/$delta')))),
);

/** ABNF context. */
export const context: Rule = seq(hash, contextFragment);
