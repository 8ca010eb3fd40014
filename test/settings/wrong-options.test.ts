// createEmulator tells of every option that is wrong what it may be, by its name.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEmulator, openDefinition } from '../../src/index.ts';
import { productsDocument as metadata, withFolder } from '../cli/command-line.ts';

const create = (options: unknown) => createEmulator(options as Parameters<typeof createEmulator>[0]);

it.each<[RegExp, unknown]>([
  [/^must be an object of options\. For example: createEmulator\(\{ metadata: /, undefined],
  [/^Give exactly one of metadata, generated and definition\. For example: /, {}],
  [/^metdata is not known\. Did you mean metadata\? Known are metadata, overlay, /, { metdata: 'a.xml' }],
  [/^metadata must be a CSDL document: its text, or the path or file URL of a file$/, { metadata: 5 }],
  [/^metadata must be a CSDL document/, { metadata: '' }],
  [/^metadata must be a CSDL document/, { metadata: new URL('https://host/$metadata') }],
  [/^metadata: The file \/.*\/nope\.xml does not exist$/, { metadata: 'nope.xml' }],
  [
    /^overlay must be the path or file URL of a CSDL document, \{ file, text \}, or a list/,
    { metadata, overlay: 5 },
  ],
  [/^overlay: The file \/.*\/nope\.xml does not exist$/, { metadata, overlay: 'nope.xml' }],
  [/^definition must be the definition of another emulator/, { definition: {}, overlay: metadata }],
  [
    /^generated must be the path or file URL of a folder that `odata-emulator generate` wrote$/,
    { generated: 5 },
  ],
  [/^generated: What `odata-emulator generate … --out nope` writes does not exist$/, { generated: 'nope' }],
  [/^profile must be one of odata, graph\. Did you mean graph\?$/, { metadata, profile: 'grph' }],
  [/^data must be a folder, or entities by the name of their set: \{ Products: /, { metadata, data: 5 }],
  [/^data: The folder nope does not exist$/, { metadata, data: 'nope' }],
  [
    /^Product:1:1: The service has no entity set or singleton Product\. Did you mean 'Products'\?$/,
    { metadata, data: { Product: [] } },
  ],
  [
    /^populate must be a whole number or must be an object such as \{ count: 50, seed: 1 \}$/,
    { metadata, populate: '5' },
  ],
  [/^populate must be a whole number or /, { metadata, populate: {} }],
  [
    /^populate\.sed is not known\. Did you mean seed\? Known are count, seed, sets$/,
    { metadata, populate: { count: 5, sed: 1 } },
  ],
  [
    /no entity set or singleton Product\. Did you mean 'Products'\?/,
    { metadata, populate: { count: 5, sets: ['Product'] } },
  ],
  [
    /^faults must be a list of rules, such as \[\{ path: "Products\/\*\*", status: 503 \}\]$/,
    { metadata, faults: {} },
  ],
  [/^faults is wrong: faults\[0\]\.stats is not known; known are /, { metadata, faults: [{ stats: 429 }] }],
  [/^validation must be one of strict, report/, { metadata, validation: 'none' }],
  [/^pageSize must be a whole number$/, { metadata, pageSize: '5' }],
  [/^now must be a function$/, { metadata, now: new Date() }],
  [/^path must be a path, such as '\/v1\.0'$/, { metadata, path: 5 }],
  [/^journal must be true or false or must be a whole number$/, { metadata, journal: 'yes' }],
  [/^journalFile must be the path of a file$/, { metadata, journalFile: 5 }],
  [/^store must be a store$/, { metadata, store: {} }],
  [
    /^etags must be one of annotated, all or has Products, which must be a list of texts$/,
    { metadata, etags: { Products: 'ID' } },
  ],
  [
    /^computedValues has shop\.Product\/ID, which must be one of revision, /,
    { metadata, computedValues: { 'shop.Product/ID': 'version' } },
  ],
  [
    /^handlers must be an object with a function for each operation, or the file of a module/,
    { metadata, handlers: 5 },
  ],
  [/^The file \/.*\/nope\.ts does not exist$/, { metadata, handlers: 'nope.ts' }],
  [
    /^handlers: they are what the module exports as default, not the module\.$/,
    { metadata, handlers: { default: {} } },
  ],
  [
    /^handlers: the model has no operation shop\.Buy\.$/,
    { metadata, handlers: { 'shop.Buy': () => undefined } },
  ],
  [/^handlers: shop\.Buy must be a function\.$/, { metadata, handlers: { 'shop.Buy': 1 } }],
])('%s', async (message, options) => {
  await expect(create(options)).rejects.toThrow(message);
});

it('all that is wrong is told at once', async () => {
  await expect(create({ metadata, pageSize: -1, populat: 3, upsert: 'no' })).rejects.toThrow(
    /^pageSize must .*\npopulat is not known.*\nupsert must be true or false$/,
  );
});

it('the cause of what can not be read is what the system says', async () => {
  const error: unknown = await create({ metadata: 'nope.xml' }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ cause: { code: 'ENOENT' } });
});

it('openDefinition, validatingFetch and matchers tell the same of what they are made from', async () => {
  await expect(openDefinition({ metadata: 5 } as never)).rejects.toThrow(/^metadata must be a CSDL document/);
  await expect(openDefinition({})).rejects.toThrow(/^Give exactly one of/);
});

const withOperation = metadata.replace(
  '<EntityContainer Name="Container">',
  `<Function Name="Greeting"><Parameter Name="name" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
   <EntityContainer Name="Container"><FunctionImport Name="Greeting" Function="shop.Greeting"/>`,
);

it.each(['handlers.ts', 'handlers.mjs'])('handlers may be the file of a module: %s', async (name) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a module
  const handlers = "export default { 'shop.Greeting': ({ name }) => `Hello ${name}` };";
  await withFolder({ [name]: handlers }, async (folder) => {
    const emulator = await createEmulator({ metadata: withOperation, handlers: join(folder, name) });
    const response = await emulator.fetch("Greeting(name='Ada')");
    expect(await response.json()).toMatchObject({ value: 'Hello Ada' });
  });
});

it('a handler of an overload that is not there is told with those that are', async () => {
  const handlers = { 'shop.Greeting(nme)': () => 'Hello' };
  await expect(create({ metadata: withOperation, handlers })).rejects.toThrow(
    'handlers: the model has no overload shop.Greeting(nme); there is shop.Greeting(name).',
  );
  await expect(
    create({ metadata: withOperation, handlers: { 'shop.Greting': () => 'Hello' } }),
  ).rejects.toThrow("handlers: the model has no operation shop.Greting. Did you mean 'shop.Greeting'?");
});
