// Answers are read as they are expected; a province may write JSON in any other way that is right.
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const rows = {
  GD: [
    { rank: 1, label: 'g0' },
    { rank: 3, label: 'g1' },
    { rank: 5, label: 'g2' },
  ],
  HN: [
    { rank: 2, label: 'h "0" \\ 中' },
    { rank: 4, label: 'h1' },
  ],
};

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(rows);
});
afterEach(() => federation.province('HN').misbehave(undefined));
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

/** Lets HN write its answers in another way. */
function write(change: (answer: unknown) => string): void {
  federation.province('HN').misbehave((response, answer) => {
    response.setHeader('content-type', 'application/json').end(change(JSON.parse(JSON.stringify(answer))));
    return 'handled';
  });
}

/** JSON whose objects from the second row on have their members in the opposite order. */
function turned(answer: unknown): string {
  let objects = 0;
  return JSON.stringify(answer, (_, value: unknown) => {
    const isRow = typeof value === 'object' && value !== null && 'label' in value;
    return isRow && (objects += 1) > 1 ? Object.fromEntries(Object.entries(value).reverse()) : value;
  });
}

const escaped = (answer: unknown): string =>
  JSON.stringify(answer).replaceAll('HN:', '\\u0048N:').replaceAll('中', '\\u4e2d');

const queries = {
  nodes: '{ rows(first: 4) { nodes { label rank } totalCount pageInfo { hasNextPage } coverage { exact } } }',
  edges: '{ rows(first: 4) { edges { node { label rank } cursor } totalCount coverage { exact } } }',
  references:
    '{ rows(first: 4) { nodes { id friend { label } label province { code name } } totalCount coverage { exact } } }',
  backward:
    '{ rows(last: 4) { edges { node { id label } } pageInfo { hasPreviousPage } totalCount coverage { exact } } }',
};

describe.each(Object.entries(queries))('a page of %s', (_name, query) => {
  it.each<[string, (answer: unknown) => string]>([
    ['with white space', (answer) => JSON.stringify(answer, null, 2)],
    ['with a line break at the end', (answer) => `${JSON.stringify(answer)}\n`],
    ['with members in another order from the second row on', turned],
    ['with escapes that nobody needs', escaped],
    [
      'with extensions behind the data',
      (answer) => JSON.stringify({ ...(answer as object), extensions: { a: { b: [1] } } }),
    ],
    ['with no errors, and saying so', (answer) => JSON.stringify({ errors: [], ...(answer as object) })],
  ])('is the same when a province writes it %s', async (_what, change) => {
    const usual = await federation.query(query);
    write(change);

    const answer = await federation.query(query);

    expect(usual.data).toMatchObject({ rows: { totalCount: 5, coverage: { exact: true } } });
    expect(answer).toEqual(usual);
  });
});

describe('rows that nobody reads', () => {
  it('hide no error that explains a null in one that somebody does', async () => {
    write((answer) =>
      JSON.stringify({
        ...(answer as object),
        errors: [{ message: 'x', path: ['rows', '__position', 0, 'node', 'fragile'] }],
      }),
    );

    const { errors } = await federation.query('{ rows(first: 2) { nodes { label fragile } } }');

    expect(errors).toMatchObject([{ path: ['rows', 'nodes', 1, 'fragile'], extensions: { province: 'HN' } }]);
  });

  it('are not asked of a province again that breaks the contract in the last row that is taken', async () => {
    write((answer) => JSON.stringify(answer).replace(/"label":"h1"/, '"label":null'));

    const { data } = await federation.query('{ rows { nodes { label } totalCount coverage { missing { reason } } } }');

    expect(data).toEqual({
      rows: {
        nodes: [{ label: 'g0' }, { label: 'g1' }, { label: 'g2' }],
        totalCount: 3,
        coverage: { missing: [{ reason: 'CONTRACT_BREACH' }] },
      },
    });
    expect(federation.province('HN').requests).toHaveLength(federation.province('GD').requests.length);
  });
});
