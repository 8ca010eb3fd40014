// OData CSDL 4.01, sections 7.1 "Type" and 7.2 "Type Facets": one use of a type against another.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import type { Breaks, ChangedElement, SchemaChange } from './schema-change.ts';
import { typeText } from './type-text.ts';

/** Which way values of the element go: a property both ways, a parameter to the service, a result to the client. */
export type Direction = 'both' | 'request' | 'response';

const wider: Readonly<Record<string, readonly string[]>> = {
  'Edm.Byte': ['Edm.Int16', 'Edm.Int32', 'Edm.Int64', 'Edm.Single', 'Edm.Double', 'Edm.Decimal'],
  'Edm.SByte': ['Edm.Int16', 'Edm.Int32', 'Edm.Int64', 'Edm.Single', 'Edm.Double', 'Edm.Decimal'],
  'Edm.Int16': ['Edm.Int32', 'Edm.Int64', 'Edm.Single', 'Edm.Double', 'Edm.Decimal'],
  'Edm.Int32': ['Edm.Int64', 'Edm.Double', 'Edm.Decimal'],
  'Edm.Int64': ['Edm.Decimal'],
  'Edm.Single': ['Edm.Double'],
};

interface Element {
  readonly element: ChangedElement;
  readonly path: string;
  readonly direction: Direction;
}

/** Differences of type, cardinality, nullability and facets. */
export function diffTypeReferences(
  { element, path, direction }: Element,
  before: EdmTypeReference,
  after: EdmTypeReference,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const oldText = typeText(before);
  const newText = typeText(after);
  const change = (rest: Pick<SchemaChange, 'rule' | 'attribute' | 'old' | 'new' | 'breaks' | 'message'>) =>
    changes.push({ element, path, ...rest } as SchemaChange);

  if (before.collection !== after.collection) {
    change({
      rule: 'collection-changed',
      attribute: 'Type',
      old: oldText,
      new: newText,
      breaks: inDirection(direction, 'both'),
      message: `${path} was ${oldText} and is ${newText}.`,
    });
  } else if (before.type.qualifiedName !== after.type.qualifiedName) {
    const widened = isWider(before, after);
    change({
      rule: widened ? 'type-widened' : 'type-changed',
      attribute: 'Type',
      old: oldText,
      new: newText,
      breaks: inDirection(direction, widened ? 'responses' : 'both'),
      message: `${path} was of type ${oldText} and is of type ${newText}${widened ? ', which holds more' : ''}.`,
    });
  }
  if (before.collection === after.collection)
    changes.push(...diffNullability({ element, path, direction }, before, after));
  return [...changes, ...diffFacets({ element, path, direction }, before, after)];
}

function diffNullability(
  { element, path, direction }: Element,
  before: EdmTypeReference,
  after: EdmTypeReference,
): SchemaChange[] {
  const [old, now] = [nullableText(before), nullableText(after)];
  if (old === now) return [];
  const change = (breaks: Breaks, message: string): SchemaChange[] => [
    {
      rule: 'nullable-changed',
      element,
      path,
      attribute: 'Nullable',
      old,
      new: now,
      breaks: inDirection(direction, breaks),
      message,
    },
  ];
  if (before.nullable === after.nullable)
    return change('nothing', `Whether items of ${path} may be null was ${old} and is ${now}.`);
  return after.nullable
    ? change('responses', `${path} may be null now: a client may read null where it never did.`)
    : change('requests', `${path} may not be null any more: a request that sends or leaves null fails.`);
}

function nullableText(reference: EdmTypeReference): string {
  return reference.nullableUnspecified ? 'unspecified' : String(reference.nullable);
}
const facetNames = {
  maxLength: 'MaxLength',
  precision: 'Precision',
  scale: 'Scale',
  srid: 'SRID',
  unicode: 'Unicode',
} as const;

function diffFacets(
  { element, path, direction }: Element,
  before: EdmTypeReference,
  after: EdmTypeReference,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const facet of Object.keys(facetNames) as (keyof typeof facetNames)[]) {
    const old = before[facet];
    const now = after[facet];
    if (old === now) continue;
    const attribute = facetNames[facet];
    const sizes =
      facet === 'srid' || facet === 'unicode' ? undefined : ([size(old, facet), size(now, facet)] as const);
    const breaks: Breaks =
      sizes === undefined
        ? 'both'
        : sizes[1] < sizes[0]
          ? 'requests'
          : sizes[1] > sizes[0]
            ? 'responses'
            : 'nothing';
    const [from, to] = [old, now].map((value) => (value === undefined ? 'unspecified' : String(value)));
    changes.push({
      rule: 'facet-changed',
      element,
      path,
      attribute,
      ...(old === undefined ? {} : { old: String(old) }),
      ...(now === undefined ? {} : { new: String(now) }),
      breaks: inDirection(direction, breaks),
      message: `${attribute} of ${path} was ${from} and is ${to}.`,
    });
  }
  return changes;
}

// unspecified means: no limit that a client may count on
function size(value: number | string | boolean | undefined, facet: string): number {
  if (typeof value === 'number') return value;
  if (value === undefined && facet === 'scale') return 0;
  return Number.POSITIVE_INFINITY;
}

function isWider(before: EdmTypeReference, after: EdmTypeReference): boolean {
  if (wider[before.type.qualifiedName]?.includes(after.type.qualifiedName)) return true;
  for (let base = baseOf(before.type); base !== undefined; base = baseOf(base)) {
    if (base.qualifiedName === after.type.qualifiedName) return true;
  }
  return false;
}

function baseOf(type: EdmTypeReference['type']): EdmTypeReference['type'] | undefined {
  return type.kind === 'EntityType' || type.kind === 'ComplexType' ? type.baseType : undefined;
}

/** What is only sent can't break responses, and what is only answered can't break requests. */
function inDirection(direction: Direction, breaks: Breaks): Breaks {
  if (direction === 'both' || breaks === 'nothing') return breaks;
  if (direction === 'request') return breaks === 'responses' ? 'nothing' : 'requests';
  return breaks === 'requests' ? 'nothing' : 'responses';
}
