// docs/front-end.md says nothing that is not so: what it shows as question and answer is asked here, with Hunan down.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { operationLimits } from '../../../gateway/operation/operation-limits.js';
import { errorCodes } from '../../../schema/error-codes.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../schema/page.js';
import { collectDocuments } from '../../../scripts/documents/collect-documents.js';
import { openStream } from '../../support/live/read-stream.js';
import { postJson } from '../../support/send-http.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const guide = read('docs/front-end.md');

const operations = 'docs/examples/client/operations';
const files = readdirSync(path.join(root, operations)).map((name) => path.join(operations, name));
const { manifest, ids } = collectDocuments(
  files.map((file) => ({ path: file, text: read(file) })),
  buildSchema(read('schema/api.graphql')),
);

let network: TestNetwork;
beforeAll(async () => {
  const documents = { file: path.join(root, 'no-such-file.json'), text: JSON.stringify(manifest) };
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 3, settings: { documents } });
  await network.province('HN').stop();
}, 120_000);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Shown {
  readonly kind: 'graphql' | 'json request';
  readonly question: string;
  readonly answer: string | undefined;
}

const shown = [...guide.matchAll(/```(graphql|json request)\n([\s\S]*?)```(?:\n```json answer\n([\s\S]*?)```)?/g)].map(
  ([, kind, question = '', answer]) => ({ kind, question, answer }) as Shown,
);

const ask = async ({ kind, question }: Shown) => {
  const named = question.replace('sha256:<NewestCases>', ids['NewestCases'] ?? '');
  const body: unknown = kind === 'graphql' ? { query: question } : JSON.parse(named);
  return await postJson(network.url, body, { accept: 'application/graphql-response+json' });
};

describe('the guide for front-end teams', () => {
  it('has questions of each kind', () => {
    expect(shown.filter(({ kind }) => kind === 'graphql').length).toBeGreaterThanOrEqual(5);
    expect(shown.filter(({ kind }) => kind === 'json request').length).toBeGreaterThanOrEqual(3);
    // No block but these, and the one that is a stream.
    expect(guide.match(/```(?!\n)/g)).toHaveLength(shown.length + shown.filter(({ answer }) => answer).length + 1);
  });

  it.each(shown)('shows what is answered: $question', async (each) => {
    const { status, text } = await ask(each);

    const answer = JSON.parse(text) as { readonly data?: object };
    if (each.answer !== undefined) expect(answer).toEqual(JSON.parse(each.answer));
    else expect(answer).toEqual({ data: expect.anything(), extensions: expect.anything() });
    expect(status).toBe(answer.data === undefined ? 400 : 200);
  });

  it('shows a subscription that is answered by a stream, which begins with a place to go on from', async () => {
    const [, query = ''] = /```graphql stream\n([\s\S]*?)```/.exec(guide) ?? [];
    await using stream = await openStream(`${network.url}/graphql`, { query, variables: { province: 'GD' } });
    await using away = await openStream(`${network.url}/graphql`, { query, variables: { province: 'HN' } });

    const first = await stream.next();
    const refused = await away.next();

    expect([stream.status, first?.data ?? '', away.status]).toEqual([200, '', 200]);
    expect(first?.id).toMatch(/^GD:CaseEvent:/);
    expect(refused?.data).toContain('PROVINCE_UNREACHABLE');
  });

  it('names every error code once, with what it says of trying again', () => {
    const rows = [...guide.matchAll(/^\| ([A-Z_, ]+) \| (yes|no) \| .+ \|$/gm)];
    const named = rows.flatMap(([, codes = '', retryable]) =>
      codes.split(', ').map((code) => [code, retryable === 'yes'] as const),
    );

    const all = Object.entries(errorCodes).map(([code, { retryable }]) => [code, retryable] as const);
    const sorted = (list: typeof all) => [...list].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(named)).toEqual(sorted(all));
  });

  it('gives the limits that hold', () => {
    const [, limits = ''] = /## Limits[^\n]*\n([\s\S]*?)\n##/.exec(guide) ?? [];
    const { sourceBytes, ...others } = operationLimits;

    expect(limits).toContain(`${sourceBytes.max / 1024} kB of text`);
    for (const { max } of Object.values(others))
      expect(limits).toMatch(new RegExp(`\\b${max.toLocaleString('en-US')} `));
    expect(guide).toContain(`\`first\` (${DEFAULT_PAGE_SIZE} unless given, at most ${MAX_PAGE_SIZE})`);
  });
});
