// The peers of the comparison, in this folder only: with the versions of its own package-lock.json.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function installPeers() {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The peers could not be installed.');
}
