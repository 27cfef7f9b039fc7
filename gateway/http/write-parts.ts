import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** Says with each part of a file how many rows had been read with it. */
export const ROWS_HEADER = 'x-tongban-rows';
/** Says how many rows there were when the first was read. */
export const TOTAL_HEADER = 'x-tongban-total';

const END_OF_LINE = Buffer.from('\r\n');

/** Nobody reads any more what was asked for. */
export class ReaderLeft extends Error {
  override readonly name = 'ReaderLeft';
}

/** The parts of an answer in the order in which they are written (`multipart/mixed`, RFC 2046, 5.1.3). */
export interface PartWriter {
  readonly contentType: string;
  /**
   * Writes one part, with its length among its headers, and waits until the client has taken in what came before.
   * Rejects with {@link ReaderLeft} when the client has gone, or has taken nothing for too long.
   */
  part(headers: Readonly<Record<string, string>>, body: Buffer): Promise<void>;
  /** Writes the end; an answer without it is not whole. */
  end(): void;
}

/** Creates the parts of one answer. A client that takes nothing for `stallMs` is let go. */
export function createPartWriter(response: ServerResponse, stallMs: number): PartWriter {
  const boundary = `tongban-${randomUUID()}`;
  return {
    contentType: `multipart/mixed; boundary="${boundary}"`,
    async part(headers, body) {
      if (response.destroyed) throw new ReaderLeft();
      const lines = Object.entries({ ...headers, 'content-length': String(body.length) });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      // In one piece: of pieces that are written corked Node may say that they are not taken in, and never that they are.
      const isTaken = response.write(Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n`), body, END_OF_LINE]));
      if (!isTaken) await drained(response, stallMs);
    },
    end: () => void response.end(`--${boundary}--\r\n`),
  };
}

/** Waits until what was written was taken in: nothing more is read from provinces than a client reads. */
async function drained(response: ServerResponse, stallMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const drain = (): void => resolve(undefined);
  const leave = (): void => reject(new ReaderLeft()); // who has gone drains nothing
  const timer = setTimeout(leave, stallMs);
  response.once('drain', drain).once('close', leave);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    response.off('drain', drain).off('close', leave);
  }
}
