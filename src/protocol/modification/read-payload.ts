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
export function reportViolations(exchange: Exchange, found: readonly ODataErrorDetail[]): void {
  const [first] = found;
  if (first === undefined) return;
  exchange.violations.push(...found);
  if (exchange.record !== undefined) exchange.record.violations = exchange.violations;
  const { options } = exchange.service;
  if (options.validation === 'strict') throw violationError(first, found);
  const message = found.map(violationText).join(' | ');
  options.log?.({ kind: 'violations', message, request: exchange.request });
  const shown = exchange.violations.slice(0, 3).map(violationText).join(' | ').slice(0, 500);
  exchange.headers['OData-Emulator-Violations'] = `${exchange.violations.length}; ${ascii(shown)}`;
}

function violationError(first: ODataErrorDetail, all: readonly ODataErrorDetail[]): ODataError {
  const isOnly = all.length === 1;
  return new ODataError(
    400,
    isOnly ? first.code : 'InvalidPayload',
    isOnly ? first.message : `The body has ${all.length} violations; see details.`,
    { details: all, ...(first.target !== undefined && { target: first.target }) },
  );
}

function violationText({ target, message }: ODataErrorDetail): string {
  return target === undefined ? message : `${target}: ${message}`;
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
