// OASIS Core vocabulary, term AlternateKeys: further keys of an entity set or an entity type.
import type {
  EdmEntityType,
  EdmKeyProperty,
  EdmNavigationSource,
  EdmProperty,
  EdmStructuredType,
} from './edm-model.ts';
import { Core } from './vocabularies.ts';

/** The keys of the set, the type and its base types: collections of {Key: [{Name, Alias}]}. */
export function alternateKeysOf(
  source: EdmNavigationSource | undefined,
  type: EdmEntityType,
): readonly (readonly EdmKeyProperty[])[] {
  const keys: (readonly EdmKeyProperty[])[] = [];
  const holders: (EdmStructuredType | EdmNavigationSource | undefined)[] = [source];
  for (let t: EdmEntityType | undefined = type; t !== undefined; t = t.baseType) holders.push(t);
  for (const holder of holders) {
    const value = holder?.annotations.get(Core.AlternateKeys);
    if (!Array.isArray(value)) continue;
    for (const entry of value as readonly { readonly Key?: unknown }[]) {
      const key = Array.isArray(entry?.Key) ? entry.Key.map((part) => keyProperty(type, part)) : [];
      if (key.length > 0 && key.every((part) => part !== undefined)) keys.push(key as EdmKeyProperty[]);
    }
  }
  return keys;
}

function keyProperty(type: EdmEntityType, part: unknown): EdmKeyProperty | undefined {
  const { Name: path, Alias: alias } = part as { Name?: unknown; Alias?: unknown };
  if (typeof path !== 'string') return undefined;
  const steps = path.split('/');
  let holder: EdmStructuredType | undefined = type;
  for (const [index, step] of steps.entries()) {
    const property: EdmProperty | undefined = holder?.properties.get(step);
    if (property === undefined) return undefined;
    if (index === steps.length - 1)
      return { name: typeof alias === 'string' ? alias : path, path: steps, property };
    holder = property.type.type.kind === 'ComplexType' ? property.type.type : undefined;
  }
  return undefined;
}
