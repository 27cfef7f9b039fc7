import type { CallGateway } from '../../server/gateway-client.js';
import type { Desk } from '../exchange/desk.js';
import { askForChunk, openChunk, type SealedChunk } from './chunk-question.service.js';
import { type FetchChunk, isRefusedChunk, type RefusedChunk } from './transfer.service.js';

/** A gateway gave no chunk. What it said may be anything, so only the status and the code of its error are told. */
export class ChunkNotFetched extends Error {
  override readonly name = 'ChunkNotFetched';
}

const QUERY = `query ($question: QuestionInput!) {
  materialChunk(question: $question) {
    __typename
    ... on SealedMaterialChunk { size content }
    ... on ServiceRefusal { code }
  }
}`;

/** Longer than a gateway takes for any operation. */
const TIMEOUT_MS = 15_000;

/**
 * Fetches chunks through a gateway, for the province at whose desk it is and under its signature. `url` is where it
 * serves GraphQL, such as `http://127.0.0.1:4000/graphql`.
 */
export function createGatewayFetchChunk(
  url: string,
  desk: Pick<Desk, 'signer' | 'clock' | 'letters'>,
  call: CallGateway = fetch,
): FetchChunk {
  return async (from, digest, offset) => {
    const question = await askForChunk(desk, from, { digest, offset });
    const response = await call(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, variables: { question } }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    const answer = readAnswer(response.status, await response.json());
    if (answer === undefined || 'refusal' in answer) return answer;
    const chunk = await openChunk(desk, { from, digest, offset }, answer);
    if (chunk === undefined) throw new ChunkNotFetched(`${from} gave a chunk that was not sealed for this question.`);
    return chunk;
  };
}

function readAnswer(status: number, body: unknown): SealedChunk | RefusedChunk | undefined {
  const { materialChunk } = recordOf(recordOf(body)['data']);
  const { size, content, code } = recordOf(materialChunk);
  if (code === 'MATERIAL_NOT_HERE') return undefined;
  if (isRefusedChunk(code)) return { refusal: code };
  if (typeof size === 'number' && typeof content === 'string') return { size, sealed: content };
  const { errors } = recordOf(body);
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const [first] = list;
  const told = recordOf(recordOf(first)['extensions'])['code'];
  throw new ChunkNotFetched(
    `The gateway gave no chunk: status ${status}, code ${[told, code].find(isCode) ?? 'none'}.`,
  );
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isCode = (value: unknown): value is string => typeof value === 'string' && /^[A-Z_]{1,40}$/.test(value);
