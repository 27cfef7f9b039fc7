import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { codingFor, compress } from './compress.js';
import { securityHeaders } from './security-headers.js';
import type { Body, HttpResponse } from './write-response.js';

/** Sends an answer, compressed where that is worth it, beside the headers that the response was given before. */
export async function sendResponse(response: ServerResponse, answer: HttpResponse): Promise<void> {
  const { status, type, allow, retryAfterSeconds, body } = answer;
  const coding = codingFor(lengthOf(body), response.req.headers['accept-encoding']);
  const content = coding === 'identity' ? body : [await compress(body, coding)];
  const vary = response.getHeader('vary'); // set where pages of other origins may ask
  const headers: OutgoingHttpHeaders = {
    ...securityHeaders,
    'content-type': `${type}; charset=utf-8`,
    'content-length': lengthOf(content),
    vary: vary === undefined ? 'accept, accept-encoding' : `${String(vary)}, accept, accept-encoding`,
  };
  if (status === 401) headers['www-authenticate'] = 'Bearer'; // RFC 9110, 11.6.1
  if (allow !== undefined) headers['allow'] = allow;
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  if (coding !== 'identity') headers['content-encoding'] = coding;
  response.writeHead(status, headers);
  if (typeof content === 'string') {
    response.end(content, 'latin1');
    return;
  }
  response.cork(); // all pieces in one call
  for (const piece of content) response.write(piece);
  response.end();
}

function lengthOf(body: Body): number {
  return typeof body === 'string' ? body.length : body.reduce((sum, { length }) => sum + length, 0);
}
