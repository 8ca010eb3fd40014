// OData CSDL 4.01, sections 7.1 "Type" and 7.2 "Type Facets": one use of a type against another.
import type { EdmTypeReference } from '../../edm/edm-model.ts';
import { underlyingType } from '../../edm/underlying-type.ts';
import type { Names } from './names.ts';
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
  names: Names,
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
  } else if (typeText(before, names) !== newText) {
    const widened = widening(before, after, names);
    change({
      rule: widened ? 'type-widened' : 'type-changed',
      attribute: 'Type',
      old: oldText,
      new: newText,
      breaks: inDirection(direction, widened === 'number' ? 'responses' : 'both'),
      message: `${path} was of type ${oldText} and is of type ${newText}${widened ? ', which holds more' : ''}.`,
    });
  }
  if (changes.length === 0 && typeText(before, names.moved) !== newText) {
    change({
      rule: 'type-changed',
      attribute: 'Type',
      old: oldText,
      new: newText,
      breaks: 'nothing',
      message: `${path} is of type ${newText}, as ${oldText} is called now.`,
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
  const [mayRead, mayWrite] = [direction !== 'request', direction !== 'response'];
  return after.nullable
    ? change(
        'responses',
        `${path} may be null now${mayRead ? ': a client may read null where it never did' : ''}.`,
      )
    : change(
        'requests',
        `${path} may not be null any more${mayWrite ? ': a request that sends or leaves null fails' : ''}.`,
      );
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
    const [oldSize, newSize] = [size(before, facet), size(after, facet)];
    const smaller = newSize < oldSize ? 'requests' : 'responses';
    const breaks: Breaks = newSize === oldSize ? 'nothing' : facet === 'srid' ? 'both' : smaller;
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

const temporal = new Set(['DateTimeOffset', 'Duration', 'TimeOfDay']);

/** How much a facet allows; what is unspecified and has no default is no limit that a client may count on. */
function size(reference: EdmTypeReference, facet: keyof typeof facetNames): number {
  const value = reference[facet] ?? facetDefault(reference, facet);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY;
}

function facetDefault(
  { type }: EdmTypeReference,
  facet: keyof typeof facetNames,
): number | boolean | undefined {
  const { name } = underlyingType(type);
  switch (facet) {
    case 'unicode':
      return true;
    case 'scale':
      return 0;
    case 'precision':
      return temporal.has(name) ? 0 : undefined;
    case 'srid':
      return name.startsWith('Geography') ? 4326 : 0;
    case 'maxLength':
      return undefined;
  }
}

/**
 * Whether the new type holds all values of the old one. Numbers may be sent as before then; of a base type, members of the
 * old type are neither known to paths any more, nor to bodies that do not name the type.
 */
function widening(
  before: EdmTypeReference,
  after: EdmTypeReference,
  names: Names,
): 'number' | 'base' | undefined {
  if (wider[before.type.qualifiedName]?.includes(after.type.qualifiedName)) return 'number';
  for (let base = baseOf(before.type); base !== undefined; base = baseOf(base)) {
    if (names(base.qualifiedName) === after.type.qualifiedName) return 'base';
  }
  return undefined;
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
