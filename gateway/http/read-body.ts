import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Fault } from '../errors.js';
import { parseJson } from './parse-json.js';

const NOT_JSON = 'The body must be JSON, sent with content-type application/json.';

/** Reads the body of a request, which is JSON in UTF-8. Rejects with {@link Fault}; too large a body is not kept. */
export function readBody(message: IncomingMessage, limitBytes: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    refuseMediaType(message.headers);
    if (Number(message.headers['content-length']) > limitBytes) throw new Fault('BODY_TOO_LARGE');
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) reject(new Fault('BODY_TOO_LARGE'));
      else chunks.push(chunk);
    });
    message.on('end', () => {
      try {
        resolve(parseJson(textOf(chunks)));
      } catch (error) {
        reject(new Fault('BAD_REQUEST', NOT_JSON, { cause: error }));
      }
    });
    // The client has gone, or what it sent is no message; nobody reads what is said of it.
    message.on('error', (error) => reject(new Fault('BAD_REQUEST', undefined, { cause: error })));
  });
}

/** Other types and charsets would be misread, and at 256 kB nobody needs to compress a body. */
function refuseMediaType(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'] ?? '';
  if (type !== 'application/json') {
    if (!/^application\/json\s*(?:;|$)/i.test(type)) throw new Fault('UNSUPPORTED_MEDIA_TYPE');
    const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type) ?? [];
    if (charset.toLowerCase() !== 'utf-8') throw new Fault('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as UTF-8.');
  }
  const coding = headers['content-encoding'];
  if (coding === undefined || coding === 'identity') return;
  throw new Fault('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent without content-encoding.');
}

function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return (chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString();
}
