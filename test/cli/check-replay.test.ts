// `check --replay` asks the service that the configuration describes: its handlers answer.
import { expect, it } from 'vitest';
import { run, withFolder } from './command-line.ts';

const document = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <Function Name="Hello"><ReturnType Type="Edm.String"/></Function>
    <EntityContainer Name="Container"><FunctionImport Name="Hello" Function="shop.Hello"/></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;
const example = 'GET /Hello()\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"value": "hello"}\n';
const config = JSON.stringify({
  services: [
    { metadata: 'shop.csdl.xml', handlers: 'handlers.mjs', check: { examples: 'a.http', replay: true } },
  ],
});
const filesWith = (answer: string) => ({
  'shop.csdl.xml': document,
  'a.http': example,
  'handlers.mjs': `export default { 'shop.Hello': () => { ${answer} } };`,
  'odata-emulator.config.json': config,
});

it('with what they answer', async () => {
  await withFolder(filesWith("return 'hi';"), async (folder) => {
    expect(await run(['check'], folder)).toMatchObject({ code: 0, stderr: '' });
  });
  await withFolder(filesWith("throw new Error('no');"), async (folder) => {
    const { code, stdout } = await run(['check'], folder);
    expect(stdout).toContain('replay-status: response: documented is 200, the emulator answers 500.');
    expect(code).toBe(1);
  });
});
