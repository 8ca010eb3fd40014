// URLs of one origin become those of another, wherever the chunks of a stream end.

import { expect, it } from 'vitest';
import type { ByteStream } from '../../../src/contract/record/kept-body.ts';
import { rewriteStream, rewriteText } from '../../../src/contract/record/rewrite-origin.ts';
import fc from '../../fast-check.ts';

const change = { from: 'https://graph.example.com', to: 'http://localhost:4005' };

it.each([
  ['"https://graph.example.com/v1.0"', '"http://localhost:4005/v1.0"'],
  ['"https:\\/\\/graph.example.com\\/v1.0"', '"http:\\/\\/localhost:4005\\/v1.0"'],
  ['https://graph.example.com', 'http://localhost:4005'],
  ['https://graph.example.com.evil/', 'https://graph.example.com.evil/'],
  ['https://graph.example.com:444/', 'https://graph.example.com:444/'],
  ['http://graph.example.com/', 'http://graph.example.com/'],
])('%s', (text, expected) => expect(rewriteText(text, change)).toBe(expected));

const piece = fc.constantFrom(
  'https://graph.example.com',
  'https:\\/\\/graph.example.com\\/',
  'https://graph.exam',
  'h',
  'https:',
  '\\',
  '/x"',
  'ü',
  '.evil',
);

it('a stream is rewritten like its text', async () => {
  const property = fc.asyncProperty(
    fc.array(piece, { maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
    async (pieces, sizes) => {
      const bytes = Buffer.from(pieces.join(''));
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      for (let at = 0, index = 0; at < bytes.length; index++) {
        const size = sizes[index % sizes.length]!;
        chunks.push(new Uint8Array(bytes.subarray(at, at + size)));
        at += size;
      }
      const stream: ByteStream = new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      const text = await new Response(rewriteStream(stream, change)).text();
      expect(text).toBe(rewriteText(bytes.toString(), change));
    },
  );
  await fc.assert(property);
});

it('an event is not held back', async () => {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const reader = rewriteStream(readable, change).getReader();
  const writer = writable.getWriter();
  void writer.write(new Uint8Array(Buffer.from('data: 1\n\n')));
  expect(Buffer.from((await reader.read()).value!).toString()).toBe('data: 1\n\n');
  await writer.close();
});
