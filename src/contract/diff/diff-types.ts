// OData CSDL 4.01, sections 6 "Entity Type", 9 "Complex Type", 10 "Enumeration Type", 11 "Type Definition", 14.1 "Term".
import type {
  EdmComplexType,
  EdmEntityType,
  EdmEnumMember,
  EdmEnumType,
  EdmStructuredType,
  EdmTerm,
  EdmTypeDefinition,
} from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { diffFacts, type Fact } from './diff-facts.ts';
import { diffNamed } from './diff-named.ts';
import { diffProperties, isRequired } from './diff-properties.ts';
import { diffTypeReferences } from './diff-type-references.ts';
import type { Names } from './names.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

/** Two versions of an entity type or of a complex type. */
export function diffStructuredTypes(
  before: EdmStructuredType,
  after: EdmStructuredType,
  names: Names,
): SchemaChange[] {
  const path = before.qualifiedName;
  return [
    ...diffFacts(before.kind, path, structuredFacts(before, after, names)),
    ...diffAnnotations(path, before.annotations, after.annotations),
    ...diffProperties(before, after, names),
  ];
}

function structuredFacts(before: EdmStructuredType, after: EdmStructuredType, names: Names): Fact[] {
  const facts: Fact[] = [
    [
      'base-type-changed',
      'BaseType',
      before.baseType && names.moved(before.baseType.qualifiedName),
      after.baseType?.qualifiedName,
      baseTypeBreaks(before, after, names),
    ],
    [
      'abstract-changed',
      'Abstract',
      String(before.abstract),
      String(after.abstract),
      after.abstract ? 'requests' : 'nothing',
    ],
    [
      'open-changed',
      'OpenType',
      String(before.open),
      String(after.open),
      // a client is prepared for properties that it does not know
      after.open ? 'nothing' : 'requests',
    ],
  ];
  if (before.kind === 'EntityType' && after.kind === 'EntityType') {
    facts.push(
      [
        'stream-changed',
        'HasStream',
        String(before.hasStream),
        String(after.hasStream),
        // a media entity is created by its content
        after.hasStream ? 'requests' : 'both',
      ],
      ['key-changed', 'Key', keyText(before), keyText(after), keyBreaks(before, after)],
    );
  }
  return facts;
}

/**
 * Another base breaks when the type is no longer all that it was: a client may cast or count on members of the old base;
 * and when it brings members that a client of the old model can't know to send.
 */
function baseTypeBreaks(
  before: EdmEntityType | EdmComplexType,
  after: EdmEntityType | EdmComplexType,
  names: Names,
): Breaks {
  const bases = new Set<string>();
  for (let base = after.baseType; base !== undefined; base = base.baseType) bases.add(base.qualifiedName);
  for (let base = before.baseType; base !== undefined; base = base.baseType) {
    if (!bases.has(names(base.qualifiedName))) return 'both';
  }
  const isKnown = ({ name }: { readonly name: string }) =>
    before.properties.has(name) || before.navigationProperties.has(name);
  const members = [...after.properties.values(), ...after.navigationProperties.values()];
  return members.some((member) => isRequired(member) && !isKnown(member)) ? 'requests' : 'nothing';
}

function keyText(type: EdmEntityType): string | undefined {
  const key = type.key.map(({ name, path }) =>
    path.join('/') === name ? name : `${path.join('/')} as ${name}`,
  );
  return key.length === 0 ? undefined : key.join(',');
}

/** The order of a key's parts tells in URLs that have keys as segments, and nowhere else. */
function keyBreaks(before: EdmEntityType, after: EdmEntityType): Breaks {
  const sorted = (type: EdmEntityType) => keyText(type)?.split(',').sort().join(',');
  return sorted(before) === sorted(after) ? 'requests' : 'both';
}

/** Clients of an evolvable enumeration (it has the member `unknownFutureValue`) must expect values that they don't know. */
const evolvableMember = 'unknownFutureValue';

/** Two versions of an enumeration type. */
export function diffEnumTypes(before: EdmEnumType, after: EdmEnumType): SchemaChange[] {
  const path = before.qualifiedName;
  const facts: Fact[] = [
    [
      'underlying-type-changed',
      'UnderlyingType',
      before.underlyingType.qualifiedName,
      after.underlyingType.qualifiedName,
      'nothing',
    ],
    [
      'flags-changed',
      'IsFlags',
      String(before.isFlags),
      String(after.isFlags),
      after.isFlags ? 'responses' : 'requests',
    ],
  ];
  return [
    ...diffFacts('EnumType', path, facts),
    ...diffAnnotations(path, before.annotations, after.annotations),
    ...diffMembers(before, after),
  ];
}

function diffMembers(before: EdmEnumType, after: EdmEnumType): SchemaChange[] {
  const path = before.qualifiedName;
  const evolvable = before.members.has(evolvableMember);
  return diffNamed(before.members, after.members, {
    pathOf: (name) => `${path}/${name}`,
    elementOf: () => 'Member',
    likeness: (from, to) => (from.value === to.value ? 1 : 0.9),
    kept: diffMember,
    renameBreaks: () => 'both',
    removed: (member, { value }) => ({
      old: String(value),
      breaks: 'requests',
      message: `${member} is gone: a request that sends it fails.`,
    }),
    added: (member, { value }) => ({
      new: String(value),
      breaks: evolvable ? 'nothing' : 'responses',
      message: `${member} is new${evolvable ? ' in an evolvable enumeration' : ': a client may read a value that it does not know'}.`,
    }),
  });
}

function diffMember(path: string, before: EdmEnumMember, after: EdmEnumMember): SchemaChange[] {
  const changes = diffAnnotations(path, before.annotations, after.annotations);
  if (before.value === after.value) return changes;
  return [
    {
      rule: 'member-value-changed',
      element: 'Member',
      path,
      attribute: 'Value',
      old: String(before.value),
      new: String(after.value),
      // the number may stand for the name, in URLs and bodies; nobody sends what stands for values to come
      breaks: before.name === evolvableMember ? 'nothing' : 'requests',
      message: `The value of ${path} was ${before.value} and is ${after.value}.`,
    },
    ...changes,
  ];
}

/** Two versions of a type definition. */
export function diffTypeDefinitions(
  before: EdmTypeDefinition,
  after: EdmTypeDefinition,
  names: Names,
): SchemaChange[] {
  const path = before.qualifiedName;
  const reference = (type: EdmTypeDefinition) => ({
    ...type.facets,
    type: type.underlyingType,
    collection: false,
    nullable: true,
  });
  return [
    ...diffTypeReferences(
      { element: 'TypeDefinition', path, direction: 'both' },
      reference(before),
      reference(after),
      names,
    ),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}

/** Two versions of a term. */
export function diffTerms(before: EdmTerm, after: EdmTerm, names: Names): SchemaChange[] {
  const path = before.qualifiedName;
  const appliesTo = (term: EdmTerm) => [...term.appliesTo].sort().join(' ') || undefined;
  const facts: Fact[] = [
    ['applies-to-changed', 'AppliesTo', appliesTo(before), appliesTo(after), 'nothing'],
    [
      'base-term-changed',
      'BaseTerm',
      before.baseTerm && names.moved(before.baseTerm),
      after.baseTerm,
      'nothing',
    ],
    [
      'default-value-changed',
      'DefaultValue',
      before.defaultValue ?? undefined,
      after.defaultValue ?? undefined,
      'responses',
    ],
  ];
  return [
    ...diffFacts('Term', path, facts),
    ...diffTypeReferences({ element: 'Term', path, direction: 'both' }, before.type, after.type, names),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}
