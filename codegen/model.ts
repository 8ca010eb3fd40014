// The compact model artifact: what a server starts from without reading CSDL again.
import type { CsdlDocument } from '../src/csdl/csdl-document.ts';
import type { GeneratedModel } from '../src/csdl/generated-layout.ts';
import { packModel } from '../src/csdl/model/model-artifact.ts';
import type { ServiceDefinition } from '../src/csdl/service-definition.ts';
import { headerText } from './header.ts';

/** The text of `model.json`: one line, since it is read by machines alone and parsed at every start. */
export function emitModel(
  document: CsdlDocument,
  references: readonly CsdlDocument[],
  origin: ServiceDefinition['origin'],
): string {
  const content: GeneratedModel = {
    layout: 1,
    comment: headerText(origin),
    generatedFrom: origin,
    model: packModel(document, references),
  };
  return `${JSON.stringify(content)}\n`;
}
