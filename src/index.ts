// The public API: a service, or several, made from CSDL documents, with a port or without.

import type { Fetch, ValidatingFetchOptions } from './contract/conform/validating-fetch.ts';
import { openDefinition } from './emulator/open-definition.ts';
import type { Profile, ProfileName } from './service/profile.ts';
import { graphProfile } from './service/profiles/graph.ts';
import { odataProfile } from './service/profiles/odata.ts';
import { profileOf } from './service/profiles/profile-of.ts';
import type { DefinitionSource, EmulatorSettings } from './settings/emulator-options.ts';

export { ConformanceError } from './contract/conform/conformance-error.ts';
export type { Fetch, ValidatingFetchOptions } from './contract/conform/validating-fetch.ts';
export type { CsdlDocument, CsdlFinding } from './csdl/csdl-document.ts';
export { formatFinding } from './csdl/format-finding.ts';
export type { JsonSchema, ServiceDefinition } from './csdl/service-definition.ts';
export type { PopulateOptions } from './data/populate.ts';
export { DataError, type DataProblem } from './data/read-data.ts';
export type * from './edm/edm-model.ts';
export type { Entity, EntityIdentity } from './edm/entity.ts';
export type { EdmValue, StructuredValue } from './edm/value.ts';
export { createEmulator, createService, type Emulator } from './emulator/emulator.ts';
export { CsdlError, openDefinition } from './emulator/open-definition.ts';
export { loadServiceData, populateService } from './emulator/service-data.ts';
export { type ErrorCode, errorCodes } from './error/error-codes.ts';
export { ODataError, type ODataErrorDetail } from './error/odata-error.ts';
export type { Listener, ListenOptions } from './server/listen.ts';
export { defineHandlers, type TypedEntity, type TypedHandlers } from './service/define-handlers.ts';
export type { Fault, FaultRule, Faults } from './service/faults.ts';
export type { OperationContext, OperationHandler, OperationHandlers } from './service/handlers.ts';
export type { Journal } from './service/journal.ts';
export type { JournalChange, JournalEntry } from './service/journal-entry.ts';
export { type JournalExpectation, JournalExpectationError } from './service/journal-expectation.ts';
export type { ODataService, ServiceEvent, ServiceOptions } from './service/odata-service.ts';
export type { Profile, ProfileName } from './service/profile.ts';
export {
  type CheckConfig,
  type CommandsConfig,
  type CoverageConfig,
  type DiffConfig,
  defineConfig,
  type EmulatorConfig,
  type GenerateConfig,
  type PullConfig,
  type RecordConfig,
  type ServiceConfig,
} from './settings/config.ts';
export type { DefinitionSource, EmulatorOptions, EmulatorSettings } from './settings/emulator-options.ts';
export type { Store, StoreSnapshot } from './store/store.ts';

/** What services do otherwise than the standard, by name. */
export const profiles: Readonly<Record<ProfileName, Profile>> = { odata: odataProfile, graph: graphProfile };

/**
 * A fetch that checks what goes through it with the model, requests and responses: for any test, against any service.
 * It rejects with a ConformanceError, unless `report` takes it.
 */
export async function validatingFetch(
  options: DefinitionSource & ValidatingFetchOptions & Pick<EmulatorSettings, 'profile'>,
): Promise<Fetch> {
  const { createValidatingFetch } = await import('./contract/conform/validating-fetch.ts');
  const definition = await openDefinition(options);
  return createValidatingFetch(definition, profileOf(options.profile, definition.model), options);
}
