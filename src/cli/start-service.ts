// A planned service with its handlers and what it starts with: for `serve`, and for the emulator behind `record`.
import { resolve } from 'node:path';
import type { ServiceDefinition } from '../csdl/service-definition.ts';
import { createService, DataError, loadServiceData, populateService } from '../index.ts';
import type { OperationHandlers } from '../service/handlers.ts';
import type { ODataService, ServiceEvent } from '../service/odata-service.ts';
import { importDefault } from './import-module.ts';
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
  const handlers = await openHandlers(given);
  const service = createService(definition, { ...settings, handlers, log });
  await loadInto(service, data);
  await populateInto(service, populate);
  return service;
}

async function openHandlers(given: PlannedService['handlers']): Promise<OperationHandlers> {
  if (typeof given !== 'string') return given ?? {};
  const handlers = await importDefault(resolve(given));
  if (typeof handlers === 'object' && handlers !== null) return handlers as OperationHandlers;
  throw new UserError(`${given}: the default export must be an object with a function for each operation.`);
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
