import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const rows = {
  GD: [{ rank: 1, label: 'a', friends: ['HN:Row:0'] }],
  HN: [
    { rank: 2, label: 'b' },
    { rank: 3, label: 'c' },
  ],
  SC: [{ rank: 4, label: 'd' }],
};

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(rows);
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const explain = (query: string, header = 'on', url = federation.url): Promise<GatewayAnswer> =>
  askGateway(url, { query }, { 'x-tongban-explain': header });

describe('an answer that is explained', () => {
  it('names who was asked, by which rule, how long each took and how many rows each sent', async () => {
    federation.province('SC').misbehave((response) => (response.destroy(), 'handled'));
    const query =
      '{ rows(first: 5) { nodes { id friend { label province { name } } } } row(id: "HN:Row:1") { label } }';
    const { data, extensions } = await explain(query);
    federation.province('SC').misbehave(undefined);

    expect(data).toMatchObject({ rows: { nodes: [{ friend: { label: 'b' } }, {}, {}] }, row: { label: 'c' } });
    const time = expect.any(Number);
    const steps = (extensions?.['explain'] as { subgraph: string; field: string | null }[]).toSorted((a, b) =>
      `${a.subgraph} ${a.field ?? ''}`.localeCompare(`${b.subgraph} ${b.field ?? ''}`),
    );
    expect(steps).toMatchObject([
      { subgraph: 'ordinary', field: null, why: 'by the query plan', beganMs: time, tookMs: time },
      {
        field: 'nodes.friend',
        why: 'owners of the references, one request each',
        asked: [{ province: 'HN', rows: 1 }],
      },
      { field: 'row', why: '@owner by id', asked: [{ province: 'HN', outcome: 'ANSWERED', tookMs: time }] },
      { field: 'rows', why: '@gather: every province', merged: 'connection from 2 of 3 provinces' },
    ]);
    const { asked } = steps[3] as unknown as { asked: readonly { readonly province: string }[] };
    expect(asked.toSorted((a, b) => a.province.localeCompare(b.province))).toEqual([
      { province: 'GD', outcome: 'ANSWERED', tookMs: time, rows: 1 },
      { province: 'HN', outcome: 'ANSWERED', tookMs: time, rows: 2 },
      { province: 'SC', outcome: 'UNREACHABLE', tookMs: time, rows: 0 },
    ]);
  });

  it('says by what the provinces were narrowed, and no word of where they are', async () => {
    const { extensions } = await explain('{ totals(provinces: ["GD"]) { count } }');

    expect(extensions).toMatchObject({ explain: [{ why: '@gather, narrowed by provinces' }] });
    expect(JSON.stringify(extensions)).not.toMatch(/http|127\.0\.0\.1/);
  });

  it('is given on request only, and only where the gateway is told to', async () => {
    await using silent = await startSmallFederation(rows, { explanations: 'nobody' });

    expect((await federation.query('{ totals { count } }')).extensions).toBeUndefined();
    expect((await explain('{ totals { count } }', 'off')).extensions).toBeUndefined();
    for (const answer of [await explain('{ totals { count } }', 'yes'), await explain('{ x }', 'on', silent.url)]) {
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });
});
