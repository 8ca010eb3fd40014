// OData URL Conventions 4.01, section 2 "URL Components": what every step of resolving knows.
import type {
  EdmModel,
  EdmPrimitiveType,
  EdmPrimitiveTypeName,
  EdmType,
  EdmTypeReference,
} from '../edm/edm-model.ts';
import type { ErrorCode } from '../error/error-codes.ts';
import { ODataError } from '../error/odata-error.ts';
import type { Expr } from '../uri/syntax-tree.ts';
import { showCaret } from '../uri/uri-syntax-error.ts';
import type { ResolveOptions } from './query.ts';

export interface ResolveContext {
  readonly model: EdmModel;
  readonly options: ResolveOptions;
  /** Values of parameter aliases (`@p=…`), by name without the sign. */
  readonly aliases: ReadonlyMap<string, Expr>;
  /** Aliases whose values are being resolved just now. */
  readonly openAliases?: ReadonlySet<string>;
  /** How many values of aliases were resolved so far: aliases that use others twice would double with each level. */
  readonly aliasUses: { count: number };
  /** Custom query options, which may stand in for function parameters ("implicit parameter aliases"). */
  readonly custom: ReadonlyMap<string, string>;
  /** Names of the options that did stand in for function parameters; filled while the path is resolved. */
  readonly implied: Set<string>;
  /** The text that offsets count in, when the caller has it: messages then show it with a caret. */
  readonly text: string | undefined;
}

/** Longest part of a URL that a message repeats before the caret, in characters. */
const excerpt = 60;

/** An error about the URL's text at an offset. */
export function urlError(
  context: Pick<ResolveContext, 'text'>,
  status: number,
  code: ErrorCode,
  message: string,
  at: number,
  target?: string,
): ODataError {
  const where =
    context.text === undefined
      ? ` (at offset ${at})`
      : ` (at offset ${at})\n${showCaret(context.text, at, excerpt)}`;
  return new ODataError(status, code, `${message}${where}`, {
    offset: at,
    ...(target === undefined ? {} : { target }),
  });
}

export function expressionError(context: ResolveContext, message: string, at: number): ODataError {
  return urlError(context, 400, 'InvalidExpression', message, at);
}

export function notFound(context: ResolveContext, message: string, at: number): ODataError {
  return urlError(context, 404, 'NotFound', message, at);
}

/** The primitive type of a name, as the model gives it (elements are compared by reference). */
export function primitive(context: ResolveContext, name: EdmPrimitiveTypeName): EdmPrimitiveType {
  const type = context.model.findType(`Edm.${name}`);
  if (type?.kind !== 'Primitive') throw new Error(`The model does not know Edm.${name}`);
  return type;
}

export function typeReference(type: EdmType, collection: boolean, nullable = true): EdmTypeReference {
  return { type, collection, nullable };
}

/** How messages name a type. */
export function typeName(type: { readonly type: EdmType | undefined; readonly collection: boolean }): string {
  const name = type.type?.qualifiedName ?? 'untyped value';
  return type.collection ? `Collection(${name})` : name;
}
