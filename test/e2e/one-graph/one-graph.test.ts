import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparePositions, directionsOf, parseCursor, type Position } from '../../../schema/cursor.js';
import { readFirstExamples } from '../../../scripts/start/read-collections.js';
import { askGateway } from '../../support/ask-gateway.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const CODES = ['BJ', 'GD', 'HN', 'SC', 'XPCC'];
const CASES = 40;

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: CODES, cases: CASES });
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

/** All rows of a list in pages of `first`, from the gateway or from one province. */
async function readAll(url: string, list: string, first: number): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let after: string | null = null, hasNextPage = true; hasNextPage; ) {
    const query = `query ($after: String) { page: ${list.replace('PAGE', `first: ${first}, after: $after`)} {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount } }`;
    const answer = await askGateway(url, { query, variables: { after } });
    const { page } = answer.data as unknown as { page: Page };
    pages.push(page);
    ({ hasNextPage, endCursor: after } = page.pageInfo);
  }
  return pages;
}

const rowsOf = (pages: readonly Page[]): Position[] =>
  pages.flatMap(({ edges }) => edges.flatMap(({ cursor }) => parseCursor(cursor) ?? []));

describe('one graph over provinces', () => {
  it('answers the three example queries, and every reference in them is joined', async () => {
    for (const { query } of readFirstExamples()) {
      const answer = await network.query(query.replace('provinces: ["GD", "SC", "HN"]', 'provinces: ["GD", "SC"]'));

      expect(answer.errors).toBeUndefined();
      expect(JSON.stringify(answer.data)).not.toContain('"nameZh":null');
    }
  });

  it('names all 32 provinces of the nation, whichever take part', async () => {
    const answer = await network.query('{ provinces { code nameZh nameEn } }');
    const { provinces } = answer.data as unknown as { provinces: { code: string; nameEn: string }[] };

    expect(provinces).toHaveLength(32);
    expect(provinces).toContainEqual({ code: 'GD', nameZh: '广东省', nameEn: 'Guangdong' });
  });

  it.each([
    ['cases(PAGE)', 7],
    ['cases(PAGE, orderBy: [DUE_AT_ASC])', 11],
    ['cases(PAGE, orderBy: [DUE_AT_DESC, CASE_NO_ASC], filter: { crossProvince: true })', 9],
    ['serviceItems(PAGE, orderBy: PROMISED_DAYS_DESC)', 37],
    ['serviceItems(PAGE, filter: { mode: JOINT_HANDLING, text: "转移" })', 5],
  ])('pages through %s as the sorted union of what each province lists alone', async (list, first) => {
    const whole = await readAll(network.url, list, first);
    const alone = await Promise.all(
      CODES.map((code) => readAll(network.province(code).url.replace(/\/graphql$/, ''), list, 200)),
    );

    const union = alone.flatMap(rowsOf);
    const directions = directionsOf(union[0]?.order ?? '') ?? [];
    union.sort((a, b) => comparePositions(a, b, directions));
    expect(union.length).toBeGreaterThan(first);
    expect(rowsOf(whole)).toEqual(union);
    expect(new Set(whole.map(({ totalCount }) => totalCount))).toEqual(new Set([union.length]));
  });

  it('finds a case, an item and a national item by their ids', async () => {
    const list = await network.query('{ cases(first: 1) { nodes { id item { id standard { id } } } } }');
    const { cases } = list.data as unknown as {
      cases: { nodes: { id: string; item: { id: string; standard: { id: string } } }[] };
    };
    const [row] = cases.nodes;

    const answer = await network.query(
      `query ($case: ID!, $item: ID!, $standard: ID!) {
        case(id: $case) { id provenance steps { name } }
        serviceItem(id: $item) { id provenance }
        a: node(id: $case) { __typename id }
        b: node(id: $standard) { __typename id ... on StandardItem { nameZh } }
      }`,
      { case: row?.id, item: row?.item.id, standard: row?.item.standard.id },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      case: { id: row?.id, provenance: 'SYNTHETIC' },
      serviceItem: { id: row?.item.id, provenance: 'SYNTHETIC' },
      a: { __typename: 'Case', id: row?.id },
      b: { __typename: 'StandardItem', id: row?.item.standard.id, nameZh: expect.any(String) },
    });
  });

  it('compares how provinces implement one national item', async () => {
    const answer = await network.query(
      `{ compareItem(standardItem: "CN:StandardItem:mps-idcard-renew") {
        standard { nameZh } offeredBy shortestPromisedDays longestPromisedDays
        implementations { province { code } promisedLimit { value } materials { name required } fees { name } }
        coverage { exact }
      } }`,
    );
    const { compareItem } = answer.data as unknown as {
      compareItem: {
        offeredBy: number;
        shortestPromisedDays: number;
        longestPromisedDays: number;
        implementations: { promisedLimit: { value: number } }[];
      };
    };
    const days = compareItem.implementations.map(({ promisedLimit }) => promisedLimit.value);

    expect(compareItem.offeredBy).toBe(compareItem.implementations.length);
    expect(compareItem.shortestPromisedDays).toBe(Math.min(...days));
    expect(compareItem.longestPromisedDays).toBe(Math.max(...days));
  });

  it.each([
    ['{ case(id: "GD:ServiceItem:x") { id } }', 'BAD_ID'],
    ['{ case(id: "TJ:Case:x") { id } }', 'UNKNOWN_PROVINCE'],
    ['{ compareItem(standardItem: "nonsense") { offeredBy } }', 'BAD_ID'],
    ['{ cases(filter: { submittedFrom: "yesterday" }) { totalCount } }', 'BAD_USER_INPUT'],
    ['{ cases(orderBy: [CASE_NO_ASC, CASE_NO_DESC]) { totalCount } }', 'BAD_USER_INPUT'],
    ['{ province(code: "gd") { code } provinces(codes: []) { code } }', 'UNKNOWN_PROVINCE'],
  ])('answers the mistake in %s with the code %s', async (query, code) => {
    const answer = await network.query(query);

    expect([...new Set(answer.errors?.map(({ extensions }) => extensions.code))]).toEqual([code]);
  });

  it('refuses a cursor that was made under another order, once and for all provinces', async () => {
    const page = await network.query('{ cases(first: 1) { pageInfo { endCursor } } }');
    const { cases } = page.data as unknown as { cases: Page };

    const answer = await network.query(
      'query ($after: String) { cases(after: $after, orderBy: [CASE_NO_ASC]) { totalCount } }',
      { after: cases.pageInfo.endCursor },
    );

    expect(answer.errors).toMatchObject([{ path: ['cases'], extensions: { code: 'BAD_CURSOR' } }]);
  });

  it('refuses an id of another province when a province is asked directly', async () => {
    const url = network.province('GD').url.replace(/\/graphql$/, '');

    const answer = await askGateway(url, { query: '{ case(id: "HN:Case:x") { id } }' });

    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_ID');
  });
});

