// OData CSDL XML 4.01, section 4 "CSDL XML Document", read into CSDL JSON.
import { checkXmlElements } from '../check/check-xml-elements.ts';
import type { CsdlDocument, CsdlFinding, CsdlValue } from '../csdl-document.ts';
import { memberOf, setMember } from '../csdl-document.ts';
import { linePositions } from '../line-positions.ts';
import type { CsdlReadOptions, CsdlReadResult } from '../read-result.ts';
import { readAnnotations } from './read-xml-annotation.ts';
import { readSchema } from './read-xml-schema.ts';
import type { XmlViolation } from './xml-limits.ts';
import type { Draft, XmlReading } from './xml-reading.ts';
import {
  addChild,
  createXmlReading,
  locate,
  memberDraft,
  remember,
  report,
  reportUnknownChild,
  requiredAttribute,
  within,
} from './xml-reading.ts';
import type { XmlElement } from './xml-tree.ts';
import { childElements, InvalidReference, readXmlTree } from './xml-tree.ts';

export function readCsdlXml(text: string, options: CsdlReadOptions): CsdlReadResult {
  try {
    const root = readXmlTree(text);
    if ('message' in root) return refused(text, options.file, root);
    return readEdmx(text, options, root);
  } catch (error) {
    if (error instanceof InvalidReference) return refused(text, options.file, error);
    throw error;
  }
}

function refused(text: string, file: string, violation: XmlViolation): CsdlReadResult {
  const { line, column } = 'offset' in violation ? linePositions(text)(violation.offset) : violation;
  const finding: CsdlFinding = {
    severity: 'error',
    code: 'malformed-document',
    message: violation.message,
    file,
    line,
    column,
    path: '',
  };
  return { document: undefined, findings: [finding], positions: () => undefined };
}

function readEdmx(text: string, { file, errorsOnly }: CsdlReadOptions, root: XmlElement): CsdlReadResult {
  const elements = childElements(root.children);
  const services = elements.filter((element) => element.name === 'DataServices');
  const schemas = services
    .flatMap((element) => childElements(element.children))
    .filter((element) => element.name === 'Schema');
  const reading = createXmlReading(text, file, {
    aliases: findAliases(elements, schemas),
    underlyingTypes: findUnderlyingTypes(schemas),
  });
  if (root.name !== 'Edmx') {
    report(reading, root, 'error', 'not-csdl', `The root element is ${root.name}, not edmx:Edmx.`);
    return { document: undefined, findings: reading.findings, positions: () => undefined };
  }
  const document: Draft = { $Version: readVersion(reading, root) };
  const container = findContainer(schemas);
  if (container !== undefined) document.$EntityContainer = container;
  for (const element of elements) {
    if (element.name === 'Reference') readReference(reading, element, document);
    else if (element.name !== 'DataServices') reportUnknownChild(reading, element, 'Edmx');
  }
  if (services.length !== 1)
    report(reading, root, 'error', 'not-csdl', 'The document must have one edmx:DataServices element.');
  for (const schema of schemas) readSchemaInto(reading, schema, document);
  if (errorsOnly !== true) checkXmlElements(reading, root);
  return {
    document: document as CsdlDocument,
    findings: reading.findings,
    positions: (path) => locate(reading, document, path),
  };
}

function readVersion(reading: XmlReading, root: XmlElement): string {
  const version = root.attributes.get('Version')?.trim() ?? '';
  if (version === '4.0' || version === '4.01') return version;
  const message =
    version === '4.02'
      ? 'The document is of version 4.02; it is read as 4.01.'
      : `The version is ${JSON.stringify(version)}; CSDL 4.0 and 4.01 are read.`;
  report(reading, root, version === '4.02' ? 'warning' : 'error', 'unknown-version', message);
  return '4.01';
}

function readSchemaInto(reading: XmlReading, element: XmlElement, document: Draft): void {
  const namespace = requiredAttribute(reading, element, 'Namespace');
  if (namespace === undefined) return;
  within(reading, namespace, () => {
    if (element.namespace?.startsWith('http://schemas.microsoft.com/'))
      report(
        reading,
        element,
        'error',
        'unknown-version',
        'The schema is of OData 1 to 3; CSDL 4.0 and 4.01 are read.',
      );
    const schema = readSchema(reading, element, namespace);
    addChild(reading, document, namespace, schema, element);
  });
}

