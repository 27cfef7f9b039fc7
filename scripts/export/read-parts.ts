/** An answer that ends before its end, or is not in parts as it says. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/** One part of an answer: its headers, and its body as it comes. The body is to be read before the next part. */
export interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
}

// What the gateway writes of headers has a hundredth of it.
const MAX_HEAD = 16 * 1024;

/**
 * Reads the parts of a `multipart/mixed` answer, of which each says how long it is: nothing is searched for in what may
 * be any bytes. Throws {@link BrokenAnswer} where the answer does not go on as it must, and where it just ends.
 */
export async function* readParts(body: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Part> {
  const [, boundary] = /^multipart\/mixed\s*;\s*boundary="?([\w'()+,\-./:=?]{1,70})"?$/i.exec(contentType) ?? [];
  if (boundary === undefined) throw new BrokenAnswer(`The answer is ${contentType || 'of no type'}, not in parts.`);
  const source = new ByteSource(body);
  try {
    for (;;) {
      const line = await source.line();
      if (line === `--${boundary}--`) return;
      if (line !== `--${boundary}`) throw new BrokenAnswer('A part does not begin where it must.');
      const headers = await readHeaders(source);
      const length = headers.get('content-length') ?? '';
      if (!/^\d{1,15}$/.test(length)) throw new BrokenAnswer('A part does not say how long it is.');
      yield { headers, body: source.take(Number(length)) };
      if ((await source.line()) !== '') throw new BrokenAnswer('A part does not end where it must.');
    }
  } finally {
    await source.close();
  }
}

async function readHeaders(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const headers = new Map<string, string>();
  for (let line = await source.line(); line !== ''; line = await source.line()) {
    const [, name = '', value = ''] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === '') throw new BrokenAnswer('A part has a header that is none.');
    headers.set(name.toLowerCase(), value);
  }
  return headers;
}

const END_OF_LINE = Buffer.from('\r\n');

/** Bytes that come in pieces of any size, read as lines and lengths. */
class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(END_OF_LINE);
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end);
        this.#rest = this.#rest.subarray(end + END_OF_LINE.length);
        return line;
      }
      if (this.#rest.length > MAX_HEAD) throw new BrokenAnswer('A line of the answer has no end.');
      this.#rest = Buffer.concat([this.#rest, await this.#more()]);
    }
  }

  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#more();
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #more(): Promise<Buffer> {
    const next: IteratorResult<Uint8Array, unknown> = await this.#pieces.next();
    if (next.done === true) throw new BrokenAnswer('The answer ended before its end.');
    const { buffer, byteOffset, byteLength } = next.value;
    return Buffer.from(buffer, byteOffset, byteLength);
  }
}
