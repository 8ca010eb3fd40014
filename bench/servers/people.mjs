// The emulator with the people of the benchmark, ROWS of them, and their families.
import { createEmulator } from '../../dist/index.js';
import { families, people } from '../people.mjs';
import { reportTo } from './measured.mjs';

const emulator = await createEmulator({
  metadata: new URL('../people.csdl.xml', import.meta.url),
  data: { People: people(Number(process.env.ROWS)), Parents: families() },
});
reportTo(process, Number(new URL(await emulator.listen()).port));
