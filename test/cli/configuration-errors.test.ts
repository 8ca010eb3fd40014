// A configuration that is wrong: file, member, near name and what is allowed, for every command.
import { describe, expect, it } from 'vitest';
import { run, withFolder } from './command-line.ts';

describe('what is wrong is told all at once, with the near name and what is allowed', () => {
  it.each([
    [
      { services: [{ metadata: 'a.xml', profil: 'graph' }] },
      /services\[0\]\.profil is not known\. Did you mean profile\? Known are name, path, metadata, /,
    ],
    [
      { services: [{ metadata: 'a.xml' }], recrod: {} },
      /recrod is not known\. Did you mean record\? Known are .*\bservices\b/,
    ],
    [
      { services: [{ metadata: 'a.xml', coverage: { htlm: 'x' } }] },
      /services\[0\]\.coverage\.htlm is not known\. Did you mean html\? Known are recordings, format, json, html, failUnder, root/,
    ],
    [
      { services: [{ metadata: 'a.xml' }], diff: { failOn: 'breakin' } },
      /diff\.failOn must be one of breaking, any\. Did you mean breaking\?/,
    ],
    [
      { services: [{ metadata: 'a.xml' }], record: { upstream: 'ftp://x' } },
      /record\.upstream must be an http or https URL/,
    ],
    [
      { services: [{ metadata: 'a.xml' }], coverage: { failUnder: { operation: 3 } } },
      /coverage\.failUnder has no class operation\. Did you mean operations\? Classes are /,
    ],
    [{ services: [] }, /services must be a list of at least one service/],
    [{}, /services is missing/],
  ])('%j', async (config, line) => {
    await withFolder({ 'odata-emulator.config.json': JSON.stringify(config) }, async (folder) => {
      const { code, stderr } = await run(['generate'], folder);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^odata-emulator\.config\.json: /);
      expect(stderr).toMatch(line);
    });
  });

  it('every command says it, and every problem has a line', async () => {
    const config = { services: [{ metadta: 'a.xml' }], port: 'http' };
    await withFolder({ 'odata-emulator.config.json': JSON.stringify(config) }, async (folder) => {
      for (const command of ['serve', 'generate', 'check', 'coverage', 'record', 'pull', 'diff']) {
        const { code, stderr } = await run([command], folder);
        expect(code).toBe(1);
        expect(
          stderr
            .trimEnd()
            .split('\n')
            .map((line) => line.replace(/^\S+ (\S+) .*$/, '$1')),
        ).toEqual(['port', 'services[0].metadata', 'services[0].metadta']);
      }
    });
  });
});

it('a service that there is not', async () => {
  const config = { services: [{ name: 'shop', metadata: 'a.xml' }, { metadata: 'other.xml' }] };
  await withFolder({ 'odata-emulator.config.json': JSON.stringify(config) }, async (folder) => {
    const { code, stderr } = await run(['generate', 'shpo'], folder);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'The file shpo does not exist, and no service has that name: shop, other. Did you mean shop?\n',
    );
  });
});
