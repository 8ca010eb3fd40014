// OData CSDL 4.01, section 14.2 "Annotation": inline and external annotations of an element, merged.
import type { EdmAnnotations, EdmAnnotationValue } from '../../edm/edm-model.ts';
import type { CsdlObject, CsdlValue } from '../csdl-document.ts';
import { setMember } from '../csdl-document.ts';
import type { AliasExpansion, SchemaSource } from './model-source.ts';
import { expandName, expandPath } from './model-source.ts';

/** Where annotations with external targeting are found, by target path with aliases expanded. */
export type ExternalAnnotations = ReadonlyMap<string, readonly ExternalAnnotation[]>;

interface ExternalAnnotation {
  readonly schema: SchemaSource;
  readonly target: string;
}

export function findExternalAnnotations(schemas: readonly SchemaSource[]): ExternalAnnotations {
  const found = new Map<string, ExternalAnnotation[]>();
  for (const schema of schemas)
    for (const target of schema.targets) {
      // Signatures of overloads come with and without blanks.
      const path = expandPath(schema.expandAlias, target.includes(' ') ? target.replaceAll(' ', '') : target);
      const annotations = found.get(path);
      if (annotations === undefined) found.set(path, [{ schema, target }]);
      else annotations.push({ schema, target });
    }
  return found;
}

/** Where an element's annotations stand: in an object, perhaps behind a member's name, and under target paths. */
export interface AnnotationPlaces {
  readonly inline?: CsdlObject;
  /** Name of the enumeration member whose annotations stand beside it. */
  readonly prefix?: string;
  readonly expandAlias?: AliasExpansion;
  readonly targets: readonly string[];
}

/** Read on first use: most annotations of a large model are never asked for. */
export class MergedAnnotations implements EdmAnnotations {
  readonly #places: AnnotationPlaces;
  readonly #external: () => ExternalAnnotations;
  #merged: Pick<EdmAnnotations, 'entries' | 'nested'> | undefined;

  constructor(places: AnnotationPlaces, external: () => ExternalAnnotations) {
    this.#places = places;
    this.#external = external;
  }

  get entries(): ReadonlyMap<string, EdmAnnotationValue> {
    this.#merged ??= this.#merge();
    return this.#merged.entries;
  }

  get nested(): ReadonlyMap<string, EdmAnnotationValue> {
    this.#merged ??= this.#merge();
    return this.#merged.nested;
  }

  get(term: string, qualifier?: string): EdmAnnotationValue | undefined {
    const key = qualifier === undefined ? term : `${term}#${qualifier}`;
    return this.entries.get(key) ?? this.nested.get(key);
  }

  /** Inline annotations come first and win; annotations of annotations are kept apart, as `Term@Term`. */
  #merge(): Pick<EdmAnnotations, 'entries' | 'nested'> {
    const { inline, prefix = '', expandAlias, targets } = this.#places;
    const entries = new Map<string, EdmAnnotationValue>();
    const nested = new Map<string, EdmAnnotationValue>();
    const add = (object: CsdlObject, expand: AliasExpansion, start: string, owner: string): void => {
      for (const member in object) {
        if (!member.startsWith(start)) continue;
        const key = owner + expandPath(expand, member.slice(start.length));
        const map = key.includes('@') ? nested : entries;
        if (!map.has(key)) map.set(key, expandValue(object[member] as CsdlValue, expand));
      }
    };
    if (inline !== undefined && expandAlias !== undefined) add(inline, expandAlias, `${prefix}@`, '');
    const external = this.#external();
    if (external.size > 0)
      for (const target of targets) {
        for (const { schema, target: key } of external.get(target) ?? [])
          add(schema.annotationsOf(key), schema.expandAlias, '@', '');
        for (const key of [...entries.keys()])
          for (const place of external.get(`${target}/@${key}`) ?? [])
            add(place.schema.annotationsOf(place.target), place.schema.expandAlias, '@', `${key}@`);
      }
    return { entries, nested };
  }
}

const nameMembers = new Set(['$Type', '$Function', '$LabeledElementReference']);

/** The value with aliases expanded in names of types, terms and functions and in value paths; the same object where there are none. */
function expandValue(value: CsdlValue, expand: AliasExpansion): EdmAnnotationValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => expandValue(item, expand));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const expanded: { [member: string]: CsdlValue } = {};
  let changed = false;
  for (const [member, item] of Object.entries(value as CsdlObject)) {
    const name = member.includes('@') && member !== '@type' ? expandPath(expand, member) : member;
    const content = expandMember(member, item, expand);
    changed ||= name !== member || content !== item;
    setMember(expanded, name, content as CsdlValue);
  }
  return changed ? expanded : (value as EdmAnnotationValue);
}

function expandMember(member: string, value: CsdlValue, expand: AliasExpansion): EdmAnnotationValue {
  if (typeof value !== 'string') return expandValue(value, expand);
  if (nameMembers.has(member)) return expandName(expand, value);
  if (member === '$Path') return expandPath(expand, value);
  if (member === '@type' && value.startsWith('#')) return `#${expandName(expand, value.slice(1))}`;
  return value;
}
