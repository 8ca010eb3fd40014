// OData CSDL JSON 4.01, section 4.1 "Document Object": a document without what is not selected.
import type { EdmOperation, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import { isStructuredType } from '../../edm/structured-type.ts';
import type { CsdlDocument, CsdlObject, CsdlValue } from '../csdl-document.ts';
import { elementsOf, isChildName, isCsdlObject, setMember } from '../csdl-document.ts';
import { aliasExpansion, expandName, schemaNames } from '../model/model-source.ts';
import type { Selection } from './selection.ts';
import { typesOfOperation } from './selection.ts';

type Draft = { [member: string]: CsdlValue };

interface Filter extends Selection {
  readonly expand: (name: string) => string;
  isKept(qualifiedName: string): boolean;
}

export function filterDocument(document: CsdlDocument, selection: Selection): CsdlDocument {
  const expansion = aliasExpansion(document);
  const filter: Filter = {
    ...selection,
    expand: (name) => expandName(expansion, name),
    isKept(name) {
      const type = selection.model.findType(name);
      return type !== undefined && (type.kind === 'Primitive' || selection.types.has(type));
    },
  };
  const schemas = new Set(schemaNames(document));
  const filtered: Draft = {};
  for (const [name, value] of Object.entries(document)) {
    const kept = schemas.has(name) ? filterSchema(filter, name, value as CsdlObject) : value;
    if (kept !== undefined) setMember(filtered, name, kept);
  }
  return filtered as CsdlDocument;
}

/** undefined where nothing of the schema is left. */
function filterSchema(filter: Filter, namespace: string, schema: CsdlObject): CsdlObject | undefined {
  const kept: Draft = {};
  let isEmpty = true;
  for (const [name, value] of Object.entries(schema)) {
    if (!isChildName(name)) {
      if (name !== '$Annotations') setMember(kept, name, value);
      continue;
    }
    const all = elementsOf(value);
    const elements = all.flatMap((element, at) => {
      const index = all.slice(0, at).filter(({ $Kind: kind }) => kind === element.$Kind).length;
      return filterElement(filter, `${namespace}.${name}`, element, index);
    });
    if (elements.length === 0) continue;
    isEmpty = false;
    setMember(kept, name, Array.isArray(value) ? elements : (elements[0] as CsdlObject));
  }
  const annotations = filterTargets(filter, schema.$Annotations);
  if (annotations !== undefined) kept.$Annotations = annotations;
  return isEmpty && annotations === undefined ? undefined : kept;
}

function filterElement(filter: Filter, name: string, element: CsdlObject, index: number): CsdlObject[] {
  switch (element.$Kind) {
    case 'Action':
    case 'Function':
      return isOperationKept(filter, name, element, index) ? [element] : [];
    case 'EntityContainer':
      return [filterContainer(filter, element)];
    case 'Term':
      return filter.isKept(filter.expand(typeof element.$Type === 'string' ? element.$Type : 'Edm.String'))
        ? [element]
        : [];
    case 'EntityType':
    case 'ComplexType':
      return filter.isKept(name) ? [filterType(filter, name, element)] : [];
    default:
      return filter.isKept(name) ? [element] : [];
  }
}

/** @param index among the overloads of its name and kind, in document order as in the model */
function isOperationKept(filter: Filter, name: string, element: CsdlObject, index: number): boolean {
  const { model } = filter;
  const overloads = element.$Kind === 'Action' ? model.findActions(name) : model.findFunctions(name);
  const operation = overloads[index];
  return operation !== undefined && isClosedOrNamed(filter, operation);
}

function filterType(filter: Filter, name: string, element: CsdlObject): CsdlObject {
  const kept: Draft = {};
  for (const [member, value] of Object.entries(element)) {
    if (!isCsdlObject(value) || value.$Kind !== 'NavigationProperty') {
      setMember(kept, member, value);
      continue;
    }
    if (!filter.isKept(filter.expand(String(value.$Type)))) continue;
    const navigation = filter.model.findStructuredType(name)?.ownNavigationProperties.get(member);
    const { $Partner: partner, ...rest } = value;
    const isPartnerKept =
      typeof partner === 'string' &&
      navigation !== undefined &&
      isPathKept(filter, navigation.entityType, partner);
    setMember(kept, member, isPartnerKept ? value : rest);
  }
  return kept;
}

function filterContainer(filter: Filter, container: CsdlObject): CsdlObject {
  const kept: Draft = {};
  for (const [name, value] of Object.entries(container)) {
    if (!isChildName(name)) setMember(kept, name, value);
    else if (filter.children.has(name)) setMember(kept, name, filterChild(filter, name, value as CsdlObject));
  }
  return kept;
}

function filterChild(filter: Filter, name: string, child: CsdlObject): CsdlObject {
  const { $NavigationPropertyBinding: bindings, ...rest } = child;
  if (!isCsdlObject(bindings)) {
    const { $EntitySet: set, ...other } = rest;
    return typeof set === 'string' && !isTargetKept(filter, set) ? other : rest;
  }
  const source = filter.model.entityContainer?.children.get(name);
  const type = source?.kind === 'EntitySet' || source?.kind === 'Singleton' ? source.entityType : undefined;
  const kept = Object.entries(bindings).filter(
    ([path, target]) =>
      type !== undefined && isPathKept(filter, type, path) && isTargetKept(filter, String(target)),
  );
  return kept.length === 0 ? rest : { ...rest, $NavigationPropertyBinding: Object.fromEntries(kept) };
}

/** `Set`, `Set/property`, `ns.Container/Set` */
function isTargetKept(filter: Filter, target: string): boolean {
  const { qualifiedName, children } = filter.model.entityContainer ?? {};
  const steps = target.split('/');
  if (filter.expand(steps[0] ?? '') === qualifiedName) steps.shift();
  const [first = '', ...rest] = steps;
  const child = children?.get(first);
  if (!filter.children.has(first) || (child?.kind !== 'EntitySet' && child?.kind !== 'Singleton'))
    return false;
  return isPathKept(filter, child.entityType, rest.join('/'));
}

/** Whether properties and casts of a path are all in the subset. */
function isPathKept(filter: Filter, start: EdmStructuredType, path: string): boolean {
  let type: EdmStructuredType = start;
  for (const step of path.split('/').filter((part) => part !== '')) {
    const cast = step.includes('.') ? filter.model.findStructuredType(filter.expand(step)) : undefined;
    const member = findMember(filter, type, step);
    const next: EdmType | undefined = cast ?? member;
    if (next === undefined || (next.kind !== 'Primitive' && !filter.types.has(next))) return false;
    if (isStructuredType(next)) type = next;
  }
  return true;
}

function findMember(filter: Filter, type: EdmStructuredType, name: string): EdmType | undefined {
  const types = [type, ...filter.model.derivedTypes<EdmStructuredType>(type)];
  const has = types.find((one) => one.properties.has(name) || one.navigationProperties.has(name));
  return has?.properties.get(name)?.type.type ?? has?.navigationProperties.get(name)?.entityType;
}

function filterTargets(filter: Filter, targets: CsdlValue | undefined): CsdlObject | undefined {
  if (!isCsdlObject(targets)) return undefined;
  const kept = Object.entries(targets).filter(([target]) => isAnnotatedKept(filter, target));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isAnnotatedKept(filter: Filter, target: string): boolean {
  const { model } = filter;
  const [first = '', ...rest] = target.replaceAll(' ', '').split(/\/(?![^(]*\))/);
  const name = filter.expand(first.replace(/\(.*$/, ''));
  const steps = rest.filter((step) => !step.startsWith('@') && !step.startsWith('$'));
  if (name === model.entityContainer?.qualifiedName) {
    return steps[0] === undefined || filter.children.has(steps[0]);
  }
  const type = model.findType(name);
  if (type !== undefined && type.kind !== 'Primitive') {
    if (!filter.types.has(type)) return false;
    return !isStructuredType(type) || isPathKept(filter, type, steps.join('/'));
  }
  const operations = [...model.findActions(name), ...model.findFunctions(name)];
  const signature = /\((.*)\)$/.exec(first)?.[1];
  return (
    operations.length === 0 ||
    operations.some(
      (operation) => isSignatureOf(filter, operation, signature) && isClosedOrNamed(filter, operation),
    )
  );
}

function isSignatureOf({ expand }: Filter, operation: EdmOperation, signature: string | undefined): boolean {
  if (signature === undefined) return true;
  const written = operation.parameters.map(({ type }) =>
    type.collection ? `Collection(${type.type.qualifiedName})` : type.type.qualifiedName,
  );
  const asked = signature.replace(/[^(),]+/g, (name) => expand(name));
  return written.join() === asked || written[0] === asked;
}

/** An operation that no pattern names is kept where it is bound and all of its types are. */
function isClosedOrNamed({ operations, types }: Filter, operation: EdmOperation): boolean {
  const isClosed = typesOfOperation(operation).every((type) => type.kind === 'Primitive' || types.has(type));
  return operations.has(operation) || (operation.isBound && isClosed);
}
