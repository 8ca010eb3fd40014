// What a query costs: CPU time of the server for each request over HTTP, in the emulator and in its peers.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from './child.mjs';

const filter =
  "/People?$filter=age gt 50 and startswith(displayName,'A')&$orderby=displayName desc&$top=20&$count=true";
const expand = '/Parents?$expand=children';
const any = '/Parents?$filter=children/any(c:c/age gt 98)&$top=20&$count=true';
const group = '/People?$apply=groupby((city),aggregate(score with average as avg))';

/** The queries, and what comes nearest to them in json-server, which has no lambda and no aggregation. */
const queries = [
  {
    name: '$filter, $orderby, $top=20, $count',
    sizes: [1_000, 10_000, 100_000],
    url: filter,
    jsonServer: '/People?age_gte=51&displayName_like=%5EA&_sort=displayName&_order=desc&_page=1&_limit=20',
  },
  { name: '$expand, 1,000 × 10', sizes: [10_000], url: expand, jsonServer: '/Parents?_embed=Children' },
  { name: 'any, 1,000 × 10', sizes: [10_000], url: any },
  { name: '$apply, groupby average', sizes: [1_000, 10_000, 100_000], url: group },
];

const emulator = { name: 'odata-emulator', server: 'people.mjs', root: '', urlOf: ({ url }) => url };
const peers = [
  { name: 'CAP', server: 'peer-cap.mjs', root: '/bench', urlOf: ({ url }) => url },
  { name: 'fe-mockserver', server: 'peer-fe-mockserver.mjs', root: '/bench', urlOf: ({ url }) => url },
  { name: 'json-server', server: 'peer-json-server.mjs', root: '', urlOf: ({ jsonServer }) => jsonServer },
];

/** Milliseconds of CPU that a figure is gathered over, at least, and requests, at most. */
const gathered = 1_500;
const mostRequests = 400;

/** @param report prints a figure: name, value, unit, target, whether it holds */
export async function measureQueries(report, rounds) {
  const installed = existsSync(fileURLToPath(new URL('node_modules/@sap/cds', import.meta.url)));
  console.log('\nCPU time of the server for each request');
  if (!installed) console.log('The peers are not installed: npm run bench -- --peers queries');
  const costs = new Map();
  for (const size of [1_000, 10_000, 100_000])
    for (const candidate of installed ? [emulator, ...peers] : [emulator])
      await measureServer(candidate, size, rounds, costs);
  for (const { name, sizes } of queries)
    for (const size of sizes) reportQuery(report, `${name}; ${size} rows`, size, costs);
  reportGrowth(report, costs);
}

async function measureServer(candidate, size, rounds, costs) {
  const server = await startServer(candidate.server, { ROWS: String(size) });
  for (const query of queries) {
    const url = candidate.urlOf(query);
    if (url === undefined || !query.sizes.includes(size)) continue;
    const address = `http://127.0.0.1:${server.port}${candidate.root}${url.replaceAll(' ', '%20')}`;
    const key = `${query.name}; ${size} rows`;
    const known = costs.get(key) ?? new Map();
    costs.set(key, known.set(candidate.name, await cost(server, address, rounds)));
  }
  server.stop();
}

/** Milliseconds of CPU for a request: the least of several rounds, after a first one that warms up. */
async function cost(server, address, rounds) {
  const figures = [];
  for (let round = 0; round <= rounds; round++) {
    const before = await server.cpu();
    let count = 0;
    let used = 0;
    do {
      await ask(address);
      count++;
      if (count % 5 === 0 || count < 5) used = ((await server.cpu()) - before) / 1_000;
    } while (used < gathered / rounds && count < mostRequests);
    figures.push(((await server.cpu()) - before) / 1_000 / count);
  }
  return Math.min(...figures.slice(1));
}

async function ask(address) {
  const response = await fetch(address);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text.slice(0, 500)}`);
}

function reportQuery(report, key, size, costs) {
  const figures = costs.get(key);
  const own = figures.get('odata-emulator');
  for (const [name, milliseconds] of figures) {
    const ratio = name === 'odata-emulator' ? '' : `   ${(milliseconds / own).toFixed(1)} × the emulator's`;
    report(`${key}: ${name}`, milliseconds.toFixed(2), `ms${ratio}`);
  }
  const cap = figures.get('CAP');
  if (cap !== undefined && size === 100_000)
    report(`${key}: share of CAP's`, (own / cap).toFixed(2), '', '<= 0.25', own / cap <= 0.25);
}

/** From 10,000 to 100,000 rows n log n grows 12.5 times; the fixed cost of a request makes it less. */
function reportGrowth(report, costs) {
  for (const { name, sizes } of queries) {
    if (!sizes.includes(100_000)) continue;
    const at = (size) => costs.get(`${name}; ${size} rows`).get('odata-emulator');
    const growth = at(100_000) / at(10_000);
    report(`${name}: growth, 10,000 to 100,000`, growth.toFixed(1), '×', '<= 12.5', growth <= 12.5);
  }
}
