// OData CSDL 4.01, sections 7 "Structural Property" and 8 "Navigation Property".
import type {
  EdmNavigationProperty,
  EdmProperty,
  EdmStructuredType,
  EdmTypeReference,
} from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import { diffFacts, type Fact, optionalTexts } from './diff-facts.ts';
import { diffUnmatched, type Telling } from './diff-named.ts';
import { diffTypeReferences } from './diff-type-references.ts';
import type { Candidate } from './find-renames.ts';
import type { Names } from './names.ts';
import type { SchemaChange } from './schema-change.ts';
import { typeText } from './type-text.ts';

type Member = EdmProperty | EdmNavigationProperty;

/** Differences between the properties that two versions of one type declare; what moved to a base type is still there. */
export function diffProperties(
  before: EdmStructuredType,
  after: EdmStructuredType,
  names: Names,
): SchemaChange[] {
  const path = before.qualifiedName;
  const old = ownMembers(before);
  const now = ownMembers(after);
  const changes: SchemaChange[] = [];
  const removed: Candidate<Member>[] = [];
  for (const [name, member] of old) {
    const same = now.get(name);
    const inherited = after.properties.get(name) ?? after.navigationProperties.get(name);
    if (same !== undefined) changes.push(...diffMember(`${path}/${name}`, member, same, names));
    else if (inherited !== undefined)
      changes.push(...movedToBase(`${path}/${name}`, member, inherited, names));
    else removed.push({ name, value: member });
  }
  const added: Candidate<Member>[] = [];
  for (const [name, member] of now) {
    if (old.has(name)) continue;
    const inherited = before.properties.get(name) ?? before.navigationProperties.get(name);
    // declared here now, and by a base type before: nothing changed for this type
    if (inherited !== undefined) changes.push(...diffMember(`${path}/${name}`, inherited, member, names));
    else added.push({ name, value: member });
  }
  return [...changes, ...diffUnmatched(removed, added, tellingOf(path, names))];
}

function tellingOf(path: string, names: Names): Telling<Member> {
  return {
    pathOf: (name) => `${path}/${name}`,
    elementOf: ({ kind }) => kind,
    likeness: (from, to) => memberLikeness(from, to, names),
    kept: (member, from, to) => diffMember(member, from, to, names),
    renameBreaks: () => 'both',
    removed: (member, value) => ({
      old: typeText(typeOf(value)),
      breaks: 'both',
      message: `${member} is gone: requests that send or select it fail, and responses don't have it.`,
    }),
    added: (member, value) => ({
      new: typeText(typeOf(value)),
      breaks: isRequired(value) ? 'requests' : 'nothing',
      message: `${member} is new${isRequired(value) ? ', not nullable and without default: a request that creates without it fails' : ''}.`,
    }),
  };
}

function ownMembers(type: EdmStructuredType): Map<string, Member> {
  return new Map<string, Member>([...type.ownProperties, ...type.ownNavigationProperties]);
}

function diffMember(path: string, before: Member, after: Member, names: Names): SchemaChange[] {
  if (before.kind !== after.kind) {
    return [
      {
        rule: 'kind-changed',
        element: before.kind,
        path,
        old: before.kind,
        new: after.kind,
        breaks: 'both',
        message: `${path} was a ${before.kind} and is a ${after.kind}.`,
      },
    ];
  }
  const changes = diffTypeReferences(
    { element: before.kind, path, direction: 'both' },
    typeOf(before),
    typeOf(after),
    names,
  );
  if (before.kind === 'Property' && after.kind === 'Property')
    changes.push(...diffDefaultValue(path, before, after));
  if (before.kind === 'NavigationProperty' && after.kind === 'NavigationProperty')
    changes.push(...diffNavigation(path, before, after));
  return [...changes, ...diffAnnotations(path, before.annotations, after.annotations)];
}

function typeOf(member: Member): EdmTypeReference {
  return member.kind === 'Property'
    ? member.type
    : { type: member.entityType, collection: member.collection, nullable: member.nullable };
}

function diffDefaultValue(path: string, before: EdmProperty, after: EdmProperty): SchemaChange[] {
  if (before.defaultValue === after.defaultValue) return [];
  return [
    {
      rule: 'default-value-changed',
      element: 'Property',
      path,
      attribute: 'DefaultValue',
      ...optionalTexts(before.defaultValue, after.defaultValue),
      breaks: 'responses',
      message: `The default value of ${path} was ${before.defaultValue ?? 'none'} and is ${after.defaultValue ?? 'none'}.`,
    },
  ];
}

function diffNavigation(
  path: string,
  before: EdmNavigationProperty,
  after: EdmNavigationProperty,
): SchemaChange[] {
  const facts: Fact[] = [
    [
      'containment-changed',
      'ContainsTarget',
      String(before.containsTarget),
      String(after.containsTarget),
      'both',
    ],
    ['partner-changed', 'Partner', before.partner, after.partner, 'nothing'],
    ['on-delete-changed', 'OnDelete', before.onDelete, after.onDelete, 'requests'],
    [
      'referential-constraint-changed',
      'ReferentialConstraint',
      constraintText(before),
      constraintText(after),
      'requests',
    ],
  ];
  return diffFacts('NavigationProperty', path, facts);
}

function constraintText(property: EdmNavigationProperty): string | undefined {
  const constraints = property.referentialConstraints.map((c) => `${c.property}=${c.referencedProperty}`);
  return constraints.length === 0 ? undefined : constraints.sort().join(',');
}

function movedToBase(path: string, before: Member, after: Member, names: Names): SchemaChange[] {
  const base = after.declaringType.qualifiedName;
  return [
    {
      rule: 'moved-to-base',
      element: before.kind,
      path,
      newPath: `${base}/${before.name}`,
      breaks: 'nothing',
      message: `${path} is declared by the base type ${base} now.`,
    },
    ...diffMember(path, before, after, names),
  ];
}

function memberLikeness(from: Member, to: Member, names: Names): number {
  return from.kind === to.kind && typeText(typeOf(from), names) === typeText(typeOf(to)) ? 1 : 0;
}

/** Not nullable, without default, not made by the service: what a client of the old model can't know to send. */
export function isRequired(member: Member): boolean {
  const type = typeOf(member);
  if (type.nullable || type.collection) return false;
  if (member.kind === 'Property' && typeof member.defaultValue === 'string') return false;
  return !['Computed', 'ComputedDefaultValue'].some(
    (term) => member.annotations.get(`Org.OData.Core.V1.${term}`) === true,
  );
}
