// ARCHITECTURE.md, "Admin endpoints": what a test does to a server that it shares with others, below /_emulator/.
import { type Context, Hono } from 'hono';
import { DataError } from '../data/read-data.ts';
import { ODataError } from '../error/odata-error.ts';
import { jsonText } from '../json/json-text.ts';
import { isJsonObject, type JsonObject, parseJson } from '../json/parse-json.ts';
import { exportData } from '../protocol/export-data.ts';
import { type DataSet, loadData, replaceData } from '../protocol/load-data.ts';
import type { FaultRule } from '../service/faults.ts';
import type { JournalEntry } from '../service/journal-entry.ts';
import { type JournalExpectation, JournalExpectationError } from '../service/journal-expectation.ts';
import type { ODataService } from '../service/odata-service.ts';
import { redactHeaders } from '../service/redact.ts';
import { checkAdminAccess, type ServerEnvironment } from './admin-access.ts';
import { errorResponse } from './error-response.ts';
import { inspectorPage } from './inspector/inspector-page.ts';
import { type Session, type Sessions, sessionHeader } from './sessions.ts';

type Admin = Hono<{ Bindings: ServerEnvironment }>;
type AdminContext = Context<{ Bindings: ServerEnvironment }>;

/** Snapshots of one session. */
const snapshotLimit = 100;
/** Bytes of a request. */
const bodyLimit = 64 * 1024 * 1024;

/** Every endpoint works on the session that `Emulator-Session` names, or on what requests without it see. */
export function createAdmin(sessions: Sessions, remote: boolean): Admin {
  const admin: Admin = new Hono<{ Bindings: ServerEnvironment }>({ strict: false }).basePath('/_emulator');
  admin.use('*', async (context, next) => {
    checkAdminAccess(context.req.raw, context.env ?? {}, remote);
    if (Number(context.req.header('content-length') ?? 0) > bodyLimit)
      throw new ODataError(413, 'PayloadTooLarge', `The body is larger than ${bodyLimit} bytes.`);
    await next();
  });
  const sessionOf = (context: AdminContext): Session => {
    const name = context.req.header(sessionHeader);
    return name === undefined ? sessions.base : sessions.open(name);
  };
  addOverview(admin, sessions);
  addState(admin, sessionOf);
  addJournal(admin, sessionOf);
  addFaults(admin, sessionOf);
  addSessions(admin, sessions);
  admin.notFound(({ req }) =>
    errorResponse(
      new ODataError(
        404,
        'NotFound',
        `${req.method} ${req.path} is no admin endpoint; GET /_emulator/ lists them.`,
      ),
    ),
  );
  admin.onError(answerError);
  return admin;
}

/** Each with what it does. */
export const endpoints: Readonly<Record<string, string>> = {
  'GET /_emulator/':
    'this list, the services and the sessions; in a browser, a page of the requests and their answers',
  'POST /_emulator/reset': 'goes back to what the server started with',
  'GET /_emulator/snapshots': 'the names of the states that are kept',
  'PUT /_emulator/snapshots/{name}': 'keeps the state of now',
  'POST /_emulator/snapshots/{name}/restore': 'goes back to a state',
  'DELETE /_emulator/snapshots/{name}': 'forgets a state',
  'GET /_emulator/data?service={path}': 'all entities, by the names of their sets',
  'GET /_emulator/data/{name}?service={path}': 'those of one set, as a data file has them',
  'POST /_emulator/data?service={path}': 'adds entities, by the names of their sets',
  'PUT /_emulator/data?service={path}': 'makes these all entities that there are',
  'GET /_emulator/journal?service={path}&after={number}': 'the requests, or those after a number',
  'GET /_emulator/journal.jsonl?service={path}': 'the same as `odata-emulator coverage` reads it',
  'DELETE /_emulator/journal': 'forgets the requests',
  'POST /_emulator/journal/expect?service={path}':
    'verifies what came: an expectation, or a list of them in order',
  'GET /_emulator/faults': 'the rules of what goes wrong on purpose',
  'PUT /_emulator/faults?service={path}': 'replaces the rules',
  'DELETE /_emulator/faults': 'ends all of them',
  'GET /_emulator/sessions': 'the sessions, when each was last used, and its number of requests',
  'DELETE /_emulator/sessions/{name}': 'ends a session',
};

