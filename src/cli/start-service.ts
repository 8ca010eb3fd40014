// A planned service with its handlers and what it starts with: for `serve`, and for the emulator behind `record`.
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { createService, DataError, loadServiceData, populateService } from '../index.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import type { ODataService, ServiceEvent } from '../service/odata-service.ts';
import type { PlannedService } from './serve-plan.ts';
import { trying, UserError } from './user-error.ts';

/** @throws UserError for handlers, data and numbers that can't be used */
export async function startService(
  definition: ServiceDefinition,
  {
    handlers: given,
    settings,
    data,
    populate,
  }: Pick<PlannedService, 'handlers' | 'settings' | 'data' | 'populate'>,
  log: (event: ServiceEvent) => void,
): Promise<ODataService> {
  const handlers = await handlersOf(given, definition);
  const service = createService(definition, { ...settings, handlers, log });
  await loadInto(service, data);
  await populateInto(service, populate);
  return service;
}

async function handlersOf(
  given: PlannedService['handlers'],
  { model }: ServiceDefinition,
): Promise<OperationHandlers> {
  if (given === undefined) return {};
  const { openHandlers } = await import('../settings/open-handlers.ts');
  try {
    return await openHandlers(given, model);
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(error.message);
    throw error;
  }
}

async function loadInto(service: ODataService, data: PlannedService['data']): Promise<void> {
  if (data === undefined) return;
  try {
    await trying(`The folder ${String(data)}`, loadServiceData(service, data));
  } catch (error) {
    if (error instanceof DataError) throw new UserError(error.message);
    throw error;
  }
}

async function populateInto(service: ODataService, populate: PlannedService['populate']): Promise<void> {
  if (populate === undefined) return;
  try {
    await populateService(service, populate);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}
