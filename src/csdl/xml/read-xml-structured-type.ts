// OData CSDL XML 4.01, section 6 "Entity Type", 7 "Structural Property", 8 "Navigation Property" and 9 "Complex Type".
import type { CsdlValue } from '../csdl-document.ts';
import { setMember } from '../csdl-document.ts';
import { readAnnotations } from './read-xml-annotation.ts';
import { readDefaultValue, readTypeName, readTypeReference } from './read-xml-type.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import {
  addChild,
  booleanAttribute,
  memberDraft,
  qualify,
  qualifyPath,
  readBoolean,
  report,
  reportUnknownChild,
  requiredAttribute,
  within,
} from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';
import { childElements } from './xml-tree.ts';

export function readStructuredType(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: element.name };
  const baseType = element.attributes.get('BaseType');
  if (baseType !== undefined) draft.$BaseType = qualify(reading, baseType);
  readBoolean(reading, element, 'Abstract', draft);
  readBoolean(reading, element, 'OpenType', draft);
  readBoolean(reading, element, 'HasStream', draft);
  const children = childElements(element.children);
  // The order of members is the same for all documents, wherever they have the key.
  const key = children.find((child) => child.name === 'Key');
  if (key !== undefined) draft.$Key = readKey(reading, key);
  for (const child of children) readMember(reading, child, draft, element.name);
  readAnnotations(reading, element, draft);
  return draft;
}

function readMember(reading: XmlReading, child: XmlElement, draft: Draft, parent: string): void {
  if (child.name === 'Property' || child.name === 'NavigationProperty') {
    const name = requiredAttribute(reading, child, 'Name');
    if (name === undefined) return;
    const read = child.name === 'Property' ? readProperty : readNavigationProperty;
    within(reading, name, () => addChild(reading, draft, name, read(reading, child), child));
  } else if (child.name !== 'Annotation' && child.name !== 'Key') reportUnknownChild(reading, child, parent);
}

function readKey(reading: XmlReading, element: XmlElement): CsdlValue {
  const key: CsdlValue[] = [];
  for (const child of childElements(element.children)) {
    if (child.name !== 'PropertyRef') continue;
    const name = requiredAttribute(reading, child, 'Name');
    const alias = child.attributes.get('Alias');
    if (name === undefined) continue;
    key.push(alias === undefined ? name : { [alias]: name });
  }
  return key;
}

function readProperty(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = {};
  readTypeReference(reading, element, draft);
  readDefaultValue(reading, element, draft);
  readAnnotations(reading, element, draft);
  return draft;
}

function readNavigationProperty(reading: XmlReading, element: XmlElement): Draft {
  const draft: Draft = { $Kind: 'NavigationProperty' };
  readTypeName(reading, element, draft);
  const nullable = booleanAttribute(reading, element, 'Nullable');
  if (nullable !== false && draft.$Collection !== true) draft.$Nullable = true;
  const partner = element.attributes.get('Partner');
  if (partner !== undefined) draft.$Partner = qualifyPath(reading, partner);
  readBoolean(reading, element, 'ContainsTarget', draft);
  const onDelete: XmlElement[] = [];
  for (const child of childElements(element.children)) {
    if (child.name === 'ReferentialConstraint') readReferentialConstraint(reading, child, draft);
    else if (child.name === 'OnDelete') onDelete.push(child);
    else if (child.name !== 'Annotation') reportUnknownChild(reading, child, 'NavigationProperty');
  }
  for (const child of onDelete) readOnDelete(reading, child, draft);
  readAnnotations(reading, element, draft);
  return draft;
}

function readReferentialConstraint(reading: XmlReading, element: XmlElement, draft: Draft): void {
  const property = requiredAttribute(reading, element, 'Property');
  const referenced = requiredAttribute(reading, element, 'ReferencedProperty');
  if (property === undefined || referenced === undefined) return;
  const constraints = memberDraft(draft, '$ReferentialConstraint');
  setMember(constraints, property, referenced);
  readAnnotations(reading, element, constraints, property);
}

const onDeleteActions = ['Cascade', 'None', 'SetNull', 'SetDefault'];

function readOnDelete(reading: XmlReading, element: XmlElement, draft: Draft): void {
  const action = requiredAttribute(reading, element, 'Action');
  if (action === undefined) return;
  if (!onDeleteActions.includes(action)) {
    const message = `OnDelete is ${JSON.stringify(action)}, not one of ${onDeleteActions.join(', ')}.`;
    report(reading, element, 'error', 'invalid-value', message);
    return;
  }
  draft.$OnDelete = action;
  readAnnotations(reading, element, draft, '$OnDelete');
}
