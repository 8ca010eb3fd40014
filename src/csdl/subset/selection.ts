// OData CSDL 4.01, section 13 "Entity Container": what of a model a subset keeps.
import type { EdmModel, EdmOperation, EdmType } from '../../edm/edm-model.ts';

/** What is kept. */
export interface Selection {
  readonly model: EdmModel;
  readonly types: ReadonlySet<EdmType>;
  readonly operations: ReadonlySet<EdmOperation>;
  /** Names of the container's children. */
  readonly children: ReadonlySet<string>;
}

export function typesOfOperation({ parameters, returnType }: EdmOperation): EdmType[] {
  return [...parameters.map(({ type }) => type.type), ...(returnType === undefined ? [] : [returnType.type])];
}
