import { expect, it } from 'vitest';
import { readExamples } from '../../../src/contract/examples/read-examples.ts';

it('reads HAR entries, bodies in base64 too', () => {
  const har = {
    log: {
      entries: [
        {
          request: {
            method: 'GET',
            url: 'https://example.org/v1/things',
            headers: [
              { name: ':authority', value: 'example.org' },
              { name: 'Accept', value: '*/*' },
              { name: 'Prefer', value: 'wait=1' },
              { name: 'Prefer', value: 'respond-async' },
            ],
          },
          response: {
            status: 200,
            headers: [],
            content: { encoding: 'base64', text: Buffer.from('{"value":[]}').toString('base64') },
          },
        },
        { request: {} },
      ],
    },
  };
  const file = readExamples(JSON.stringify(har), 'a.har');
  expect(file?.examples[0]?.response?.body).toBe('{"value":[]}');
  expect([...(file?.examples[0]?.request.headers ?? [])]).toEqual([
    ['Accept', '*/*'],
    ['Prefer', 'wait=1, respond-async'],
  ]);
  expect(file?.problems.map(({ message }) => message)).toEqual([
    'log.entries[1] has no request with method and url.',
  ]);
});

it('reads JSON Lines of examples and templates, and names the line of what it cannot read', () => {
  const lines = [
    '{"id":"a#1","request":{"method":"GET","url":"/v1/things"},"response":{"status":200,"body":{"value":[]},"odataType":"#shop.thing"}}',
    '{"method":"GET","url":"/things/{id}"}',
    'nonsense',
  ];
  const file = readExamples(lines.join('\n'), 'a.jsonl');
  expect(file?.examples[0]).toMatchObject({
    name: 'a#1',
    response: { status: 200, body: '{"value":[]}', declaredType: 'shop.thing' },
  });
  expect(file?.templates[0]).toMatchObject({ method: 'GET', url: '/things/{id}', place: { line: 2 } });
  expect(file?.problems[0]?.place.line).toBe(3);
});

it('knows files by their ending only', () => {
  expect(readExamples('', 'a.txt')).toBeUndefined();
});