describe('one graph with parts missing', () => {
  const rows =
    '{ cases(first: 200) { nodes { id caseNo province { code nameZh } } totalCount coverage { exact answered { code } missing { province { code nameZh } reason } } } }';

  it('keeps the rows of the other provinces to the byte, and names who is missing and why', async () => {
    await using partial = await startNetwork({ provinces: CODES, cases: CASES });
    const whole = (await partial.query(rows)).data as unknown as { cases: { nodes: { province: { code: string } }[] } };

    for (const [index, stopped] of ['HN', 'GD', 'XPCC', 'BJ'].entries()) {
      await partial.province(stopped).stop();
      const gone = ['HN', 'GD', 'XPCC', 'BJ'].slice(0, index + 1);
      const left = CODES.filter((code) => !gone.includes(code));

      const answer = await partial.query(rows);

      expect(answer.errors).toBeUndefined();
      expect(answer.data).toMatchObject({
        cases: {
          nodes: whole.cases.nodes.filter(({ province }) => left.includes(province.code)),
          totalCount: left.length * CASES,
          coverage: {
            exact: false,
            answered: left.map((code) => ({ code })),
            missing: CODES.filter((code) => gone.includes(code)).map((code) => ({
              province: { code, nameZh: expect.any(String) },
              reason: 'UNREACHABLE',
            })),
          },
        },
      });
    }
  });

  it('keeps rows and codes when the national subgraph is down, with null for what it alone knows', async () => {
    await using partial = await startNetwork({ provinces: ['GD'], cases: 5 });
    await partial.stopNational();

    const answer = await partial.query(rows);
    const { cases } = answer.data as unknown as { cases: { nodes: { province: unknown }[] } };

    expect(cases.nodes).toHaveLength(5);
    expect(cases.nodes[0]?.province).toEqual({ code: 'GD', nameZh: null });
    expect(answer.errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNREACHABLE');
  });
});