/** `$EntityContainer`: the service's container, which is the one that no other container of the document extends. */
function findContainer(schemas: readonly XmlElement[]): string | undefined {
  const containers = new Map<string, string>();
  const extended = new Set<string>();
  for (const schema of schemas)
    for (const { name, attributes } of childElements(schema.children)) {
      if (name !== 'EntityContainer') continue;
      const local = attributes.get('Name');
      containers.set(
        `${schema.attributes.get('Namespace')}.${local}`,
        `${schema.attributes.get('Alias')}.${local}`,
      );
      extended.add(attributes.get('Extends') ?? '');
    }
  return [...containers].find(
    ([name, abbreviated]) => !extended.has(name) && !extended.has(abbreviated),
  )?.[0];
}

function readReference(reading: XmlReading, element: XmlElement, document: Draft): void {
  const uri = requiredAttribute(reading, element, 'Uri');
  if (uri === undefined) return;
  const draft: Draft = {};
  const includes: CsdlValue[] = [];
  const annotations: CsdlValue[] = [];
  for (const child of childElements(element.children)) {
    if (child.name === 'Include') includes.push(readAttributes(reading, child, ['Namespace', 'Alias']));
    else if (child.name === 'IncludeAnnotations')
      annotations.push(readAttributes(reading, child, ['TermNamespace', 'Qualifier', 'TargetNamespace']));
    else if (child.name !== 'Annotation') reportUnknownChild(reading, child, 'Reference');
  }
  if (includes.length > 0) draft.$Include = includes;
  if (annotations.length > 0) draft.$IncludeAnnotations = annotations;
  readAnnotations(reading, element, draft);
  addReference(reading, memberDraft(document, '$Reference'), uri, draft, element);
}

/** Two references must not have one URI; documents in use have that, and mean both. */
function addReference(
  reading: XmlReading,
  references: Draft,
  uri: string,
  draft: Draft,
  element: XmlElement,
): void {
  const present = memberOf(references, uri) as Draft | undefined;
  if (present === undefined) {
    setMember(references, uri, draft);
    remember(reading, references, uri, draft, element.offset);
    return;
  }
  report(reading, element, 'warning', 'duplicate-reference', `The document ${uri} is referenced twice.`);
  for (const [name, value] of Object.entries(draft)) {
    const known = memberOf(present, name);
    setMember(present, name, Array.isArray(known) ? [...known, ...(value as CsdlValue[])] : (known ?? value));
  }
}

/** The first of the attributes is required. */
function readAttributes(reading: XmlReading, element: XmlElement, names: readonly string[]): Draft {
  const draft: Draft = {};
  requiredAttribute(reading, element, names[0] as string);
  for (const name of names) {
    const value = element.attributes.get(name);
    if (value !== undefined) draft[`$${name}`] = value;
  }
  readAnnotations(reading, element, draft);
  return draft;
}

function findAliases(
  edmx: readonly XmlElement[],
  schemas: readonly XmlElement[],
): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  const includes = edmx.flatMap((element) =>
    element.name === 'Reference'
      ? childElements(element.children).filter((child) => child.name === 'Include')
      : [],
  );
  for (const element of [...includes, ...schemas]) {
    const namespace = element.attributes.get('Namespace');
    const alias = element.attributes.get('Alias');
    if (namespace !== undefined && alias !== undefined) aliases.set(namespace, alias);
  }
  return aliases;
}

function findUnderlyingTypes(schemas: readonly XmlElement[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const schema of schemas)
    for (const element of childElements(schema.children)) {
      if (element.name !== 'TypeDefinition') continue;
      const name = element.attributes.get('Name');
      const underlyingType = element.attributes.get('UnderlyingType') ?? 'Edm.String';
      for (const prefix of [schema.attributes.get('Namespace'), schema.attributes.get('Alias')])
        types.set(`${prefix}.${name}`, underlyingType);
    }
  return types;
}
