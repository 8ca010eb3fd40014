// Exit code 0 on success, 1 on what the user can mend, 2 on wrong usage; one clear line, never a stack trace.
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { productsDocument, run, withFolder } from './command-line.ts';

const broken = productsDocument.replace('Type="shop.Product"', 'Type="shop.Produkt"');

describe('help and version', () => {
  it.each([['--help'], ['serve', '--help'], ['generate', '--help']])('%s %s: 0', async (...args) => {
    const { code, stdout, stderr } = await run(args.filter((arg) => arg !== undefined));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: odata-emulator/);
  });

  it('--version prints the version of the package', async () => {
    const { code, stdout } = await run(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage: 2', () => {
  it.each([
    { args: ['serve', '--colour'], line: /unknown option '--colour'/ },
    { args: ['sreve'], line: /unknown command 'sreve'/ },
    { args: ['serve', '--port', '70000'], line: /--port.*0 to 65535/ },
    { args: ['serve', '--profile', 'sap'], line: /--profile.*odata, graph/ },
    { args: ['serve', '--validation', 'loose'], line: /--validation.*strict, report/ },
    { args: ['serve', '--body-limit', 'much'], line: /--body-limit/ },
    { args: ['serve', '--path', '/x'], line: /--path is for one service/ },
  ])('$args', async ({ args, line }) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toMatch(line);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('without arguments and without a configuration: 2', () => {
  it.each([
    { command: 'generate', line: /missing required argument 'file', and there is no configuration/ },
    { command: 'check', line: /missing required argument 'examples'/ },
    { command: 'coverage', line: /missing required argument 'recordings'/ },
    { command: 'pull', line: /missing required argument 'url'/ },
    { command: 'diff', line: /missing required argument 'old'/ },
    { command: 'record', line: /--upstream/ },
  ])('$command', async ({ command, line }) => {
    await withFolder({}, async (folder) => {
      const { code, stderr } = await run([command], folder);
      expect(code).toBe(2);
      expect(stderr.split('\n')[0]).toMatch(line);
    });
  });
});

describe('what the user can mend: 1, one line', () => {
  async function expectLine(args: string[], folder: string | undefined, line: RegExp): Promise<void> {
    const { code, stderr } = await run(args, folder);
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  }

  it.each(['serve', 'generate'])('%s: a file that is not there', async (command) => {
    await expectLine([command, 'nowhere.csdl.xml'], undefined, /nowhere\.csdl\.xml does not exist/);
  });

  it.each(['serve', 'generate'])(
    '%s: a document with an error, with file, line and column',
    async (command) => {
      await withFolder({ 'broken.csdl.xml': broken }, async (folder) => {
        await expectLine(
          [command, 'broken.csdl.xml'],
          folder,
          /^broken\.csdl\.xml:\d+:\d+: error \S+: .*shop\.Produkt/,
        );
      });
    },
  );

  it.each(['serve', 'generate'])('%s: a file that is no CSDL', async (command) => {
    await withFolder({ 'text.csdl.xml': 'Dear Sir,' }, async (folder) => {
      await expectLine([command, 'text.csdl.xml'], folder, /^text\.csdl\.xml:1:1: error /);
    });
  });

  it('a folder without documents', async () => {
    await withFolder({ 'notes.txt': '' }, async (folder) => {
      await expectLine(['serve', folder], folder, /holds no file named/);
    });
  });

  it('two files with one name', async () => {
    await withFolder({ 'a.csdl.xml': productsDocument }, async (folder) => {
      await expectLine(['serve', 'a.csdl.xml', './a.csdl.xml'], folder, /would both be served at \/a/);
    });
  });

  it('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expectLine(
      ['serve', '--port', String(port)],
      undefined,
      new RegExp(`Port ${port} on 127.0.0.1 is in use`),
    );
    other.close();
  });

  it('a configuration that is not valid', async () => {
    const config = JSON.stringify({ services: [{ metadata: 'a.csdl.xml', profil: 'graph' }] });
    await withFolder({ 'odata-emulator.config.json': config }, async (folder) => {
      await expectLine(['serve'], folder, /services\[0\]\.profil is not known/);
    });
  });
});
