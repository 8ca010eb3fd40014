// Warnings of a document are told by their number, unless they are few or asked for.
import { expect, it } from 'vitest';
import { productsDocument, run, withFolder } from './command-line.ts';

/** With so many terms that apply to nothing: each is a warning. */
function withWarnings(count: number): string {
  const terms = Array.from(
    { length: count },
    (_, index) => `<Term Name="T${index}" Type="Edm.String" AppliesTo="Nowhere"/>\n`,
  );
  return productsDocument.replace('<EntityContainer', `${terms.join('')}<EntityContainer`);
}

it('many: a line with the number of each kind; --verbose: each', async () => {
  await withFolder({ 'shop.csdl.xml': withWarnings(5) }, async (folder) => {
    const short = await run(['generate', 'shop.csdl.xml'], folder);
    expect(short.code).toBe(0);
    expect(short.stderr).toMatch(
      /^shop\.csdl\.xml: 5 warnings: 5 unknown-applies-to \(--verbose lists them\)\n$/,
    );
    const long = await run(['generate', 'shop.csdl.xml', '--verbose'], folder);
    expect(long.stderr.trim().split('\n')).toHaveLength(5);
    expect(long.stderr).toMatch(/^shop\.csdl\.xml:\d+:\d+: warning /);
  });
});

it('few: each', async () => {
  await withFolder({ 'shop.csdl.xml': withWarnings(2) }, async (folder) => {
    const { stderr } = await run(['generate', 'shop.csdl.xml'], folder);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});
