// OData Protocol 4.01, section 11 "Data Service Requests": the elements of the model that one exchange uses.
import type {
  EdmModel,
  EdmOperation,
  EdmStructuredType,
  EdmType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import type { Expression } from '../../query/expression.ts';
import type { QueryOptions, ResolvedRequest, Select } from '../../query/query.ts';
import type { ResourceSegment } from '../../query/resource-path.ts';
import { walkExpression } from '../../query/walk-expression.ts';
import type { CheckContext } from '../check/check-context.ts';
import { checkExample, type ExampleVerdict } from '../check/check-example.ts';
import { operationOf } from '../check/operation.ts';
import { operationPath } from '../diff/type-text.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { collectValue } from './exercise-value.ts';

export interface Exercise extends ExampleVerdict {
  /** Paths of elements as `diff` writes them: `ns.Type/property`, `ns.Enum/member`, `ns.Container/Set`, `ns.Action(ns.Type)`. */
  readonly elements: ReadonlySet<string>;
  /** What was done: `GET ns.Container/Set`, `POST ns.Action(ns.Type)`; undefined for a path that leads to neither. */
  readonly operation: string | undefined;
}

/** An example that does not resolve exercises nothing. */
export function exercise(example: HttpExample, context: CheckContext): Exercise {
  const verdict = checkExample(example, context);
  const elements = new Set<string>();
  const { resolved } = verdict;
  if (resolved === undefined) return { ...verdict, elements, operation: undefined };
  for (const segment of resolved.path.segments) addSegment(segment, elements);
  addOptions(resolved.options, elements);
  addBodies(example, resolved, context.model, elements);
  return { ...verdict, elements, operation: operationName(example.request.method, resolved) };
}

function addSegment(segment: ResourceSegment, elements: Set<string>): void {
  switch (segment.kind) {
    case 'entitySet':
      elements.add(childPath(segment.entitySet));
      break;
    case 'singleton':
      elements.add(childPath(segment.singleton));
      break;
    case 'property':
      elements.add(memberPath(segment.property));
      break;
    case 'navigation':
      elements.add(memberPath(segment.navigationProperty));
      break;
    case 'cast':
      elements.add(segment.type.qualifiedName);
      break;
    case 'key':
      for (const { property } of segment.keyProperties) elements.add(memberPath(property));
      break;
    case 'filter':
      addExpression(segment.predicate, elements);
      break;
    case 'action':
      for (const overload of segment.overloads) addOperation(overload, segment.import, elements);
      break;
    case 'function':
      addOperation(segment.function, segment.import, elements);
      for (const parameter of segment.parameters.values()) addExpression(parameter, elements);
      break;
    default:
  }
  const type = segment.result?.type;
  if (type !== undefined && type.kind !== 'Primitive') elements.add(type.qualifiedName);
}

interface ContainerChild {
  readonly name: string;
  readonly container: { readonly qualifiedName: string };
}

function childPath({ name, container }: ContainerChild): string {
  return `${container.qualifiedName}/${name}`;
}

function memberPath(member: { readonly name: string; readonly declaringType: EdmStructuredType }): string {
  return `${member.declaringType.qualifiedName}/${member.name}`;
}

function addOperation(
  operation: EdmOperation,
  through: ContainerChild | undefined,
  elements: Set<string>,
): void {
  elements.add(operationPath(operation));
  if (through !== undefined) elements.add(childPath(through));
}

function addOptions(options: QueryOptions, elements: Set<string>): void {
  const { filter, orderby = [], compute = [], expand = [], select } = options;
  const expressions = [
    filter,
    ...orderby.map((item) => item.expression),
    ...compute.map((item) => item.expression),
  ];
  for (const expression of expressions) if (expression !== undefined) addExpression(expression, elements);
  for (const item of expand) {
    for (const step of item.path)
      elements.add(step.kind === 'property' ? memberPath(step.property) : step.type.qualifiedName);
    if (item.navigationProperty !== undefined) elements.add(memberPath(item.navigationProperty));
    addOptions(item.options, elements);
  }
  if (select !== undefined) addSelect(select, elements);
}

function addSelect(select: Select, elements: Set<string>): void {
  for (const { property, select: inner } of select.properties.values()) {
    if (property !== undefined) elements.add(memberPath(property));
    if (inner !== undefined) addSelect(inner, elements);
  }
  for (const operation of select.operations) elements.add(operationPath(operation));
}

function addExpression(expression: Expression, elements: Set<string>): void {
  walkExpression(expression, (step) => {
    if (step.kind === 'property') elements.add(memberPath(step.property));
    else if (step.kind === 'navigation') elements.add(memberPath(step.navigationProperty));
    else if (step.kind === 'function') elements.add(operationPath(step.function));
    else if (step.kind === 'literal' && step.result.type?.kind === 'EnumType')
      collectValue(step.value, step.result.type, elements);
    return true;
  });
}

function addBodies(
  example: HttpExample,
  resolved: ResolvedRequest,
  model: EdmModel,
  elements: Set<string>,
): void {
  const { request, response } = example;
  const operation = operationOf(request.method, resolved);
  if (operation === undefined) return;
  const { body, result } = operation;
  const sent = parse(request.body);
  if (body.kind === 'parameters') {
    for (const overload of body.overloads)
      for (const parameter of overload.parameters)
        if (isObject(sent) && Object.hasOwn(sent, parameter.name)) {
          elements.add(`${operationPath(overload)}/${parameter.name}`);
          collectValue(sent[parameter.name], parameter.type.type, elements, model);
        }
  } else if (body.kind === 'entity' || body.kind === 'delta') collectValue(sent, body.type, elements, model);
  else if (body.kind === 'value' || body.kind === 'item') collectResult(sent, body.type, elements, model);
  const isSuccess = response?.status === undefined || response.status < 400;
  if (response !== undefined && result !== undefined && isSuccess)
    collectResult(parse(response.body), result, elements, model);
}

/** Collections and values that are no objects stand in `value`. */
function collectResult(
  json: unknown,
  { type, collection }: EdmTypeReference,
  elements: Set<string>,
  model: EdmModel,
): void {
  const isPlain = !collection && isStructured(type);
  collectValue(isPlain || !isObject(json) ? json : json.value, type, elements, model);
}

function isStructured(type: EdmType): boolean {
  return type.kind === 'EntityType' || type.kind === 'ComplexType';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is no JSON was told by the check already. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last operation, or the last set or singleton, that the path goes through, with the method. */
function operationName(method: string, { path }: ResolvedRequest): string | undefined {
  const verb = method === 'HEAD' ? 'GET' : method;
  for (const segment of [...path.segments].reverse()) {
    if (segment.kind === 'action') return `${verb} ${operationPath(segment.overloads[0]!)}`;
    if (segment.kind === 'function') return `${verb} ${operationPath(segment.function)}`;
    if (segment.kind === 'navigation') return `${verb} ${memberPath(segment.navigationProperty)}`;
    if (segment.kind === 'entitySet' || segment.kind === 'singleton') {
      const child = segment.kind === 'entitySet' ? segment.entitySet : segment.singleton;
      const isOne = path.segments.some(({ kind }) => kind === 'key') || segment.kind === 'singleton';
      return `${verb} ${childPath(child)}${isOne && segment.kind === 'entitySet' ? '(key)' : ''}`;
    }
  }
  return undefined;
}
