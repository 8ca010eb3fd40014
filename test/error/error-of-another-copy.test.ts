// OData Protocol 4.01, section 9.4 "Error Response Body": errors of another installed copy of the package are told as they are.
import { expect, test, vi } from 'vitest';
import { ODataError } from '../../src/error/odata-error.ts';
import { FunctionCallError } from '../../src/query/path/function-call-error.ts';
import { UriSyntaxError } from '../../src/uri/uri-syntax-error.ts';
import { ask, csdl, serviceFor } from '../protocol/service-for.ts';

vi.resetModules();
const other = (await import('../../src/error/odata-error.ts')).ODataError;
const metadata = csdl(`
  <Function Name="Ask"><ReturnType Type="Edm.String"/></Function>
  <EntityContainer Name="Container"><FunctionImport Name="Ask" Function="Test.Ask"/></EntityContainer>`);

test('what a handler throws has its status and code', async () => {
  const handlers = {
    'Test.Ask': () => {
      throw new other(409, 'Conflict', 'Asked before.');
    },
  };
  const { status, body } = await ask(serviceFor(metadata, { handlers }), 'GET /Ask()');
  expect([status, body.error.code, body.error.message]).toEqual([409, 'Conflict', 'Asked before.']);
});

test('classes that extend it are told apart from it', () => {
  expect(other).not.toBe(ODataError);
  const error = new other(400, 'BadRequest', 'x');
  expect([error instanceof ODataError, error instanceof UriSyntaxError]).toEqual([true, false]);
  const syntax = new UriSyntaxError('x', 0, 'x', [], 'InvalidUrl', 'x');
  expect([syntax instanceof ODataError, syntax instanceof UriSyntaxError]).toEqual([true, true]);
  expect(syntax instanceof FunctionCallError).toBe(false);
  expect([new Error('x'), undefined, null, 'x'].some((value) => value instanceof ODataError)).toBe(false);
});
