// The mock server of SAP Fiori tools with the same people.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { families, people } from '../people.mjs';
import { reportTo } from './measured.mjs';

const require = createRequire(import.meta.url);
const FEMockserver = require('@sap-ux/fe-mockserver-core').default;
const express = require('express');

const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const parents = families();
await writeFile(join(folder, 'People.json'), JSON.stringify(people(Number(process.env.ROWS))));
await writeFile(join(folder, 'Parents.json'), JSON.stringify(parents.map(({ id, name }) => ({ id, name }))));
await writeFile(
  join(folder, 'Children.json'),
  JSON.stringify(
    parents.flatMap(({ id, children }) => children.map((child) => ({ ...child, parentId: id }))),
  ),
);
const mockserver = new FEMockserver({
  services: [
    {
      urlPath: '/bench',
      metadataPath: fileURLToPath(new URL('../people.csdl.xml', import.meta.url)),
      mockdataPath: folder,
      generateMockData: false,
    },
  ],
});
await mockserver.isReady;
const app = express();
app.use(mockserver.getRouter());
const server = app.listen(0, '127.0.0.1', () => reportTo(process, server.address().port));
