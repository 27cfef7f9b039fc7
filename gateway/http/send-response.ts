import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { codingFor, compress } from './compress.js';
import type { HttpResponse } from './write-response.js';

/** Sends an answer, compressed where that is worth it, beside the headers that the response was given before. */
export async function sendResponse(response: ServerResponse, answer: HttpResponse): Promise<void> {
  const { status, type, allow, body } = answer;
  const coding = codingFor(body, response.req.headers['accept-encoding']);
  const content = coding === 'identity' ? body : await compress(body, coding);
  const vary = response.getHeader('vary'); // set where pages of other origins may ask
  const headers: OutgoingHttpHeaders = {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(content),
    vary: vary === undefined ? 'accept, accept-encoding' : `${String(vary)}, accept, accept-encoding`,
    'x-content-type-options': 'nosniff',
  };
  if (allow !== undefined) headers['allow'] = allow;
  if (coding !== 'identity') headers['content-encoding'] = coding;
  response.writeHead(status, headers).end(content);
}
