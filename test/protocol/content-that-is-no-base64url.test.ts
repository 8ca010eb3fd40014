// OData JSON Format 4.01, section 9 "Stream Property": a content that is no base64url is a violation as any other.
import { expect, test } from 'vitest';
import { mediaService, send } from './media-service.ts';
import { ask } from './service-for.ts';

const change = { Title: 'changed', Cover: 'not in base64url', 'Cover@mediaContentType': 'application/pdf' };

test('it is refused', async () => {
  const service = await mediaService();
  const { status, body } = await ask(service, 'PATCH /Documents(1)', change);
  expect([status, body.error.code, body.error.target]).toEqual([400, 'InvalidValue', 'Cover']);
});

test('where violations are only reported, the rest goes on, and the content is the text as sent', async () => {
  const service = await mediaService({ validation: 'report' });
  const { status, headers } = await ask(service, 'PATCH /Documents(1)', { ...change, Size: 'many' });
  expect(status).toBe(204);
  expect(headers.get('OData-Emulator-Violations')).toMatch(/^2; Size: .* \| Cover: /);
  expect((await ask(service, 'GET /Documents(1)')).body.Title).toBe('changed');
  expect(await (await send(service, 'GET /Documents(1)/Cover', undefined)).text()).toBe('not in base64url');
});
