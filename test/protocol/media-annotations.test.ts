// Core.MediaType, Core.AcceptableMediaTypes and Core.ContentDisposition of media entities, stream and binary properties.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ODataService } from '../../src/service/odata-service.ts';
import { mediaService, send } from './media-service.ts';
import { ask } from './service-for.ts';

let service: ODataService;
beforeEach(async () => {
  service = await mediaService();
});

const put = (path: string, mediaType?: string, body = 'x') =>
  send(
    service,
    `PUT /Documents(1)${path}`,
    body,
    mediaType === undefined ? {} : { 'content-type': mediaType },
  );
const get = (path: string) => send(service, `GET /Documents(1)${path}`, undefined);
const value = async (path = '') => (await ask(service, `GET /Documents(1)${path}`)).body;

describe('AcceptableMediaTypes: 415 names what is taken', () => {
  it.each([
    ['/$value', 'image/png', 'text/*, application/json'],
    ['/Cover', 'text/plain', 'image/*, application/pdf'],
    ['/Cover/$value', 'application/pdfx', 'image/*, application/pdf'],
    ['/Thumbnail/$value', 'image/gif', 'image/png'],
  ])('PUT %s of %s', async (path, mediaType, taken) => {
    const answer = await put(path, mediaType);
    expect(answer.status).toBe(415);
    const { error } = (await answer.json()) as { error: { message: string; target: string } };
    expect(error.message).toContain(taken);
    expect(error.target).toBe('Content-Type');
  });

  it.each([
    ['/$value', 'TEXT/html; charset=utf-8'],
    ['/Cover', 'image/svg+xml'],
    ['/Cover', 'application/pdf;version=1'],
    ['/Thumbnail/$value', 'image/png'],
    ['/Thumbnail/$value', undefined],
    ['/Attachment/Data', 'any/thing'],
  ])('PUT %s of %s is taken', async (path, mediaType) => {
    expect((await put(path, mediaType)).status).toBe(204);
  });

  it('POST of a content, and a stream inside of a JSON body', async () => {
    expect((await send(service, 'POST /Documents', 'x', { 'content-type': 'image/png' })).status).toBe(415);
    const inline = { ID: 5, 'Cover@mediaContentType': 'text/plain', Cover: 'x' };
    const answer = await ask(service, 'POST /Documents', inline);
    expect([answer.status, answer.body.error.target]).toEqual([415, 'Cover']);
    expect((await ask(service, 'GET /Documents(5)')).status).toBe(404);
  });

  it('a derived type has what its base type has', async () => {
    await ask(service, 'POST /Documents', { '@type': '#Test.Letter', ID: 7 });
    expect(
      (await send(service, 'PUT /Documents(7)/$value', 'x', { 'content-type': 'image/png' })).status,
    ).toBe(415);
  });
});

describe('MediaType', () => {
  it('a path: the property follows the content, and so does the size that the service tells', async () => {
    await put('/$value', 'text/html', '<p>');
    expect(await value()).toMatchObject({ ContentType: 'text/html', Size: 3 });
    await put('/Attachment/Data', 'application/zip');
    expect(await value('/Attachment')).toMatchObject({ Name: 'Übersicht 1.pdf', Type: 'application/zip' });
    await put('/Attachments/-1/Data', 'application/gzip');
    expect((await value()).Attachments).toMatchObject([{ Type: null }, { Type: 'application/gzip' }]);
    await put('/Raw/$value', 'text/csv', 'a,b');
    expect(await value()).toMatchObject({ RawType: 'text/csv', Raw: 'YSxi' });
  });

  it('is the media type of the answer', async () => {
    await put('/Raw/$value', 'text/csv', 'a,b');
    const raw = await get('/Raw/$value');
    expect([raw.headers.get('content-type'), await raw.text()]).toEqual(['text/csv', 'a,b']);
    await put('/Thumbnail/$value', undefined);
    expect((await get('/Thumbnail/$value')).headers.get('content-type')).toBe('image/png');
    await put('/Attachments/0/Data', 'application/gzip');
    expect((await get('/Attachments/0/Data')).headers.get('content-type')).toBe('application/gzip');
  });

  it('of a content without a Content-Type is the one that the instance tells', async () => {
    await ask(service, 'PATCH /Documents(1)', { ContentType: 'text/markdown' });
    await put('/$value', undefined, '# x');
    expect((await get('/$value')).headers.get('content-type')).toBe('text/markdown');
  });
});

describe('ContentDisposition', () => {
  it.each([
    ['/$value', 'text/plain', 'attachment; filename="first.txt"'],
    ['/Attachment/Data', 'text/plain', "inline; filename*=UTF-8''%C3%9Cbersicht%201.pdf"],
    ['/Attachments/0/Data', 'text/plain', 'inline; filename="a"'],
    ['/Raw/$value', 'text/plain', 'attachment; filename="first.txt"'],
  ])('%s', async (path, mediaType, disposition) => {
    await put(path, mediaType);
    expect((await get(path)).headers.get('content-disposition')).toBe(disposition);
  });

  it.each([
    ['a "quoted" name', "filename*=UTF-8''a%20%22quoted%22%20name"],
    ["it's (1)*", `filename="it's (1)*"`],
    ["it's (1)* ü", "filename*=UTF-8''it%27s%20%281%29%2A%20%C3%BC"],
    ['two\r\nlines', "filename*=UTF-8''two%0D%0Alines"],
    ['half \ud800', "filename*=UTF-8''half%20%EF%BF%BD"],
    [null, 'attachment'],
  ])('a name such as %j', async (title, parameter) => {
    await ask(service, 'PATCH /Documents(1)', { Title: title });
    await put('/$value', 'text/plain');
    expect((await get('/$value')).headers.get('content-disposition')).toContain(parameter);
  });

  it('is not there where the model says nothing', async () => {
    await put('/Cover', 'image/png');
    expect((await get('/Cover')).headers.get('content-disposition')).toBeNull();
  });
});

it('a stream of a complex value that is not there is 404', async () => {
  await ask(service, 'PATCH /Documents(1)', { Attachment: null });
  expect((await put('/Attachment/Data', 'text/plain')).status).toBe(404);
  expect((await get('/Attachment/Data')).status).toBe(404);
  expect((await put('/Attachments/5/Data', 'text/plain')).status).toBe(404);
});