function addOverview(admin: Admin, sessions: Sessions): void {
  admin.get('/', (context) => {
    if (context.req.header('accept')?.includes('text/html') === true) return inspectorPage();
    return context.json({
      services: sessions.base.services.map(({ path, definition, profile }) => ({
        path,
        source: definition.origin.file,
        profile: profile.name,
      })),
      sessions: sessions.list().map(({ name }) => name),
      endpoints: Object.keys(endpoints),
    });
  });
}

function addState(admin: Admin, sessionOf: (context: AdminContext) => Session): void {
  admin.post('/reset', async (context) => {
    await Promise.all(sessionOf(context).services.map((service) => service.reset()));
    return context.body(null, 204);
  });
  admin.get('/snapshots', (context) => context.json({ snapshots: [...sessionOf(context).snapshots.keys()] }));
  admin.put('/snapshots/:name', (context) => {
    const { services, snapshots } = sessionOf(context);
    const name = context.req.param('name');
    if (snapshots.size >= snapshotLimit && !snapshots.has(name))
      throw new ODataError(
        503,
        'ServiceUnavailable',
        `There are ${snapshotLimit} snapshots already; delete one.`,
      );
    snapshots.set(
      name,
      services.map(({ store }) => store.snapshot()),
    );
    return context.body(null, 204);
  });
  admin.post('/snapshots/:name/restore', async (context) => {
    const { services, snapshots } = sessionOf(context);
    const kept = snapshots.get(context.req.param('name'));
    if (kept === undefined) throw noSnapshot(context.req.param('name'));
    await Promise.all(services.map(({ store }, index) => store.restore(kept[index]!)));
    return context.body(null, 204);
  });
  admin.delete('/snapshots/:name', (context) => {
    if (!sessionOf(context).snapshots.delete(context.req.param('name')))
      throw noSnapshot(context.req.param('name'));
    return context.body(null, 204);
  });
  admin.get('/data', async (context) => {
    const exported = await exportData(oneService(context, sessionOf(context)));
    const members = [...exported].map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    return context.body(`{${members.join(',')}}\n`, 200, { 'Content-Type': 'application/json' });
  });
  admin.get('/data/:name', async (context) => {
    const name = context.req.param('name');
    const service = oneService(context, sessionOf(context));
    const exported = await exportData(service);
    if (service.definition.model.entityContainer?.children.has(name) !== true)
      throw new ODataError(404, 'NotFound', `There is no entity set or singleton ${name.slice(0, 100)}.`);
    return context.body(exported.get(name) ?? '[]\n', 200, { 'Content-Type': 'application/json' });
  });
  admin.post('/data', async (context) => {
    await loadData(oneService(context, sessionOf(context)), await readTexts(context), false);
    return context.body(null, 204);
  });
  admin.put('/data', async (context) => {
    await replaceData(oneService(context, sessionOf(context)), await readTexts(context));
    return context.body(null, 204);
  });
}

function addJournal(admin: Admin, sessionOf: (context: AdminContext) => Session): void {
  admin.get('/journal', (context) => {
    const after = Number(context.req.query('after') ?? 0);
    const entries = chosenServices(context, sessionOf(context)).flatMap(({ path, journal }) =>
      (journal?.entries ?? [])
        .filter(({ number }) => number > after)
        .map((entry) => ({ service: path, ...shownEntry(entry) })),
    );
    return context.json({ entries: entries.sort((a, b) => a.time.getTime() - b.time.getTime()) });
  });
  admin.get('/journal.jsonl', (context) => {
    const lines = chosenServices(context, sessionOf(context)).map(
      ({ journal }) => journal?.toJsonLines() ?? '',
    );
    return context.body(lines.join(''), 200, { 'Content-Type': 'application/x-ndjson' });
  });
  admin.delete('/journal', (context) => {
    for (const { journal } of chosenServices(context, sessionOf(context))) journal?.clear();
    return context.body(null, 204);
  });
  admin.post('/journal/expect', async (context) => {
    const { journal } = oneService(context, sessionOf(context));
    const expectation = (await readJson(context)) as JournalExpectation | JournalExpectation[];
    refusingTypeErrors(() => journal?.expect(expectation));
    return context.body(null, 204);
  });
}

