// Speed, measured in one run on the machine that it runs on: `npm run bench` of the repository.
// `npm run bench -- requests start` runs these parts only; `-- --peers` installs the peers of `queries` first.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coldStart, runMeasured, startServer } from './child.mjs';
import { installPeers } from './install-peers.mjs';
import { load, request } from './load.mjs';
import { person } from './people.mjs';
import { measureQueries } from './queries.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli/main.js');
const fullGraph = join(root, '../shared/csdl/graph-v1.0-2026-08.csdl.xml');
const graph = existsSync(fullGraph) ? fullGraph : join(root, 'metadata/graph.csdl.xml');
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const rows = 10_000;

console.log(`Node ${process.version}, ${rows} rows, ${rounds} rounds of ${seconds} s a figure`);
console.log(
  graph === fullGraph
    ? 'Graph: the full model, ../shared/csdl/graph-v1.0-2026-08.csdl.xml'
    : 'Graph: the part that is shipped, metadata/graph.csdl.xml (the full model of ../shared/csdl is not there)',
);

const failures = [];
const wanted = process.argv.slice(2).filter((part) => part !== '--peers');
if (process.argv.includes('--peers')) installPeers();
for (const [name, part] of Object.entries({
  requests,
  start: coldStarts,
  generate: generation,
  post: firstPost,
  queries: () => measureQueries(report, rounds),
  evaluate: evaluation,
})) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
if (failures.length > 0) {
  console.log(`\nShort of target:\n${failures.map((line) => `  ${line}`).join('\n')}`);
}

