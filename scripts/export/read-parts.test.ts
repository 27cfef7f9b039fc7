import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrokenAnswer, readParts } from './read-parts.js';

const TYPE = 'multipart/mixed; boundary="b-1"';

function write(bodies: readonly Uint8Array[]): Buffer {
  const parts = bodies.flatMap((body, index) => [
    Buffer.from(`--b-1\r\nContent-Type: text/csv\r\nx-index: ${index}\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from('--b-1--\r\n')]);
}

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

async function readAll(pieces: AsyncIterable<Uint8Array>, type = TYPE): Promise<readonly Buffer[]> {
  const bodies: Buffer[] = [];
  for await (const { headers, body } of readParts(pieces, type)) {
    expect(headers.get('x-index')).toBe(String(bodies.length));
    const own: Uint8Array[] = [];
    for await (const piece of body) own.push(piece);
    bodies.push(Buffer.concat(own));
  }
  return bodies;
}

// Bodies that look like what stands between them are only bytes.
const body = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom('\r\n--b-1--\r\n', '--b-1\r\n', '\r\n\r\n').map((text) => new Uint8Array(Buffer.from(text))),
);
const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });

it('gives every part as it was written, in whatever pieces it comes', async () => {
  const property = fc.asyncProperty(fc.array(body, { maxLength: 5 }), sizes, async (bodies, pieces) => {
    expect(await readAll(inPieces(write(bodies), pieces))).toEqual(bodies.map((one) => Buffer.from(one)));
  });

  await fc.assert(property, { numRuns: 200 });
});

it('takes no answer for whole that ends anywhere before its end', async () => {
  const bytes = write([Buffer.from('a,b\r\n1,2\r\n'), Buffer.from('{}')]);

  for (let length = 0; length < bytes.length; length += 1) {
    await expect(readAll(inPieces(bytes.subarray(0, length), [7]))).rejects.toThrow(BrokenAnswer);
  }
});

it.each([
  ['another type', 'text/html', '--b-1--\r\n'],
  ['another boundary', TYPE, '--b-2--\r\n'],
  ['a part without its length', TYPE, '--b-1\r\nx-index: 0\r\n\r\n\r\n--b-1--\r\n'],
  ['a part longer than it says', TYPE, '--b-1\r\nx-index: 0\r\ncontent-length: 1\r\n\r\nab\r\n--b-1--\r\n'],
  ['a line without an end', TYPE, '-'.repeat(20_000)],
])('takes no answer with %s', async (_, type, text) => {
  await expect(readAll(inPieces(Buffer.from(text), [1000]), type)).rejects.toThrow(BrokenAnswer);
});
