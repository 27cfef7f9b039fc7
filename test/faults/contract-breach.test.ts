import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { smallContract } from '../support/stand-in-province.js';
import { startSmallFederation, type SmallFederation } from '../support/small-federation.js';

const rows = { GD: [{ rank: 1, label: 'a' }], HN: [{ rank: 2, label: 'b' }] };

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation(rows, { contractProbeMs: 20 });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

type Data = Record<string, Record<string, unknown>>;

/** Lets HN answer with something else than it has; undefined leaves an answer as it is. */
function distort(change: (data: Data) => void): void {
  federation.province('HN').misbehave((_response, answer: ExecutionResult) => {
    if (answer.data) change(answer.data as Data);
    return undefined;
  });
}

/** Replaces some of what stands under a key, where it was asked for. */
const replace =
  (key: string, fields: Readonly<Record<string, unknown>>) =>
  (data: Data): void => {
    if (Object.hasOwn(data, key)) data[key] = { ...data[key], ...fields };
  };

interface Status {
  readonly province: { readonly code: string; readonly name: string };
  readonly state: string;
  readonly message: string | null;
  readonly since: string | null;
}

/** Asks how HN is until it is as awaited; the test's own time limit ends it otherwise. */
async function untilState(state: string): Promise<Status> {
  for (;;) {
    const { data } = await federation.query(
      '{ federation { provinces { province { code name } state message since } } }',
    );
    const { federation: told } = data as unknown as { federation: { provinces: readonly Status[] } };
    expect(told.provinces.map(({ province }) => province.code)).toEqual(['GD', 'HN']);
    expect(told.provinces[0]).toEqual({
      province: { code: 'GD', name: 'name of GD' },
      state: 'SERVING',
      message: null,
      since: null,
    });
    const [, status] = told.provinces;
    if (status?.state === state) return status;
  }
}

const query = '{ rows { nodes { label } coverage { missing { province { code } reason since } } } }';

describe('a province that breaks the contract', () => {
  it('in its SDL is quarantined with the reason, not asked, and asked again when it has mended it', async () => {
    distort(replace('_service', { sdl: smallContract.replace('rank: Int label: String!', 'label: String') }));
    const { message, since } = await untilState('QUARANTINED');
    expect(message).toBe('Row.rank is missing. Row.label is String, not String!.');
    expect(since).toBe('2026-07-01T00:00:00.000Z');

    const asked = federation.province('HN').requests.filter(({ query: text }) => text.includes('label')).length;
    federation.passTime(60_000);
    expect((await federation.query(query)).data).toEqual({
      rows: {
        nodes: [{ label: 'a' }],
        coverage: { missing: [{ province: { code: 'HN' }, reason: 'CONTRACT_BREACH', since }] },
      },
    });
    expect((await federation.query('{ row(id: "HN:Row:0") { label } }')).errors).toMatchObject([
      { path: ['row'], extensions: { code: 'CONTRACT_BREACH', province: 'HN' } },
    ]);
    const now = federation.province('HN').requests.filter(({ query: text }) => text.includes('{label}')).length;
    expect(now).toBeLessThanOrEqual(asked);

    federation.province('HN').misbehave(undefined);
    await untilState('SERVING');
    expect((await federation.query(query)).data).toEqual({
      rows: { nodes: [{ label: 'a' }, { label: 'b' }], coverage: { missing: [] } },
    });
    expect(federation.logged.filter((line) => /quarantined|released/.test(line))).toHaveLength(2);
  });

  it.each<[string, (data: Data) => void, RegExp]>([
    ['with another type', replace('totals', { count: 'many' }), /^Query\.totals was answered wrongly: a value/],
    [
      'with rows of another province',
      replace('rows', { edges: [{ cursor: 'W10', node: { id: 'GD:Row:0', rank: 1, label: 'a' } }] }),
      /^Query\.rows was answered wrongly: /,
    ],
    ['without an SDL', replace('_service', { sdl: null }), /^It does not answer \{ _service \{ sdl \} \}\.$/],
    ['with an SDL that is none', replace('_service', { sdl: 'type {' }), /^Its SDL is not valid GraphQL\.$/],
  ])('in an answer, %s, is quarantined before anybody asks', async (_what, change, reason) => {
    distort(change);

    expect((await untilState('QUARANTINED')).message).toMatch(reason);
    expect((await federation.query('{ rows { nodes { label } } }')).data).toEqual({
      rows: { nodes: [{ label: 'a' }] },
    });
  });

  it('is not one that is merely down, nor one in maintenance', async () => {
    federation.province('HN').misbehave((response) => (response.destroy(), 'handled'));
    await federation.query(query);
    expect(await untilState('DEGRADED')).toMatchObject({ message: null, since: '2026-07-01T00:00:00.000Z' });

    const notice = '系统升级';
    writeFileSync(
      federation.registry.file,
      federation.registry.text.replace(/(HN: \{ url: "[^"]*")/, `$1, maintenance: "${notice}"`),
    );
    expect(await untilState('MAINTENANCE')).toMatchObject({ message: notice });
  });
});
