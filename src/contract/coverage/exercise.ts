// OData Protocol 4.01, section 11 "Data Service Requests": the elements of the model that one exchange uses.
import type { EdmModel, EdmOperation, EdmTypeReference } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { ResourceSegment } from '../../query/path/resource-path.ts';
import type { ResolvedRequest } from '../../query/query.ts';
import type { CheckContext } from '../check/check-context.ts';
import { checkExample, type ExampleVerdict } from '../check/check-example.ts';
import { operationOf } from '../check/operation.ts';
import { operationPath } from '../diff/type-text.ts';
import type { HttpExample } from '../examples/http-example.ts';
import { isObject } from '../replay/concrete-request.ts';
import { addExpression, addRequestOptions } from './exercise-options.ts';
import { collectValue } from './exercise-value.ts';
import { childPath, type ModelOperation, memberPath, requestedOperation } from './model-operation.ts';

export interface Exercise extends ExampleVerdict {
  /**
   * Paths of elements as `diff` writes them: `ns.Type/property`, `ns.Enum/member`, `ns.Container/Set`, `ns.Action(ns.Type)`;
   * and of the URL language: `$filter`, `$filter/contains`, `$apply/groupby`.
   */
  readonly elements: ReadonlySet<string>;
  readonly operation: ModelOperation | undefined;
}

/** An example that does not resolve, or that is another service's, exercises nothing. */
export function exercise(example: HttpExample, context: CheckContext): Exercise {
  const verdict = checkExample(example, context);
  const elements = new Set<string>();
  // A path that resolves once its wrong beginning is taken away is a finding for who wrote it, but no use of the service.
  const isElsewhere = verdict.findings.some(({ rule }) => rule === 'url-outside-service');
  const resolved = isElsewhere ? undefined : verdict.resolved;
  if (resolved === undefined) return { ...verdict, resolved, elements, operation: undefined };
  for (const segment of resolved.path.segments) addSegment(segment, elements);
  addRequestOptions(resolved, elements);
  addBodies(example, resolved, context.model, elements);
  return { ...verdict, elements, operation: requestedOperation(example.request.method, resolved.path) };
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

function addOperation(
  operation: EdmOperation,
  through: Parameters<typeof childPath>[0] | undefined,
  elements: Set<string>,
): void {
  elements.add(operationPath(operation));
  if (through !== undefined) elements.add(childPath(through));
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
  const isPlain = !collection && isStructuredType(type);
  collectValue(isPlain || !isObject(json) ? json : json.value, type, elements, model);
}

/** What is no JSON was told by the check already. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
