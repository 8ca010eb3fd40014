// Processes under measurement.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a server of `servers/`; gives its port, and its CPU time in microseconds whenever asked. */
export async function startServer(name, environment) {
  const child = fork(here(`servers/${name}`), { env: { ...process.env, ...environment } });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with code ${code}`);
  });
  failed.catch(() => {});
  const [{ port }] = await Promise.race([once(child, 'message'), failed]);
  return {
    port,
    async cpu() {
      child.send('cpu');
      const [{ cpu }] = await once(child, 'message');
      return cpu.user + cpu.system;
    },
    stop: () => child.send('stop'),
  };
}

/** Runs a script to its end; gives its output, its seconds of CPU, and the peak of its memory in MB. */
export async function runMeasured(script, args, folderOfRun = process.cwd()) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const report = join(folder, 'usage.json');
  const child = spawn(process.execPath, ['--import', here('usage-at-exit.mjs'), script, ...args], {
    cwd: folderOfRun,
    env: { ...process.env, USAGE_REPORT: report },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  const errors = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(
      `${script} ${args.join(' ')} ended with code ${code}: ${output.join('')}${errors.join('')}`,
    );
  const usage = JSON.parse(await readFile(report, 'utf8'));
  await rm(folder, { recursive: true });
  return { ...usage, output: output.join('') };
}

/** Milliseconds from the start of a process to its first answer with status 200; the least of `runs`. */
export async function coldStart(runs, script, args, path, port) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    while (!(await answers(port, path))) {
      if (child.exitCode !== null) throw new Error(`${script} ended with code ${child.exitCode}`);
    }
    times.push(performance.now() - started);
    child.kill('SIGKILL');
    await ended;
  }
  return Math.min(...times);
}

function answers(port, path) {
  return new Promise((resolve) => {
    const again = () => setTimeout(() => resolve(false), 2);
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    });
    socket.once('error', again);
    socket.once('data', (chunk) => {
      const ok = chunk.toString('latin1').startsWith('HTTP/1.1 200');
      socket.destroy();
      resolve(ok);
    });
  });
}
