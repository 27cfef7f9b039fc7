import { request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface HttpMessage {
  readonly method?: string;
  /** Path and query; `/graphql` when it is not given. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the connection, compressed or not. */
  readonly bytes: Buffer;
  readonly text: string;
  /** Codes of the errors in it; none when it is no GraphQL response. */
  readonly codes: readonly string[];
}

/** Sends exactly these headers and this body, unlike `fetch`, which adds some of its own; POST when there is a body. */
export async function sendHttp(url: string, message: HttpMessage): Promise<HttpAnswer> {
  const { method = message.body === undefined ? 'GET' : 'POST', path = '/graphql', headers = {}, body } = message;
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const sent = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
    buffer(response).then((bytes) => {
      const text = bytes.toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text, codes: codesIn(text) });
    }, reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return await promise;
}

/** Posts JSON; `headers` may say otherwise. */
export function postJson(
  url: string,
  content: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  return sendHttp(url, {
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof content === 'string' ? content : JSON.stringify(content),
  });
}

function codesIn(text: string): readonly string[] {
  if (!text.startsWith('{')) return [];
  const { errors = [] } = JSON.parse(text) as {
    errors?: readonly { readonly extensions?: { readonly code: string } }[];
  };
  return errors.flatMap(({ extensions }) => (extensions ? [extensions.code] : []));
}
