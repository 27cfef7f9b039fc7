import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeCursor } from '../../schema/cursor.js';
import { isOnServer, TestDatabases } from '../../test/support/test-databases.js';
import { provinceRuntime, type ProvinceServer, readInstance, startProvince } from './province.js';
import { seedWhenEmpty } from './seeds/seed-province.js';

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

const statements: string[] = [];
let dataDir = '';
let databases: TestDatabases;
let guangdong: ProvinceServer;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-province-'));
  const instance = readInstance('GD');
  databases = new TestDatabases(dataDir);
  const database = databases.placeOf('GD');
  await seedWhenEmpty({ instance, dataDir, database, cases: 1_200 });
  const shared = provinceRuntime();
  guangdong = await startProvince({
    instance,
    dataDir,
    database,
    port: 0,
    shared,
    // Nothing is swept while statements are counted.
    clock: { nowMs: Date.now, wait: untilEnded },
    onSql: (sql) => statements.push(sql),
  });
});

function untilEnded(_ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

afterAll(async () => {
  await guangdong[Symbol.asyncDispose]();
  await databases[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(guangdong.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()) as Answer;
}

async function get<Data>(query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await ask(query, variables);
  expect(errors).toBeUndefined();
  return data as Data;
}

interface Nodes {
  readonly list: { readonly nodes: readonly Readonly<Record<string, unknown>>[]; readonly totalCount: number };
}

const listCases = (filter: string, fields = 'id'): Promise<Nodes> =>
  get<Nodes>(`{ list: cases(first: 200, filter: ${filter}) { totalCount nodes { ${fields} } } }`);

const listItems = (filter: string, fields = 'id'): Promise<Nodes> =>
  get<Nodes>(`{ list: serviceItems(first: 200, filter: ${filter}) { totalCount nodes { ${fields} } } }`);

describe('lists', () => {
  const page = `query($after: String, $orderBy: [CaseOrder!]) {
    cases(first: 97, after: $after, orderBy: $orderBy) { edges { node { id } } pageInfo { hasNextPage endCursor } }
  }`;
  interface CasePage {
    cases: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }

  it.each([[['SUBMITTED_AT_DESC']], [['DUE_AT_ASC']], [['DUE_AT_DESC', 'CASE_NO_ASC']]])(
    'gives every case exactly once over all pages, by %j',
    async (orderBy) => {
      const ids: string[] = [];
      let after: string | null = null;
      for (let hasNextPage = true; hasNextPage; ) {
        const { cases }: CasePage = await get<CasePage>(page, { after, orderBy });
        ids.push(...cases.edges.map(({ node }) => node.id));
        ({ hasNextPage, endCursor: after } = cases.pageInfo);
      }

      expect(ids).toHaveLength(1_200);
      expect(new Set(ids).size).toBe(1_200);
    },
  );

  it('counts only when the count is asked for', async () => {
    statements.length = 0;
    await get('{ cases { nodes { id } } }');
    expect(statements).toHaveLength(1);

    expect(await get('{ cases(first: 1) { totalCount } }')).toEqual({ cases: { totalCount: 1_200 } });
  });

  it('says which province it speaks for', async () => {
    const coverage = 'coverage { exact asked { code } answered { code } missing { reason province { code } } }';

    expect(await get(`{ cases(first: 1) { ${coverage} } }`)).toEqual({
      cases: { coverage: { exact: true, asked: [{ code: 'GD' }], answered: [{ code: 'GD' }], missing: [] } },
    });
  });

  it('is empty when the question is for other provinces', async () => {
    const list = '(provinces: ["HN"]) { totalCount nodes { id } coverage { asked { code } } }';
    const empty = { totalCount: 0, nodes: [], coverage: { asked: [] } };

    expect(await get(`{ cases${list} serviceItems${list} }`)).toEqual({ cases: empty, serviceItems: empty });
    expect(await get('{ cases(provinces: ["HN", "GD"]) { totalCount } }')).toEqual({ cases: { totalCount: 1_200 } });
  });

  it('tells where a page stands', async () => {
    const after = encodeCursor({ order: 'CASE_NO_ASC', keys: ['0'], id: 'HN:Case:1' });
    const info = 'pageInfo { hasPreviousPage hasNextPage startCursor endCursor }';

    const first = await get<CasePage>(`{ cases(first: 1) { ${info} } }`);
    const later = await get<CasePage>(
      `query($after: String) { cases(first: 200, after: $after, orderBy: [CASE_NO_ASC]) { ${info} } }`,
      { after },
    );

    expect(first.cases.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    expect(later.cases.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
  });
});

describe('filters of cases', () => {
  it('narrow by one state, by several and by none', async () => {
    const one = await listCases('{ states: [WITHDRAWN] }', 'state');
    const two = await listCases('{ states: [WITHDRAWN, NOT_ACCEPTED] }', 'state');

    expect(new Set(one.list.nodes.map(({ state }) => state))).toEqual(new Set(['WITHDRAWN']));
    expect(new Set(two.list.nodes.map(({ state }) => state))).toEqual(new Set(['WITHDRAWN', 'NOT_ACCEPTED']));
    expect(two.list.totalCount).toBeGreaterThan(one.list.totalCount);
    expect((await listCases('{ states: [] }')).list.totalCount).toBe(0);
  });

  // A server decides by what it knows of the rows; ours alone has to be led.
  (isOnServer() ? it.skip : it)('by several states still walk the index of the order instead of sorting', async () => {
    statements.length = 0;
    await listCases('{ states: [DELIVERED, COMPLETED] }');
    using database = new DatabaseSync(path.join(dataDir, 'provinces', 'GD.sqlite'), { readOnly: true });

    const [query = ''] = statements;
    const plan = database.prepare(`explain query plan ${query}`).all();

    expect(plan.map(({ detail }) => detail)).toEqual(['SCAN service_case USING INDEX service_case_submitted_at']);
  });

  it('narrow by the applicant’s province', async () => {
    const own = await listCases('{ crossProvince: false }', 'applicantProvince { code }');
    const foreign = await listCases('{ crossProvince: true }', 'applicantProvince { code }');
    const hunanese = await listCases('{ applicantProvince: "HN" }', 'applicantProvince { code }');

    expect(own.list.totalCount + foreign.list.totalCount).toBe(1_200);
    expect(foreign.list.nodes).not.toContainEqual({ applicantProvince: { code: 'GD' } });
    expect(hunanese.list.totalCount).toBeGreaterThan(0);
    expect(new Set(hunanese.list.nodes.map((node) => JSON.stringify(node))).size).toBe(1);
  });

  it('narrow by time, from inclusive to exclusive, in any time zone', async () => {
    const [newest] = (await listCases('{}', 'submittedAt')).list.nodes;
    const at = String(newest?.['submittedAt']);

    expect((await listCases(`{ submittedFrom: "${at}" }`)).list.totalCount).toBe(1);
    expect((await listCases(`{ submittedTo: "${at}" }`)).list.totalCount).toBe(1_199);
    const year = '{ submittedFrom: "2025-01-01T00:00:00+08:00", submittedTo: "2026-01-01T00:00:00+08:00" }';
    expect((await listCases(year)).list.totalCount).toBeGreaterThan(400);
  });

  it('narrow by mode and by national item', async () => {
    const joint = await listCases('{ mode: JOINT_HANDLING }', 'mode');
    const [some] = (await listCases('{}', 'item { standard { id } }')).list.nodes;
    const { standard } = some?.['item'] as { standard: { id: string } };
    const same = await listCases(`{ standardItem: "${standard.id}" }`, 'item { standard { id } }');

    expect(new Set(joint.list.nodes.map(({ mode }) => mode))).toEqual(new Set(['JOINT_HANDLING']));
    expect(new Set(same.list.nodes.map((node) => JSON.stringify(node)))).toEqual(new Set([JSON.stringify(some)]));
  });
});

describe('filters of service items', () => {
  it('find text in names and codes, in either case', async () => {
    expect((await listItems('{ text: "PASSPORT" }', 'nameEn')).list.nodes).toContainEqual({
      nameEn: expect.stringMatching(/passport/i),
    });
    expect((await listItems('{ text: "护照" }')).list.totalCount).toBeGreaterThan(0);
    expect((await listItems('{ text: "nia-passport" }')).list.totalCount).toBeGreaterThan(0);
    expect((await listItems('{ text: "11440000synnia" }')).list.totalCount).toBeGreaterThan(0);
  });

  it.each(['%', '_', '\\', "''", '" or 1=1'])('take %s literally', async (text) => {
    const { list } = await get<Nodes>(
      'query($text: String) { list: serviceItems(filter: { text: $text }) { totalCount nodes { id } } }',
      { text },
    );

    expect(list.totalCount).toBe(0);
  });

  it('narrow by authority, mode, whom they serve and national item', async () => {
    const police = await listItems('{ authority: "MPS" }', 'authority { nameZh }');
    const enterprises = await listItems('{ serviceObject: ENTERPRISE }', 'serviceObjects');
    const online = await listItems('{ mode: FULLY_ONLINE }', 'mode');
    const one = await listItems('{ standardItem: "CN:StandardItem:nia-passport-renew" }', 'id');

    expect(new Set(police.list.nodes.map((node) => JSON.stringify(node)))).toEqual(
      new Set(['{"authority":{"nameZh":"广东省公安厅"}}']),
    );
    expect(enterprises.list.nodes.every((node) => JSON.stringify(node).includes('ENTERPRISE'))).toBe(true);
    expect(new Set(online.list.nodes.map(({ mode }) => mode))).toEqual(new Set(['FULLY_ONLINE']));
    expect(one.list.nodes).toEqual([{ id: 'GD:ServiceItem:nia-passport-renew' }]);
  });
});

describe('arguments', () => {
  const cursor = encodeCursor({ order: 'SUBMITTED_AT_ASC', keys: ['2025-01-01'], id: 'GD:Case:1' });

  it.each([
    ['a page of no rows', '{ cases(first: 0) { totalCount } }', 'BAD_PAGE_SIZE'],
    ['a page of 201 rows', '{ serviceItems(first: 201) { totalCount } }', 'BAD_PAGE_SIZE'],
    ['a cursor that is none', '{ cases(after: "x") { totalCount } }', 'BAD_CURSOR'],
    ['a cursor made under another order', `{ cases(after: "${cursor}") { totalCount } }`, 'BAD_CURSOR'],
    ['two terms on one field', '{ cases(orderBy: [CASE_NO_ASC, CASE_NO_DESC]) { totalCount } }', 'BAD_USER_INPUT'],
    ['no term', '{ cases(orderBy: []) { totalCount } }', 'BAD_USER_INPUT'],
    ['a malformed id', '{ case(id: "x") { id } }', 'BAD_ID'],
    ['an id of another type', '{ serviceItem(id: "GD:Case:1") { id } }', 'BAD_ID'],
    ['an id of another province', '{ case(id: "HN:Case:1") { id } }', 'BAD_ID'],
    ['a node of another province', '{ node(id: "HN:Case:1") { id } }', 'BAD_ID'],
    ['a node of a type that is not here', '{ node(id: "GD:Window:1") { id } }', 'BAD_ID'],
    ['a comparison of no national item', '{ compareItem(standardItem: "GD:Case:1") { offeredBy } }', 'BAD_ID'],
    ['a filter by no national item', '{ cases(filter: { standardItem: "x" }) { totalCount } }', 'BAD_ID'],
    ['a filter by no province', '{ cases(filter: { applicantProvince: "gd" }) { totalCount } }', 'BAD_USER_INPUT'],
  ])('are refused for %s', async (_title, query, code) => {
    const { errors } = await ask(query);

    expect(errors).toMatchObject([{ extensions: { code } }]);
  });

  it('are refused for a time without a time zone', async () => {
    const query = 'query($from: DateTime) { cases(filter: { submittedFrom: $from }) { totalCount } }';

    expect((await ask(query, { from: '2025-01-01T00:00:00' })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('single entities', () => {
  it('are found by id and as nodes, and null when there is none', async () => {
    const [some] = (await listCases('{}')).list.nodes;
    const id = String(some?.['id']);

    const answer = await get(
      `query($id: ID!) {
        case(id: $id) { id }
        node(id: $id) { __typename id }
        item: node(id: "GD:ServiceItem:nia-passport-renew") { __typename }
        noCase: case(id: "GD:Case:none") { id }
        noItem: serviceItem(id: "GD:ServiceItem:none") { id }
      }`,
      { id },
    );

    expect(answer).toEqual({
      case: { id },
      node: { __typename: 'Case', id },
      item: { __typename: 'ServiceItem' },
      noCase: null,
      noItem: null,
    });
  });

  it('show a service item with everything that an applicant needs', async () => {
    const { serviceItem } = await get<{ serviceItem: Record<string, unknown> }>(`{
      serviceItem(id: "GD:ServiceItem:mca-orphan-recognition") {
        province { code } standard { id } taskType caseKind statutoryLimit { value unit note } provenance
        authority { nameZh nature } materials { name required grade form source issuingBody originals copies note }
        windows { nameZh address hours phone } crossRegion { scope form coveredProvinces { code } } result { name type }
        fees { amountFen } acceptanceConditions handlingFlow legalBasis maxVisits visitReason updatedAt
      }
    }`);

    expect(serviceItem).toMatchObject({
      province: { code: 'GD' },
      standard: { id: 'CN:StandardItem:mca-orphan-recognition' },
      taskType: 'CONFIRMATION',
      statutoryLimit: { value: 36, unit: 'WORKING_DAY' },
      authority: { nameZh: '广东省民政厅', nature: 'STATUTORY_ORGAN' },
      result: { type: 'APPROVAL_DOCUMENT' },
      fees: [],
      provenance: 'SYNTHETIC',
    });
  });

  it('compare an item: what this province contributes', async () => {
    const fields = 'standard { id } implementations { id } offeredBy shortestPromisedDays longestPromisedDays';

    const answer = await get(`{
      offered: compareItem(standardItem: "CN:StandardItem:nia-passport-renew") { ${fields} }
      unknown: compareItem(standardItem: "CN:StandardItem:none") { ${fields} coverage { exact asked { code } } }
      notAsked: compareItem(standardItem: "CN:StandardItem:nia-passport-renew", provinces: ["HN"]) { offeredBy }
    }`);

    expect(answer).toMatchObject({
      offered: {
        standard: { id: 'CN:StandardItem:nia-passport-renew' },
        implementations: [{ id: 'GD:ServiceItem:nia-passport-renew' }],
        offeredBy: 1,
      },
      unknown: {
        standard: null,
        implementations: [],
        offeredBy: 0,
        shortestPromisedDays: null,
        longestPromisedDays: null,
        coverage: { exact: true, asked: [{ code: 'GD' }] },
      },
      notAsked: { offeredBy: 0 },
    });
  });
});

describe('references', () => {
  const entities = `query($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Case { id caseNo } ... on ServiceItem { id nameZh } }
  }`;

  interface IdPage {
    cases: { nodes: { id: string }[]; pageInfo: { endCursor: string } };
  }

  it('of 1,000 cases and 100 items are one SQL statement for each type', async () => {
    const ids: string[] = [];
    for (let after: string | null = null; ids.length < 1_000; ) {
      const { cases }: IdPage = await get<IdPage>(
        'query($after: String) { cases(first: 200, after: $after) { nodes { id } pageInfo { endCursor } } }',
        { after },
      );
      ids.push(...cases.nodes.map(({ id }) => id));
      after = cases.pageInfo.endCursor;
    }
    const items = (await listItems('{}')).list.nodes.slice(0, 100).map(({ id }) => String(id));
    const representations = [
      ...ids.map((id) => ({ __typename: 'Case', id })),
      ...items.map((id) => ({ __typename: 'ServiceItem', id })),
    ];
    statements.length = 0;

    const { _entities } = await get<{ _entities: { id: string }[] }>(entities, { representations });

    expect(_entities.map((entity) => entity.id)).toEqual([...ids, ...items]);
    expect(statements).toHaveLength(2);
  });

  it('are null for other provinces and for what does not exist, and keep their places', async () => {
    const representations = [
      { __typename: 'ServiceItem', id: 'HN:ServiceItem:nia-passport-renew' },
      { __typename: 'ServiceItem', id: 'GD:ServiceItem:nia-passport-renew' },
      { __typename: 'Case', id: 'GD:Case:none' },
      { __typename: 'Case', id: 'rubbish' },
      { __typename: 'Case' },
    ];

    const { _entities } = await get<{ _entities: unknown[] }>(entities, { representations });

    expect(_entities).toEqual([
      null,
      { id: 'GD:ServiceItem:nia-passport-renew', nameZh: '普通护照换发' },
      null,
      null,
      null,
    ]);
  });

  it('from 200 cases to items, steps and units are one SQL statement each', async () => {
    statements.length = 0;

    const { list } = await listCases('{}', 'item { id } steps { seq unit { nameZh } } acceptance { unit { nameZh } }');

    expect(list.nodes).toHaveLength(200);
    expect(statements.filter((sql) => sql.includes('"service_item"'))).toHaveLength(1);
    expect(statements.filter((sql) => sql.includes('"case_step"'))).toHaveLength(1);
    // Units of acceptances are known a turn before those of steps.
    expect(statements.filter((sql) => sql.includes('"authority"')).length).toBeLessThanOrEqual(2);
  });
});
