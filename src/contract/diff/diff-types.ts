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
import { diffProperties } from './diff-properties.ts';
import { diffTypeReferences } from './diff-type-references.ts';
import type { Breaks, SchemaChange } from './schema-change.ts';

/** Two versions of an entity type or of a complex type. */
export function diffStructuredTypes(before: EdmStructuredType, after: EdmStructuredType): SchemaChange[] {
  const path = before.qualifiedName;
  return [
    ...diffFacts(before.kind, path, structuredFacts(before, after)),
    ...diffAnnotations(path, before.annotations, after.annotations),
    ...diffProperties(before, after),
  ];
}

function structuredFacts(before: EdmStructuredType, after: EdmStructuredType): Fact[] {
  const facts: Fact[] = [
    [
      'base-type-changed',
      'BaseType',
      before.baseType?.qualifiedName,
      after.baseType?.qualifiedName,
      baseTypeBreaks(before, after),
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
      after.open ? 'responses' : 'requests',
    ],
  ];
  if (before.kind === 'EntityType' && after.kind === 'EntityType') {
    facts.push(
      [
        'stream-changed',
        'HasStream',
        String(before.hasStream),
        String(after.hasStream),
        after.hasStream ? 'nothing' : 'both',
      ],
      ['key-changed', 'Key', keyText(before), keyText(after), 'both'],
    );
  }
  return facts;
}

/** Another base breaks when the type is no longer all that it was: a client may cast or count on members of the old base. */
function baseTypeBreaks(
  before: EdmEntityType | EdmComplexType,
  after: EdmEntityType | EdmComplexType,
): Breaks {
  const bases = new Set<string>();
  for (let base = after.baseType; base !== undefined; base = base.baseType) bases.add(base.qualifiedName);
  for (let base = before.baseType; base !== undefined; base = base.baseType) {
    if (!bases.has(base.qualifiedName)) return 'both';
  }
  return 'nothing';
}

function keyText(type: EdmEntityType): string | undefined {
  const key = type.key.map(({ name, path }) =>
    path.join('/') === name ? name : `${path.join('/')} as ${name}`,
  );
  return key.length === 0 ? undefined : key.join(',');
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
      // JSON has the names, so that the number matters only to `has`, to order and to clients that store numbers
      rule: 'member-value-changed',
      element: 'Member',
      path,
      attribute: 'Value',
      old: String(before.value),
      new: String(after.value),
      breaks: 'nothing',
      message: `The value of ${path} was ${before.value} and is ${after.value}.`,
    },
    ...changes,
  ];
}

/** Two versions of a type definition. */
export function diffTypeDefinitions(before: EdmTypeDefinition, after: EdmTypeDefinition): SchemaChange[] {
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
    ),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}

/** Two versions of a term. */
export function diffTerms(before: EdmTerm, after: EdmTerm): SchemaChange[] {
  const path = before.qualifiedName;
  return [
    ...diffTypeReferences({ element: 'Term', path, direction: 'both' }, before.type, after.type),
    ...diffAnnotations(path, before.annotations, after.annotations),
  ];
}
