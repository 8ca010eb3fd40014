// Capabilities vocabulary: query options that the model rules out are refused, naming the restriction, unless told otherwise.
import { expect, test } from 'vitest';
import { createEmulator } from '../../src/index.ts';

const metadata = JSON.stringify({
  $Version: '4.01',
  $EntityContainer: 'm.C',
  m: {
    E: { $Kind: 'EntityType', $Key: ['ID'], ID: {}, A: { $Nullable: true } },
    C: {
      $Kind: 'EntityContainer',
      Es: {
        $Collection: true,
        $Type: 'm.E',
        '@Org.OData.Capabilities.V1.TopSupported': false,
        '@Org.OData.Capabilities.V1.FilterRestrictions': { NonFilterableProperties: ['A'] },
      },
    },
  },
});

test('enforced by default, ignored when asked', async () => {
  const enforcing = await createEmulator({ metadata });
  const refused = await enforcing.fetch('Es?$top=1');
  expect(refused.status).toBe(501);
  expect(await refused.text()).toContain('TopSupported');
  expect((await enforcing.fetch(`Es?$filter=A eq 'x'`)).status).toBe(400);
  expect((await enforcing.fetch(`Es?$filter=ID eq 'x'`)).status).toBe(200);
  const ignoring = await createEmulator({ metadata, capabilities: 'ignore' });
  expect((await ignoring.fetch(`Es?$top=1&$filter=A eq 'x'`)).status).toBe(200);
});

test('options in the body of $query too', async () => {
  const service = await createEmulator({ metadata });
  const answer = await service.fetch('Es/$query', {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: '$top=1',
  });
  expect(answer.status).toBe(501);
});
