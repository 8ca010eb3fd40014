// `check --replay` asks the service that the configuration describes: with its data and its handlers.
import { expect, it } from 'vitest';
import { productsDocument, run, withFolder } from './command-line.ts';

const answer = (status: number) => `
GET /Products(7)

HTTP/1.1 ${status} OK
Content-Type: application/json

{"error":{"code":"Gone","message":"m"}}
`;

it('handlers answer, and data is there', async () => {
  const handlers = 'export default { "shop.Nothing": () => undefined };';
  const config = (service: object) =>
    JSON.stringify({
      services: [{ metadata: 'shop.csdl.xml', check: { examples: 'a.http', replay: true }, ...service }],
    });
  const files = { 'shop.csdl.xml': productsDocument, 'a.http': answer(404), 'handlers.mjs': handlers };
  await withFolder({ ...files, 'odata-emulator.config.json': config({}) }, async (folder) => {
    expect((await run(['check'], folder)).stdout).toMatch(/^1 example/);
  });
  const rows = JSON.stringify([{ ID: 7, Name: 'Seven' }]);
  const withData = {
    ...files,
    'data/Products.json': rows,
    'odata-emulator.config.json': config({ data: 'data' }),
  };
  await withFolder(withData, async (folder) => {
    expect((await run(['check'], folder)).stdout).toContain(
      'replay-status: response: documented is 404, the emulator answers 200.',
    );
  });
  await withFolder(
    { ...files, 'odata-emulator.config.json': config({ handlers: 'handlers.mjs' }) },
    async (folder) => {
      expect((await run(['check'], folder)).stderr).toMatch(/shop\.Nothing/);
    },
  );
});