/** Credentials stay in the process. */
function shownEntry(entry: JournalEntry): JournalEntry {
  const headers = redactHeaders(Object.entries(entry.headers), []);
  return { ...entry, headers };
}

function addFaults(admin: Admin, sessionOf: (context: AdminContext) => Session): void {
  admin.get('/faults', (context) =>
    context.json({
      services: sessionOf(context).services.map(({ path, faults }) => ({ path, faults: faults.rules() })),
    }),
  );
  admin.put('/faults', async (context) => {
    const rules = await readJson(context);
    if (!Array.isArray(rules))
      throw new ODataError(400, 'InvalidPayload', 'The body must be a list of fault rules.');
    for (const { faults } of chosenServices(context, sessionOf(context)))
      refusingTypeErrors(() => faults.set(rules as FaultRule[]));
    return context.body(null, 204);
  });
  admin.delete('/faults', (context) => {
    for (const { faults } of chosenServices(context, sessionOf(context))) faults.set([]);
    return context.body(null, 204);
  });
}

/** A body whose members are not what they may be is the client's error. */
function refusingTypeErrors(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ODataError(400, 'InvalidPayload', error.message);
  }
}

function addSessions(admin: Admin, sessions: Sessions): void {
  admin.get('/sessions', (context) =>
    context.json({
      sessions: sessions.list().map(({ name, services, lastUsed }) => ({
        name,
        lastUsed: new Date(lastUsed),
        requests: services.reduce((sum, { journal }) => sum + (journal?.count ?? 0), 0),
      })),
    }),
  );
  admin.delete('/sessions/:name', (context) => {
    const name = context.req.param('name');
    if (!sessions.remove(name))
      throw new ODataError(404, 'NotFound', `There is no session ${name.slice(0, 100)}.`);
    return context.body(null, 204);
  });
}

/** The service that the query names by its path, or all of them. */
function chosenServices(context: AdminContext, { services }: Session): readonly ODataService[] {
  const wanted = context.req.query('service');
  if (wanted === undefined) return services;
  const path = `/${wanted.replace(/^\/+|\/+$/g, '')}`;
  const found = services.filter((service) => service.path === (path === '/' ? '' : path));
  if (found.length === 0) throw new ODataError(404, 'NotFound', `No service is at ${path.slice(0, 100)}.`);
  return found;
}

function oneService(context: AdminContext, session: Session): ODataService {
  const [service, ...more] = chosenServices(context, session);
  if (service === undefined || more.length > 0)
    throw new ODataError(400, 'BadRequest', 'There are several services: name one with ?service={path}.');
  return service;
}

async function readJson(context: AdminContext): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text());
  } catch (cause) {
    throw new ODataError(400, 'InvalidPayload', 'The body is not JSON.', { cause });
  }
}

async function readTexts(context: AdminContext): Promise<DataSet> {
  const body = await readObject(context);
  return new Map(
    Object.entries(body).map(([name, entities]) => [name, { text: jsonText(entities), file: name }]),
  );
}

/** Numbers keep their digits. */
async function readObject(context: AdminContext): Promise<JsonObject> {
  const { value } = parseJson(await context.req.text());
  if (!isJsonObject(value))
    throw new ODataError(
      400,
      'InvalidPayload',
      'The body must be an object: lists of entities by entity set.',
    );
  return value;
}

function noSnapshot(name: string): ODataError {
  return new ODataError(404, 'NotFound', `There is no snapshot ${name.slice(0, 100)}.`);
}

function answerError(error: Error): Response {
  if (error instanceof ODataError) return errorResponse(error);
  if (error instanceof DataError) return errorResponse(new ODataError(400, 'InvalidPayload', error.message));
  if (error instanceof JournalExpectationError)
    return errorResponse(new ODataError(422, 'PreconditionFailed', error.message));
  return errorResponse(
    new ODataError(500, 'InternalError', 'The server failed; its log has the cause.', { cause: error }),
  );
}
