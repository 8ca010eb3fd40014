// The emulator with the people of the benchmark: ROWS of them.
import { createEmulator } from '../../dist/index.js';
import { person } from '../people.mjs';
import { reportTo } from './measured.mjs';

const emulator = await createEmulator({ metadata: new URL('../people.csdl.xml', import.meta.url) });
const rows = Number(process.env.ROWS ?? 10_000);
for (let id = 1; id <= rows; id++) {
  const response = await emulator.fetch('People', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(person(id)),
  });
  if (response.status !== 201) throw new Error(`Row ${id}: ${response.status} ${await response.text()}`);
}
const url = await emulator.listen();
reportTo(process, Number(new URL(url).port));
