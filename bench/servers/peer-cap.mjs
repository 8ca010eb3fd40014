// SAP CAP with its SQLite in memory, and the same people.
import { createRequire } from 'node:module';
import { families, people } from '../people.mjs';
import { reportTo } from './measured.mjs';

process.env.CDS_CONFIG = JSON.stringify({
  log: { levels: { db: 'error', deploy: 'error', cds: 'error', odata: 'error', serve: 'error' } },
  requires: {
    db: { kind: 'sqlite', impl: '@cap-js/sqlite', credentials: { url: ':memory:' } },
    auth: { kind: 'dummy' },
  },
});
const require = createRequire(import.meta.url);
const cds = require('@sap/cds');
const express = require('express');

const model = cds.compile(`service bench @(path:'/bench') {
    entity People {
      key id: Integer; displayName: String(100); mail: String; age: Integer; score: Double; city: String;
      active: Boolean; createdDateTime: Timestamp; notes: String(500);
    }
    entity Parents { key id: Integer; name: String; children: Composition of many Children on children.parent = $self; }
    entity Children { key id: Integer; name: String; age: Integer; parent: Association to Parents; }
  }`);
cds.model = cds.compile.for.nodejs(model);
const database = await cds.connect.to('db');
await cds.deploy(model, null, []).to(database);
const { INSERT } = cds.ql;
// CAP keeps instants in UTC with milliseconds.
const rows = people(Number(process.env.ROWS)).map((row) => ({
  ...row,
  createdDateTime: new Date(row.createdDateTime).toISOString(),
}));
for (let at = 0; at < rows.length; at += 10_000)
  await database.run(INSERT.into('bench.People').entries(rows.slice(at, at + 10_000)));
const parents = families();
await database.run(INSERT.into('bench.Parents').entries(parents.map(({ id, name }) => ({ id, name }))));
const children = parents.flatMap(({ id, children }) =>
  children.map((child) => ({ ...child, parent_id: id })),
);
await database.run(INSERT.into('bench.Children').entries(children));

const app = express();
await cds.serve('all').from(cds.model).in(app);
const server = app.listen(0, '127.0.0.1', () => reportTo(process, server.address().port));
