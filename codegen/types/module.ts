// One CSDL namespace as one TypeScript module: what its declarations refer to, and so what it must import.
import type { EdmModel, EdmStructuredType, EdmTypeReference } from '../../src/edm/edm-model.ts';
import type { NamedType } from '../model-types.ts';
import { type Companion, declaredName, moduleName } from './names.ts';
import type { WriteRules } from './write-rules.ts';

/** How a value is used: as the service returns it, or as a client sends it. */
export type Usage = 'read' | 'create' | 'update';

export interface Module {
  readonly model: EdmModel;
  readonly writeRules: WriteRules;
  /** Types that derive from the type, sorted by qualified name. */
  readonly derivedTypes: (type: EdmStructuredType) => readonly EdmStructuredType[];
  /** The types among them whose base type is the type itself. */
  readonly directlyDerived: (type: EdmStructuredType) => readonly EdmStructuredType[];
  /** Namespaces that the module refers to, its own not among them. */
  readonly imports: Set<string>;
  /** Text of a reference to a declaration of the module `Edm`. */
  readonly edm: (name: string) => string;
  /** Text of a reference to a declaration of any other namespace. */
  readonly refer: (type: NamedType, companion?: Companion) => string;
}

export type ModelScope = Pick<Module, 'model' | 'writeRules' | 'derivedTypes' | 'directlyDerived'>;

/** @param namespace undefined for the module of the service itself, which imports every namespace that it names */
export function createModule(scope: ModelScope, namespace: string | undefined): Module {
  const imports = new Set<string>();
  return {
    ...scope,
    imports,
    edm(name) {
      imports.add('Edm');
      return `Edm.${name}`;
    },
    refer(type, companion = '') {
      if (type.namespace === namespace) return declaredName(type.name, companion);
      imports.add(type.namespace);
      // Reserved names are exported under their own name: after a dot they are no keywords.
      return `${moduleName(type.namespace)}.${type.name}${companion}`;
    },
  };
}

/** The text of a type as used by a property, parameter or result, its nullability included. */
export function typeText(reference: EdmTypeReference, module: Module, usage: Usage): string {
  const one = singleText(reference, module, usage);
  if (!reference.collection) return reference.nullable ? `${one} | null` : one;
  return reference.nullable ? `(${one} | null)[]` : `${one}[]`;
}

function singleText({ type, collection }: EdmTypeReference, module: Module, usage: Usage): string {
  if (type.kind === 'Primitive') return module.edm(type.name);
  if (type.kind === 'EnumType') {
    return type.isFlags && type.members.size > 0
      ? `${module.edm('Flags')}<${module.refer(type)}>`
      : module.refer(type);
  }
  if (type.kind === 'TypeDefinition') return module.refer(type);
  // An update replaces a collection as a whole: its items are new values.
  return structuredText(type, module, usage === 'update' && collection ? 'create' : usage);
}

const companions: Record<Usage, readonly [one: Companion, any: Companion]> = {
  read: ['', '$Any'],
  create: ['$Create', '$AnyCreate'],
  update: ['$Update', '$AnyUpdate'],
};

/** A structured type with derived types is used as the union of them all. */
export function structuredText(type: EdmStructuredType, module: Module, usage: Usage): string {
  const [one, any] = companions[usage];
  return module.refer(type, module.directlyDerived(type).length > 0 ? any : one);
}
