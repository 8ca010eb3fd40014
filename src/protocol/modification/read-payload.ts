// OData JSON Format 4.01, section 4 and following: a request body, read and checked, with what the service's mode makes of violations.
import type { EdmEntityType, EdmNavigationProperty } from '../../edm/edm-model.ts';
import { ODataError, type ODataErrorDetail } from '../../error/odata-error.ts';
import { deserializeEntity } from '../../json/read/deserialize.ts';
import type { DeserializeContext, PayloadMode } from '../../json/read/deserialize-context.ts';
import type { EntityPayload } from '../../json/read/payload.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { contentTypeOf, readJsonText } from '../exchange/read-body.ts';

export async function readEntity(
  exchange: Exchange,
  type: EdmEntityType,
  mode: PayloadMode,
  about: Pick<DeserializeContext, 'through' | 'existing'> = {},
): Promise<EntityPayload> {
  const text = await readJsonText(exchange);
  const { payload, violations } = deserializeEntity(text, type, {
    ...(await deserializeContext(exchange, mode)),
    ...about,
  });
  reportViolations(exchange, violations);
  return payload;
}

export async function deserializeContext(
  exchange: Exchange,
  mode: PayloadMode,
  through?: EdmNavigationProperty,
): Promise<DeserializeContext> {
  const { service } = exchange;
  return {
    model: service.definition.model,
    mode,
    requiredOnCreate: service.profile.requiredOnCreate,
    validator: await service.validator(),
    through,
    numbersAsText: service.profile.numbersAsText || isIeee754Compatible(exchange),
    numericEnums: service.profile.resolve.numericEnums,
    ignoreCase: service.profile.resolve.ignoreCase,
  };
}

function isIeee754Compatible(exchange: Exchange): boolean {
  return contentTypeOf(exchange)?.parameters.get('ieee754compatible')?.toLowerCase() === 'true';
}

/** `strict`: 400 with all of them. `report`: the answer and the log tell them, and the request goes on. */
export function reportViolations(exchange: Exchange, violations: readonly ODataErrorDetail[]): void {
  if (violations.length === 0) return;
  if (exchange.record !== undefined) exchange.record.violations = violations;
  const { options } = exchange.service;
  const [first] = violations;
  if (options.validation === 'strict')
    throw new ODataError(
      400,
      violations.length === 1 && first !== undefined ? first.code : 'InvalidPayload',
      violations.length === 1 && first !== undefined
        ? first.message
        : `The body has ${violations.length} violations; see details.`,
      { details: violations, ...(first?.target !== undefined && { target: first.target }) },
    );
  const texts = violations.map(({ target, message }) =>
    target === undefined ? message : `${target}: ${message}`,
  );
  options.log?.({ kind: 'violations', message: texts.join(' | '), request: exchange.request });
  const shown = texts.slice(0, 3).join(' | ').slice(0, 500);
  exchange.headers['OData-Emulator-Violations'] = `${violations.length}; ${ascii(shown)}`;
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
