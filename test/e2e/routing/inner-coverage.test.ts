import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const rows = {
  GD: [
    { rank: 1, label: 'a', friends: ['GD:Row:1', 'HN:Row:0'] },
    { rank: 2, label: 'b' },
  ],
  HN: [{ rank: 3, label: 'c', friends: ['HN:Row:0'] }],
};

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(rows);
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const only = (code: string) => ({ exact: true, asked: [{ code }], missing: [] });
const coverage = 'coverage { exact asked { code } missing { reason } }';

describe('the coverage of a connection inside an entity', () => {
  it('is that of the province which owns the entity, on every row of a gathered page', async () => {
    const { data, errors } = await federation.query(
      `{ rows { nodes { id circle(first: 5) { totalCount ${coverage} nodes { id } } } ${coverage} } }`,
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      rows: {
        nodes: [
          { id: 'GD:Row:0', circle: { totalCount: 1, coverage: only('GD'), nodes: [{ id: 'GD:Row:1' }] } },
          { id: 'GD:Row:1', circle: { totalCount: 0, coverage: only('GD'), nodes: [] } },
          { id: 'HN:Row:0', circle: { totalCount: 1, coverage: only('HN'), nodes: [{ id: 'HN:Row:0' }] } },
        ],
        coverage: { exact: true, asked: [{ code: 'GD' }, { code: 'HN' }], missing: [] },
      },
    });
    expect(federation.province('GD').requests.at(-1)?.query).not.toContain('exact');
  });

  it('is filled for one entity, behind a reference, under aliases, fragments and conditions', async () => {
    const { data, errors } = await federation.query(
      `query ($no: Boolean = false) { node(id: "GD:Row:0") { ... on Row { friends { label
         own: circle { whom: coverage { asked { code name } } ... on RowConnection { whom: coverage { exact } } }
         circle { coverage @include(if: $no) { exact } totalCount } } } } }`,
    );

    expect(errors).toBeUndefined();
    const whom = (code: string) => ({ asked: [{ code, name: `name of ${code}` }], exact: true });
    expect(data).toEqual({
      node: {
        friends: [
          { label: 'b', own: { whom: whom('GD') }, circle: { totalCount: 0 } },
          { label: 'c', own: { whom: whom('HN') }, circle: { totalCount: 1 } },
        ],
      },
    });
  });
});
