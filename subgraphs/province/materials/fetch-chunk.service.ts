import type { FetchChunk, MaterialChunk } from './transfer.service.js';

/** A gateway gave no chunk. What it said may be anything, so only the status and the code of its error are told. */
export class ChunkNotFetched extends Error {
  override readonly name = 'ChunkNotFetched';
}

const QUERY = `query ($province: ID!, $digest: String!, $offset: Int!) {
  materialChunk(province: $province, digest: $digest, offset: $offset) {
    __typename
    ... on MaterialChunk { size content }
    ... on ServiceRefusal { code }
  }
}`;

/** Longer than a gateway takes for any operation. */
const TIMEOUT_MS = 15_000;

/** Fetches chunks through a gateway. `url` is where it serves GraphQL, such as `http://127.0.0.1:4000/graphql`. */
export function createGatewayFetchChunk(url: string): FetchChunk {
  return async (from, digest, offset) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY, variables: { province: from, digest, offset } }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    return readAnswer(response.status, await response.json());
  };
}

function readAnswer(status: number, body: unknown): MaterialChunk | undefined {
  const { materialChunk } = recordOf(recordOf(body)['data']);
  const { size, content, code } = recordOf(materialChunk);
  if (code === 'MATERIAL_NOT_HERE') return undefined;
  if (typeof size === 'number' && typeof content === 'string') return { size, bytes: Buffer.from(content, 'base64') };
  const { errors } = recordOf(body);
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const [first] = list;
  const told = recordOf(recordOf(first)['extensions'])['code'];
  throw new ChunkNotFetched(`The gateway gave no chunk: status ${status}, code ${isCode(told) ? told : 'none'}.`);
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const isCode = (value: unknown): value is string => typeof value === 'string' && /^[A-Z_]{1,40}$/.test(value);
