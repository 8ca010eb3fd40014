// OData CSDL 4.01, section 6.1 "Derived Entity Type" and 12.5 "Bound or Unbound Action or Function Overloads", looked up backwards.
import type { EdmOperation, EdmStructuredType, EdmType } from '../../edm/edm-model.ts';
import type { ModelSource } from './model-source.ts';

/** Finds the types that derive from a type directly or indirectly, in document order. */
export function createDerivationIndex(
  source: ModelSource,
  find: (qualifiedName: string) => EdmType | undefined,
): (type: EdmStructuredType) => readonly EdmStructuredType[] {
  let direct: Map<string, { readonly name: string; readonly order: number }[]> | undefined;
  const found = new Map<EdmStructuredType, readonly EdmStructuredType[]>();
  const collect = (base: string, seen: Map<string, number>): void => {
    direct ??= indexDerivations(source);
    for (const { name, order } of direct.get(base) ?? []) {
      if (seen.has(name)) continue;
      seen.set(name, order);
      collect(name, seen);
    }
  };
  return (type) => {
    const known = found.get(type);
    if (known !== undefined) return known;
    const seen = new Map<string, number>();
    collect(type.qualifiedName, seen);
    seen.delete(type.qualifiedName);
    const types = [...seen]
      .sort(([, a], [, b]) => a - b)
      .map(([name]) => find(name))
      .filter((derived): derived is EdmStructuredType => derived?.kind === type.kind);
    found.set(type, types);
    return types;
  };
}

function indexDerivations(source: ModelSource): Map<string, { name: string; order: number }[]> {
  const index = new Map<string, { name: string; order: number }[]>();
  let order = 0;
  for (const [name, base] of source.derivations()) append(index, base, { name, order: order++ });
  return index;
}

interface Binding {
  readonly name: string;
  readonly overload: number;
  readonly order: number;
}

/** Finds the operations that can be bound to a value of a type, or to a collection of such values. */
export function createBindingIndex(
  source: ModelSource,
  find: (qualifiedName: string, overload: number) => EdmOperation,
): (type: EdmType, collection: boolean) => readonly EdmOperation[] {
  let index: Map<string, Binding[]> | undefined;
  const single = new Map<EdmType, readonly EdmOperation[]>();
  const many = new Map<EdmType, readonly EdmOperation[]>();
  return (type, collection) => {
    const found = collection ? many : single;
    const known = found.get(type);
    if (known !== undefined) return known;
    index ??= indexBindings(source);
    const bindings = bindingTypes(type).flatMap(
      (name) => index?.get(collection ? `Collection(${name})` : name) ?? [],
    );
    const operations = bindings
      .sort((a, b) => a.order - b.order)
      .map(({ name, overload }) => find(name, overload));
    found.set(type, operations);
    return operations;
  };
}

function indexBindings(source: ModelSource): Map<string, Binding[]> {
  const index = new Map<string, Binding[]>();
  let order = 0;
  for (const [name, overload, type] of source.bindings())
    append(index, type, { name, overload, order: order++ });
  return index;
}

/** The types that a binding parameter may have to accept the type: it, its bases, and the built-in abstract ones. */
function bindingTypes(type: EdmType): string[] {
  const names: string[] = [];
  for (let t: EdmType | undefined = type; t !== undefined; ) {
    names.push(t.qualifiedName);
    t = t.kind === 'EntityType' || t.kind === 'ComplexType' ? t.baseType : undefined;
  }
  if (type.kind === 'EntityType') names.push('Edm.EntityType');
  else if (type.kind === 'ComplexType') names.push('Edm.ComplexType');
  else if (type.qualifiedName !== 'Edm.PrimitiveType') names.push('Edm.PrimitiveType');
  return names;
}

function append<T>(index: Map<string, T[]>, key: string, item: T): void {
  const items = index.get(key);
  if (items === undefined) index.set(key, [item]);
  else items.push(item);
}
