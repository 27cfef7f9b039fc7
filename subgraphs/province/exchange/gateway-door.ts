import type { CallGateway } from '../../server/gateway-client.js';
import type { Answer } from './check-envelope.js';
import { askQuery, deliverMutation, readDelivered, readFindings, toDeliverVariables } from './exchange-operations.js';
import type { Deliver } from './peer-door.js';

// As much as a gateway itself reads of a province's answer.
const ANSWER_LIMIT_BYTES = 8 * 1024 * 1024;

/** A gateway gave no answer that could be read. What became of the request is unknown. */
export class GatewayAnswerError extends Error {
  override readonly name = 'GatewayAnswerError';
}

/** The way to other provinces through a gateway, which knows where they are. `url` is where it serves GraphQL. */
export function createGatewayDoor(url: string, call: CallGateway = fetch): Deliver {
  const post = (request: object, signal: AbortSignal): Promise<unknown> => ask(call, url, { request, signal });
  return {
    deliver: async (_to, delivery, signal): Promise<Answer> =>
      readDelivered(await post({ query: deliverMutation, variables: toDeliverVariables(delivery) }, signal)),
    ask: async (_to, question, signal) =>
      readFindings(await post({ query: askQuery, variables: { question } }, signal)),
  };
}

interface Asked {
  readonly request: object;
  readonly signal: AbortSignal;
}

async function ask(call: CallGateway, url: string, { request, signal }: Asked): Promise<unknown> {
  const response = await call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(request),
    // Envelopes go where the operator said, and nowhere else.
    redirect: 'error',
    signal,
  });
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || !/^application\/json\s*(;|$)/i.test(type)) {
    await response.body?.cancel();
    throw new GatewayAnswerError(`The gateway answered with status ${response.status} and type "${type}".`);
  }
  return readData(await readText(response));
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes > ANSWER_LIMIT_BYTES) throw new GatewayAnswerError('The answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readData(text: string): unknown {
  const answer = JSON.parse(text) as { readonly data?: unknown; readonly errors?: readonly unknown[] } | null;
  if (answer?.errors === undefined && answer?.data !== undefined) return answer.data;
  const [first] = answer?.errors ?? [];
  throw new GatewayAnswerError(`The gateway answered with an error: ${JSON.stringify(first ?? null).slice(0, 300)}`);
}