function report(name, value, unit, target, holds) {
  const verdict = target === undefined ? '' : `   target ${target}${holds ? '' : '   MISSED'}`;
  const line = `${name.padEnd(46)} ${value.padStart(10)} ${unit}${verdict}`;
  console.log(line);
  if (target !== undefined && !holds) failures.push(line);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Requests per second of the server's CPU: the emulator's over the raw server's, with bodies of the same size. */
async function requests() {
  console.log('\nRequests per second of server CPU');
  const emulator = await startServer('emulator.mjs', { ROWS: String(rows) });
  const origin = `http://127.0.0.1:${emulator.port}`;
  let id = rows;
  const newPerson = () => JSON.stringify(person(++id));
  const bodyOf = async (path, init) => await (await fetch(`${origin}${path}`, init)).text();
  const json = { 'Content-Type': 'application/json' };
  const bodies = {
    get: await bodyOf('/People(7)'),
    list: await bodyOf('/People?$top=20'),
    post: await bodyOf('/People', { method: 'POST', headers: json, body: newPerson() }),
  };
  const raw = await startServer('raw-hono.mjs', { BODIES: JSON.stringify(bodies) });
  let turn = 0;
  const cases = [
    {
      name: 'GET by key',
      target: 0.6,
      status: 200,
      raw: () => request('GET', '/get'),
      own: () => request('GET', `/People(${1 + (turn++ % rows)})`),
    },
    {
      name: 'GET $top=20',
      status: 200,
      raw: () => request('GET', '/list'),
      own: () => request('GET', '/People?$top=20'),
    },
    {
      name: 'POST, validated and stored',
      target: 0.35,
      status: 201,
      raw: () => request('POST', '/post', newPerson()),
      own: () => request('POST', '/People', newPerson()),
    },
  ];
  for (const { name, target, status, raw: rawNext, own } of cases) {
    const rates = { raw: [], own: [] };
    for (let round = 0; round <= rounds; round++) {
      const rawRate = await rate(raw, rawNext, status);
      const ownRate = await rate(emulator, own, status);
      // The first round warms up.
      if (round === 0) continue;
      rates.raw.push(rawRate);
      rates.own.push(ownRate);
    }
    const ratio = median(rates.own.map((value, index) => value / rates.raw[index]));
    report(`${name}: raw Hono`, median(rates.raw).toFixed(0), '/s');
    report(`${name}: odata-emulator`, median(rates.own).toFixed(0), '/s');
    report(
      `${name}: ratio`,
      ratio.toFixed(2),
      '',
      target === undefined ? undefined : `>= ${target}`,
      ratio >= target,
    );
  }
  emulator.stop();
  raw.stop();
}

async function rate(server, next, status) {
  const before = await server.cpu();
  const count = await load({ port: server.port, next, status, seconds });
  return count / (((await server.cpu()) - before) / 1e6);
}

/** Milliseconds from the start of the process to the first 200: the least of several, for others may use the machine too. */
async function coldStarts() {
  console.log('\nCold start to the first 200 (the service document)');
  const runs = 9;
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const generated = join(folder, 'graph');
  await runMeasured(cli, ['generate', graph, '--out', generated]);
  const config = join(folder, 'config.json');
  const service = { path: '/v1.0', metadata: graph, profile: 'graph' };
  await writeFile(config, JSON.stringify({ services: [{ ...service, generated }] }));
  const bare = join(folder, 'bare.json');
  await writeFile(bare, JSON.stringify({ services: [{ ...service, generated: join(folder, 'none') }] }));
  const port = 4700 + Math.floor(Math.random() * 200);
  const raw = await coldStart(runs, join(root, 'bench/servers/raw-hono.mjs'), [], '/get', port);
  const args = (file) => ['serve', '--config', file, '--port', String(port)];
  const quick = await coldStart(runs, cli, args(config), '/v1.0/', port);
  const slow = await coldStart(runs, cli, args(bare), '/v1.0/', port);
  report('raw Hono', raw.toFixed(0), 'ms');
  report('Graph from generated/', quick.toFixed(0), 'ms');
  report('Graph from generated/: ratio', (quick / raw).toFixed(2), '', '<= 2.5', quick / raw <= 2.5);
  report('Graph from bare XML', slow.toFixed(0), 'ms');
  report('Graph from bare XML: ratio', (slow / raw).toFixed(2), '', '<= 6', slow / raw <= 6);
  await rm(folder, { recursive: true });
}

async function generation() {
  console.log('\ngenerate, and the compiler on what it wrote');
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const generated = join(folder, 'graph');
  const { cpuSeconds, megabytes } = await runMeasured(cli, ['generate', graph, '--out', generated]);
  report('generate: CPU', cpuSeconds.toFixed(1), 's', '<= 5', cpuSeconds <= 5);
  report('generate: peak memory', megabytes.toFixed(0), 'MB', '<= 300', megabytes <= 300);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const project = join(folder, 'tsconfig.json');
  const options = {
    noEmit: true,
    strict: true,
    target: 'es2023',
    module: 'nodenext',
    allowImportingTsExtensions: true,
    types: [],
  };
  await writeFile(project, JSON.stringify({ compilerOptions: options, include: ['graph'] }));
  const compiled = await runMeasured(compiler, ['--project', project]);
  report('tsc --strict: CPU', compiled.cpuSeconds.toFixed(1), 's', '<= 6', compiled.cpuSeconds <= 6);
  await rm(folder, { recursive: true });
}

async function firstPost() {
  console.log('\nFirst POST of a Graph user (its schema is compiled then), and validation');
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const generated = join(folder, 'graph');
  await runMeasured(cli, ['generate', graph, '--out', generated]);
  const { output } = await runMeasured(join(root, 'bench/graph-user.mjs'), [generated]);
  const { firstPost: first, validations } = JSON.parse(output);
  report('first POST of user: CPU', first.toFixed(0), 'ms', '<= 100', first <= 100);
  const holds = validations >= 300_000;
  report('validations of a user, CPU', validations.toFixed(0), '/s', '>= 300000', holds);
  await rm(folder, { recursive: true });
}

/** Queries without HTTP and JSON, on the sources: vitest compiles them. */
async function evaluation() {
  console.log('\nEvaluation alone, CPU time');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { output } = await runMeasured(vitest, ['run', '--config', 'bench/vitest.config.ts'], root);
  for (const line of output.split('\n')) if (/\d ms$/.test(line)) console.log(line);
}
