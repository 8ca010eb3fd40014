// OData CSDL 4.01, section 8 "Navigation Property"; OData JSON Format 4.01, section 8 "Navigation Property".
import type { EdmNavigationProperty } from '../../src/edm/edm-model.ts';
import { isComputed } from '../../src/edm/write-rules.ts';
import { documentation } from './documentation.ts';
import { type Module, structuredText } from './module.ts';
import { literal, memberName } from './names.ts';
import type { Member } from './property.ts';

/** The related entities where they are expanded, and what a response says about them. */
export function readNavigationMembers(property: EdmNavigationProperty, module: Module): Member[] {
  const entity = structuredText(property.entityType, module, 'read');
  const related: Member = {
    name: memberName(property.name),
    hasQuestionToken: true,
    type: property.collection ? `${entity}[]` : property.nullable ? `${entity} | null` : entity,
    docs: documentation(property),
  };
  if (!property.collection) return [related];
  return [
    related,
    { name: literal(`${property.name}@odata.count`), hasQuestionToken: true, type: 'number' },
    { name: literal(`${property.name}@odata.nextLink`), hasQuestionToken: true, type: 'string' },
  ];
}

/** Related entities made or referred to by the same request, or bound by `@odata.bind`. */
export function writeNavigationMembers(property: EdmNavigationProperty, module: Module): Member[] {
  if (isComputed(property)) return [];
  const sent = `${structuredText(property.entityType, module, 'create')} | ${module.edm('Reference')}`;
  const orNull = property.nullable ? ' | null' : '';
  const bind = literal(`${property.name}@odata.bind`);
  return property.collection
    ? [
        { name: memberName(property.name), hasQuestionToken: true, type: `(${sent})[]` },
        { name: bind, hasQuestionToken: true, type: 'string[]' },
      ]
    : [
        {
          name: memberName(property.name),
          hasQuestionToken: true,
          type: `${sent}${orNull}`,
        },
        { name: bind, hasQuestionToken: true, type: `string${orNull}` },
      ];
}
