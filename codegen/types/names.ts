// OData CSDL 4.01, section 15.2 "Simple Identifier": how names of a model become names of TypeScript.
//
// A CSDL name never holds a `$`, a TypeScript name may: what is added to a name is added with `$`, so that nothing
// that is generated can collide with a name of the model, and no name is ever renamed by number.
//   user                 the type itself                    case$    a name that TypeScript reserves, exported as `case`
//   user$Create          what a create may send             microsoft$graph   the module of namespace microsoft.graph
import type { EdmStructuredType } from '../../src/edm/edm-model.ts';

/** What is generated for a structured type beside the type itself. */
export type Companion = '' | '$Any' | '$TypeName' | '$Create' | '$AnyCreate' | '$Update' | '$AnyUpdate';

const reserved: ReadonlySet<string> = new Set(
  // ECMAScript reserved words, in strict mode and modules
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield ' +
    // predefined types and type operators of TypeScript
    'abstract any asserts bigint boolean infer intrinsic is keyof never number object readonly string symbol undefined ' +
    'unique unknown ' +
    // names that modules have: the imported aliases, and what CommonJS and async functions need
    'Edm Promise exports module require'
  ).split(' '),
);

export function isReserved(name: string): boolean {
  return reserved.has(name);
}

/** Name under which a schema child is declared in its module. */
export function declaredName(name: string, companion: Companion = ''): string {
  return companion === '' && isReserved(name) ? `${name}$` : `${name}${companion}`;
}

/** Name of a namespace's module where it is imported. */
export function moduleName(namespace: string): string {
  return namespace.includes('.') ? namespace.replaceAll('.', '$') : `${namespace}$`;
}

/** A member's name: quoted where TypeScript would need it, or might read it as a keyword. */
export function memberName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !isReserved(name) && name !== 'constructor'
    ? name
    : literal(name);
}

/** A string literal type or value. */
export function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The value of `@odata.type` that names the type. */
export function typeNameLiteral(type: EdmStructuredType): string {
  return literal(`#${type.qualifiedName}`);
}
