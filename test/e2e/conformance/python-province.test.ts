// The province of docs/examples/province-python, which shares no code with ours, in one graph with two ordinary ones.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicKeysFile } from '../../../gateway/auth/issue-passport.js';
import { comparePositions, directionsOf, type SortKey } from '../../../schema/cursor.js';
import { runConformance } from '../../../conformance/run-conformance.js';
import { openStream } from '../../support/live/read-stream.js';
import {
  findPython,
  type PythonProvince,
  runPythonProvince,
  startPythonProvince,
} from '../../support/python/python-province.js';
import { postJson } from '../../support/send-http.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const python = findPython();
// In CI a missing Python is a failure: a skipped test there would say that other languages can take part.
const isSkipped = python === undefined && process.env['CI'] !== 'true';
if (isSkipped)
  console.warn(
    'NOT TESTED: the province in Python. Install docs/examples/province-python/requirements.txt, or set CI=true.',
  );

const rows = (file: string): readonly string[] =>
  readFileSync(path.resolve(import.meta.dirname, `../../../docs/examples/province-python/data/${file}`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);

/** A list that is read in an order: its fields, and the keys by which it is sorted. */
interface Listed {
  readonly list: string;
  readonly orderBy: string;
  readonly fields: string;
  readonly keysOf: (node: never) => readonly SortKey[];
}

const lists: readonly Listed[] = [
  {
    list: 'serviceItems',
    orderBy: 'STATUTORY_DAYS_DESC,NAME_ZH_ASC',
    fields: 'nameZh statutoryLimit { value }',
    keysOf: ({ statutoryLimit, nameZh }: { statutoryLimit: { value: number } | null; nameZh: string }) => [
      statutoryLimit?.value ?? null,
      nameZh,
    ],
  },
  {
    list: 'serviceItems',
    orderBy: 'PROMISED_DAYS_ASC',
    fields: 'promisedLimit { value }',
    keysOf: ({ promisedLimit }: { promisedLimit: { value: number } }) => [promisedLimit.value],
  },
  {
    list: 'cases',
    orderBy: 'DUE_AT_DESC',
    fields: 'dueAt',
    keysOf: ({ dueAt }: { dueAt: string | null }) => [dueAt],
  },
  {
    list: 'cases',
    orderBy: 'DUE_AT_ASC,SUBMITTED_AT_DESC',
    fields: 'dueAt submittedAt',
    keysOf: ({ dueAt, submittedAt }: { dueAt: string | null; submittedAt: string }) => [dueAt, submittedAt],
  },
];

interface Connection {
  readonly nodes: readonly { readonly id: string }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: { readonly exact: boolean };
}

(isSkipped ? describe.skip : describe)('a province in Python', () => {
  let network: TestNetwork;
  let province: PythonProvince;
  beforeAll(async () => {
    if (python === undefined) throw new Error('Python with graphql-core is missing, and CI=true asks for it.');
    network = await startNetwork({
      ...{ provinces: ['GD', 'HN'], cases: 30, isGuarded: true },
      settings: { contractProbeMs: 1000 },
    });
    province = await startPythonProvince(python, argumentsIn('qh.sqlite'));
    join(province.url);
    await until(async () =>
      JSON.stringify(await network.query('{ cases { coverage { asked { code } } } }')).includes('QH'),
    );
  }, 120_000);
  afterAll(async () => {
    await province[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  const passportKeyFile = (): string => path.join(network.dataDir, 'passport', 'key.json');
  const argumentsIn = (database: string): readonly string[] => [
    ...['--database', path.join(network.dataDir, database)],
    ...['--passport-keys', publicKeysFile(passportKeyFile())],
  ];
  const join = (url: string): void => {
    const registry = path.join(network.dataDir, 'registry.yaml');
    const text = readFileSync(registry, 'utf8').replace(/ {2}QH: .*\n/, '');
    writeFileSync(registry, text.replace('provinces:\n', `provinces:\n  QH: { url: "${url}" }\n`));
  };
  const ask = async <Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const { data, errors } = await network.query(query, variables);
    expect(errors).toBeUndefined();
    return data as Data;
  };

  /** One page of a list, of some provinces. */
  async function pageOf(
    { list, orderBy, fields }: Listed,
    window: Readonly<Record<string, unknown>>,
  ): Promise<Connection> {
    const query = `query ($provinces: [ID!], $first: Int, $after: String, $last: Int, $before: String) {
      page: ${list}(provinces: $provinces, first: $first, after: $after, last: $last, before: $before, orderBy: [${orderBy}]) {
        nodes { id ${fields} } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { exact }
      }
    }`;
    const { page } = await ask<{ page: Connection }>(query, window);
    expect(page.coverage.exact).toBe(true);
    return page;
  }

  /** All rows of a list by its ids, page by page. */
  async function walk(listed: Listed, isBackward: boolean): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let cursor: string | null | undefined = null; cursor !== undefined; ) {
      const window = isBackward ? { last: 7, before: cursor } : { first: 7, after: cursor };
      const { nodes, pageInfo } = await pageOf(listed, window);
      const page = nodes.map(({ id }) => id);
      if (isBackward) ids.unshift(...page);
      else ids.push(...page);
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
      cursor = (isBackward ? hasPreviousPage : hasNextPage) ? (isBackward ? startCursor : endCursor) : undefined;
    }
    return ids;
  }

  it.each(lists)('pages over $list by $orderBy with the others, forwards and backwards', async (listed) => {
    const { orderBy, keysOf } = listed;
    const alone = await Promise.all(
      ['QH', 'GD', 'HN'].map((code) => pageOf(listed, { provinces: [code], first: 200 })),
    );
    const all = alone.flatMap(({ nodes }) => nodes);
    const positions = all.map((node) => ({ order: orderBy, keys: keysOf(node as never), id: node.id }));
    const expected = positions.sort((a, b) => comparePositions(a, b, directionsOf(orderBy) ?? [])).map(({ id }) => id);

    expect(alone[0]?.totalCount).toBe(rows(`${listed.list === 'cases' ? 'cases' : 'items'}.csv`).length);
    expect(await walk(listed, false)).toEqual(expected);
    expect(await walk(listed, true)).toEqual(expected);
    expect((await pageOf(listed, { first: 1 })).totalCount).toBe(all.length);
  });

  it('narrows its lists as the others do', async () => {
    const counts = await ask<Record<string, { totalCount: number }>>(`{
      text: serviceItems(provinces: ["QH"], filter: { text: "PASSPORT" }) { totalCount }
      mode: serviceItems(provinces: ["QH"], filter: { authority: "NIA", serviceObject: NATURAL_PERSON }) { totalCount }
      item: cases(provinces: ["QH"], filter: { standardItem: "CN:StandardItem:mca-orphan-recognition" }) { totalCount }
      none: cases(provinces: ["QH"], filter: { states: [] }) { totalCount }
      time: cases(provinces: ["QH"], filter: { submittedFrom: "2024-01-25T15:04:04.192+08:00", submittedTo: "2024-01-25T07:04:04.193Z" }) { totalCount }
      ours: cases(provinces: ["QH"], filter: { crossProvince: false }) { totalCount }
      theirs: cases(provinces: ["QH"], filter: { crossProvince: true }) { totalCount }
    }`);
    const of = (name: string): number => counts[name]?.totalCount ?? -1;

    expect(of('text')).toBe(rows('items.csv').filter((row) => /passport/i.test(row)).length);
    expect(of('mode')).toBe(rows('items.csv').filter((row) => row.startsWith('nia-')).length);
    expect(of('item')).toBe(rows('cases.csv').filter((row) => row.includes(',mca-orphan-recognition,')).length);
    expect([of('none'), of('time')]).toEqual([0, 1]);
    expect(of('ours') + of('theirs')).toBe(rows('cases.csv').length);
    expect(of('ours')).toBe(rows('cases.csv').filter((row) => row.includes(',QH,')).length);
  });

  it('is followed where another province refers to it', async () => {
    const { guide } = await ask<{ guide: unknown }>(`{ guide(
      standardItem: "CN:StandardItem:nia-passport-renew", applicantProvince: "QH", handlingProvince: "HN") {
        ... on Guide { receivingItem { id nameZh province { nameZh } authority { nameZh } windows { nameZh } } }
    } }`);

    expect(guide).toEqual({
      receivingItem: {
        id: 'QH:ServiceItem:nia-passport-renew',
        nameZh: '普通护照换发',
        province: { nameZh: '青海省' },
        authority: { nameZh: '青海省公安厅出入境管理局' },
        windows: [{ nameZh: '青海省公安厅出入境管理局“跨省通办”窗口' }],
      },
    });
  });

  it('compares its items with those of the others, aspect by aspect', async () => {
    const { compareItem } = await ask<{
      compareItem: {
        offeredBy: number;
        aspects: readonly { kind: string; values: readonly { provinces: readonly object[] }[] }[];
      };
    }>(`{ compareItem(standardItem: "CN:StandardItem:nia-passport-renew") {
      offeredBy aspects { kind subject values { value provinces { code } } } } }`);

    expect(compareItem.offeredBy).toBe(3);
    const same = compareItem.aspects.filter(({ kind }) =>
      ['NAME', 'BASIC_CODE', 'TASK_TYPE', 'LEGAL_BASIS'].includes(kind),
    );
    expect(same).toHaveLength(4);
    for (const { values } of same) expect(values.map(({ provinces }) => provinces.length)).toEqual([3]);
  });

  it('says what it does not offer, and is no province in trouble for that', async () => {
    const { faqs, federation } = await ask<{
      faqs: { coverage: object };
      federation: { provinces: readonly object[] };
    }>(`{
      faqs { coverage { answered { code } missing { province { code } reason since } } }
      federation { provinces { province { code } state message } }
    }`);
    const written = await network.query(
      `mutation { openConsultation(input: { province: "QH", idempotencyKey: "1", text: "?" }) { __typename } }`,
    );
    const licence = await network.query('{ licence(id: "QH:Licence:1") { id } }');
    await using followed = await openStream(`${network.url}/graphql`, {
      query: 'subscription { caseEvents(province: "QH") { __typename } }',
    });
    const event = await followed.next();

    expect(faqs.coverage).toEqual({
      answered: [{ code: 'GD' }, { code: 'HN' }],
      missing: [{ province: { code: 'QH' }, reason: 'NOT_OFFERED', since: null }],
    });
    expect(federation.provinces).toContainEqual({ province: { code: 'QH' }, state: 'SERVING', message: null });
    for (const { errors } of [written, licence])
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_OFFERED', province: 'QH' } }]);
    expect(JSON.parse(event?.data ?? '')).toMatchObject({
      errors: [{ extensions: { code: 'NOT_OFFERED', province: 'QH' } }],
    });
  });

  it('shows nobody who applied, and tells those who may not ask so', async () => {
    const [id] = rows('cases.csv')[0]?.split(',') ?? [];
    const query = `{ case(id: "QH:Case:${id}") { caseNo applicant { name } completion { resultNo } steps { opinion } } }`;
    const asked = await network.query(query, {}, { role: 'supervisor', subject: 'wang' });
    const unknown = await network.query(query);

    expect(asked.errors).toBeUndefined();
    expect(asked.data?.['case']).toMatchObject({ applicant: null, completion: { resultNo: null } });
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('answers nobody but the gateway', async () => {
    const answer = await postJson(new URL(province.url).origin, { query: '{ __typename }' });

    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('"code":"UNAUTHENTICATED"')]);
  });

  it('claims nothing where others are asked, and tells nothing of what is inside when it breaks', async () => {
    const database = path.join(network.dataDir, 'alone.sqlite');
    await using alone = await startPythonProvince(python ?? '', ['--database', database]);
    const { origin } = new URL(alone.url);
    const others = await postJson(origin, {
      query: '{ cases(provinces: ["GD"]) { totalCount nodes { id } coverage { asked { code } } } }',
    });
    rmSync(database);
    const broken = await postJson(origin, { query: '{ cases { totalCount } }' });

    expect(JSON.parse(others.text)).toEqual({ data: { cases: { totalCount: 0, nodes: [], coverage: { asked: [] } } } });
    expect(JSON.parse(broken.text)).toMatchObject({
      data: null,
      errors: [{ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL' } }],
    });
    expect(broken.text).not.toMatch(/sqlite|Traceback|alone/);
    await alone.waitFor(/unable to open database file/);
  });

  it('conforms to the contract', async () => {
    const report = await runConformance({
      ...{ url: province.url, province: 'QH', profile: 'read' },
      passportKeyFile: passportKeyFile(),
    });

    const idsOf = (wanted: string): readonly string[] =>
      report.results.filter(({ outcome }) => outcome === wanted).map(({ rule }) => rule.id);
    expect(report.results.filter(({ outcome }) => outcome === 'FAILED')).toEqual([]);
    expect(idsOf('PASSED')).toEqual(
      expect.arrayContaining([
        ...['gateway-probe', 'sdl-types', 'sdl-directives', 'page-stable', 'entities-order', 'entities-batch'],
        ...['entities-malformed', 'http-body-limit', 'deadline-kept', 'error-variables', 'error-leaks'],
      ]),
    );
    const notOffered = report.results.filter(({ reason }) => reason?.includes('NOT_OFFERED'));
    expect(notOffered.map(({ rule }) => rule.id)).toContain('small-cells');
    expect(notOffered.every(({ outcome }) => outcome === 'SKIPPED')).toBe(true);
    expect(report.passed).toBeGreaterThan(60);
  });

  it('is missing while it is away, and the others answer', async () => {
    const away = await startPythonProvince(python ?? '', argumentsIn('other.sqlite'));
    const missing = async (): Promise<string> =>
      JSON.stringify(await ask('{ cases(first: 1) { totalCount coverage { missing { province { code } reason } } } }'));
    join(away.url);
    await until(async () => (await missing()).includes('"totalCount":120'));

    away.child.kill('SIGTERM');
    expect(await away.ended).toBe(0);

    expect(await missing()).toBe(
      '{"cases":{"totalCount":60,"coverage":{"missing":[{"province":{"code":"QH"},"reason":"UNREACHABLE"}]}}}',
    );
    join(province.url);
    await until(async () => (await missing()).includes('"missing":[]'));
  });

  it.each([
    [
      'keys that are none',
      ['--passport-keys', 'package.json'],
      /package\.json is no file of passport keys .*Give --passport-keys/,
    ],
    ['no contract', ['--contract', 'package.json'], /package\.json is no contract .*Give --contract/],
    [
      'a file that is no database',
      ['--database', 'package.json'],
      /package\.json is no database .*Give another --database/,
    ],
  ])('does not start with %s, and says the cure', async (_what, args, sentence) => {
    await using script = runPythonProvince(python ?? '', ['--port', '0', ...argumentsIn('qh.sqlite'), ...args]);

    expect(await script.ended).toBe(1);
    expect(script.output()).toMatch(sentence);
    expect(script.output()).not.toContain('Traceback');
  });
});
