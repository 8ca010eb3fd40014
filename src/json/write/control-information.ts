// OData JSON Format 4.01, section 4.6 "Control Information": names and metadata levels.
import type { EdmType, EdmTypeReference } from '../../edm/edm-model.ts';
import type { ODataVersion } from './select-list.ts';

export type MetadataLevel = 'none' | 'minimal' | 'full';

/** What a writer is specialised on: everything about a format that is the same for all values of one response. */
export interface JsonNotation {
  readonly metadata: MetadataLevel;
  readonly version: ODataVersion;
  /** Before the name of control information: `@odata.` or `@`. */
  readonly prefix: '@odata.' | '@';
  /** Int64 and Decimal as strings. */
  readonly ieee754Compatible: boolean;
  /** 4.0 writes Decimal in long notation unless the client allows exponents. */
  readonly exponentialDecimals: boolean;
  readonly omitValues: 'nulls' | 'defaults' | undefined;
  /** Entities name their type also where it is the declared one. */
  readonly alwaysType: boolean;
  /** Small number that tells notations apart, for caches of writers. */
  readonly index: number;
}

const levels: readonly MetadataLevel[] = ['none', 'minimal', 'full'];
const omissions = [undefined, 'nulls', 'defaults'] as const;
const notations: (JsonNotation | undefined)[] = [];

/** The notation with these traits; the same object each time. */
export function jsonNotation(traits: Omit<JsonNotation, 'index'>): JsonNotation {
  const index =
    levels.indexOf(traits.metadata) +
    3 * omissions.indexOf(traits.omitValues) +
    9 *
      (Number(traits.version === '4.01') +
        2 * Number(traits.prefix === '@') +
        4 * Number(traits.ieee754Compatible) +
        8 * Number(traits.exponentialDecimals) +
        16 * Number(traits.alwaysType));
  notations[index] ??= { ...traits, index };
  return notations[index];
}

/** Section 4.6.3 "type": `#ns.Type`, `#Collection(ns.Type)`; built-in types unqualified, in 4.01 without the hash. */
export function typeUri(
  reference: Pick<EdmTypeReference, 'type' | 'collection'>,
  version: ODataVersion,
): string {
  return typeUriOfName(qualifiedNameOf(reference.type, reference.collection), version);
}

/** The same from a qualified name: `Edm.Int64` is `#Int64` in 4.0 and `Int64` in 4.01. */
export function typeUriOfName(qualifiedName: string, version: ODataVersion): string {
  const builtIn = qualifiedName.startsWith('Edm.');
  if (builtIn && version === '4.01') return qualifiedName.slice(4);
  return `#${builtIn ? qualifiedName.slice(4) : qualifiedName.replace('(Edm.', '(')}`;
}

function qualifiedNameOf(type: EdmType, collection: boolean): string {
  return collection ? `Collection(${type.qualifiedName})` : type.qualifiedName;
}

/** The qualified name that a type URI stands for, alias as written: `#Int64` and `Int64` are `Edm.Int64`. */
export function qualifiedNameOfTypeUri(uri: string): string {
  const fragment = uri.slice(uri.indexOf('#') + 1);
  const item = /^Collection\((.*)\)$/.exec(fragment)?.[1];
  if (item !== undefined) return `Collection(${item.includes('.') ? item : `Edm.${item}`})`;
  return fragment.includes('.') ? fragment : `Edm.${fragment}`;
}
