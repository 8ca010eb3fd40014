// The entities of a service: loaded from data, made up, replaced and saved.

import type { DataSet } from '../protocol/load-data.ts';
import type { ODataService } from '../service/odata-service.ts';
import { checkData, type EmulatorSettings, isPlace } from '../settings/emulator-options.ts';
import { filePath, reading } from './places.ts';

/** Loads data into a service and makes them what its reset goes back to; rejects with a DataError that lists every problem. */
export async function loadServiceData(
  service: ODataService,
  data: NonNullable<EmulatorSettings['data']>,
): Promise<void> {
  const { loadData } = await import('../protocol/load-data.ts');
  await loadData(service, await dataSetOf(data));
}

/** As loadServiceData, beside what it holds or in its place, without a change of what a reset goes back to. */
export async function changeServiceData(
  service: ODataService,
  data: NonNullable<EmulatorSettings['data']>,
  replace: boolean,
): Promise<void> {
  checkData(data);
  const { loadData, replaceData } = await import('../protocol/load-data.ts');
  const dataSet = await reading('data', `The folder ${String(data)}`, dataSetOf(data));
  await (replace ? replaceData(service, dataSet) : loadData(service, dataSet, false));
}

async function dataSetOf(data: NonNullable<EmulatorSettings['data']>): Promise<DataSet> {
  if (isPlace(data)) {
    const { readDataFolder } = await import('../data/data-files.ts');
    return await readDataFolder(await filePath(data));
  }
  return new Map(
    Object.entries(data).map(([name, entities]) => [name, { text: JSON.stringify(entities), file: name }]),
  );
}

/** Writes what a service holds into a folder, a file for each entity set and singleton. */
export async function saveServiceData(service: ODataService, folder: string | URL): Promise<void> {
  const [{ exportData }, { writeDataFolder }] = await Promise.all([
    import('../protocol/export-data.ts'),
    import('../data/data-files.ts'),
  ]);
  await writeDataFolder(await filePath(folder), await exportData(service));
}

/** Fills the entity sets that hold nothing with made-up entities, and makes them what a reset goes back to. */
export async function populateService(
  service: ODataService,
  populate: NonNullable<EmulatorSettings['populate']>,
): Promise<void> {
  const { populateEmptySets } = await import('../protocol/populate-service.ts');
  await populateEmptySets(service, typeof populate === 'number' ? { count: populate } : populate);
}
