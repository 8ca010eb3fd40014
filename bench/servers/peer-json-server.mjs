// json-server with the same people.
import { createRequire } from 'node:module';
import { families, people } from '../people.mjs';
import { reportTo } from './measured.mjs';

const jsonServer = createRequire(import.meta.url)('json-server');
const parents = families();
const app = jsonServer.create();
app.use(
  jsonServer.router(
    {
      People: people(Number(process.env.ROWS)),
      Parents: parents.map(({ id, name }) => ({ id, name })),
      Children: parents.flatMap(({ id, children }) => children.map((child) => ({ ...child, ParentId: id }))),
    },
    { foreignKeySuffix: 'Id' },
  ),
);
const server = app.listen(0, '127.0.0.1', () => reportTo(process, server.address().port));
