// The citizen's question over three provinces: who saw what of me.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Identity } from '../../../schema/identity.js';
import { createKeyDirectory } from '../../../subgraphs/province/exchange/signer.js';
import { keyPlace, readPublishedKeys } from '../../../subgraphs/province/exchange/key-files.js';
import type { SignedHead } from '../../../subgraphs/province/trail/trail.rules.js';
import { isSignedHead } from '../../../subgraphs/province/trail/trail-proof.service.js';
import { accessTo, officer, personKey } from '../../support/trail/trail-desk.js';
import { TrailNetwork } from '../../support/trail/trail-network.js';

const CODES = ['GD', 'HN', 'SC'] as const;
const li = { subject: 'li', person: personKey('li') };
const supervisor: Identity = {
  ...officer,
  subject: 'supervisor-1',
  role: 'supervisor',
  province: undefined,
  unit: undefined,
};

let network: TrailNetwork;
/** What the provinces hold of Li, as an oracle: instant and province of each, oldest first. */
const all: { readonly at: string; readonly code: string }[] = [];
const timeOf = (seconds: number): string => new Date(Date.parse('2026-03-01T02:00:00Z') + seconds * 1000).toISOString();

beforeAll(async () => {
  network = await TrailNetwork.open(...CODES);
  // Many at one instant in several provinces, two of one batch, and accesses to somebody else between.
  for (let turn = 0; turn < 30; turn += 1) {
    const code = CODES[(turn + Math.floor(turn / 3)) % 3] ?? 'GD';
    const at = timeOf(Math.floor(turn / 4));
    const twice = turn % 5 === 0;
    const entries = [accessTo('li'), ...(twice ? [accessTo('li', { caseId: null })] : []), accessTo('wang')];
    await network.enter(code, entries, { at });
  }
  for (const code of CODES) {
    const answer = await network.ask(li, list, { provinces: [code], first: 200 });
    for (const { at } of entriesIn(answer).toReversed()) all.push({ at, code });
  }
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const list = `query ($first: Int, $after: String, $last: Int, $before: String, $provinces: [ID!]) {
  myAccessTrail(first: $first, after: $after, last: $last, before: $before, provinces: $provinces) {
    nodes { id at province { code } hash }
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    coverage { exact missing { province { code } reason behindCursor } }
  }
}`;

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly province: { readonly code: string };
}
interface Page {
  readonly nodes: readonly Entry[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string;
    readonly startCursor: string;
  };
  readonly coverage: { readonly exact: boolean; readonly missing: readonly unknown[] };
}
type Answer = Awaited<ReturnType<TrailNetwork['ask']>>;
const pageIn = (answer: Answer): Page => {
  const { myAccessTrail: page = null } = (answer.data ?? {}) as { readonly myAccessTrail?: Page | null };
  if (page === null) throw new Error(JSON.stringify(answer));
  return page;
};
const entriesIn = (answer: Answer): readonly Entry[] => pageIn(answer).nodes;

/** The oracle's order: newest first, then by id downwards. */
const isInOrder = (entries: readonly Entry[]): boolean =>
  entries.every((entry, index) => {
    const before = entries[index - 1];
    return before === undefined || before.at > entry.at || (before.at === entry.at && before.id > entry.id);
  });

it.each([1, 3, 7, 36])('has every access once and in order, whatever the page: %s', async (first) => {
  const found: Entry[] = [];
  let after: string | undefined;
  for (;;) {
    const page = pageIn(await network.ask(li, list, { first, after }));
    expect(page).toMatchObject({ totalCount: 36, coverage: { exact: true, missing: [] } });
    found.push(...page.nodes);
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }

  expect(new Set(found.map(({ id }) => id)).size).toBe(36);
  expect(isInOrder(found)).toBe(true);
  const oracle = all.map(({ at, code }) => `${at} ${code}`).sort();
  expect(found.map(({ at, province }) => `${at} ${province.code}`).sort()).toEqual(oracle);
});

it('pages backwards to the same', async () => {
  const forward = entriesIn(await network.ask(li, list, { first: 36 }));
  const found: Entry[] = [];
  let before: string | undefined;
  for (;;) {
    const page = pageIn(await network.ask(li, list, { last: 8, before }));
    found.unshift(...page.nodes);
    before = page.pageInfo.startCursor;
    if (!page.pageInfo.hasPreviousPage) break;
  }

  expect(found).toEqual(forward);
});

it('tells what was read, by whom and why, and no name of whoever read nor of anybody else', async () => {
  const query = `{ myAccessTrail(first: 1) { nodes {
    at province { code } reader { role province { code } unitCode unit { code nameZh } }
    purpose purposeReference basis { kind text } classes caseId collaborationNo hash } } }`;
  const answer = await network.ask(li, query);

  expect(entriesIn(answer)).toEqual([
    {
      ...{
        at: expect.stringContaining(timeOf(7).slice(0, 19)),
        province: { code: expect.any(String) },
        classes: ['NAME', 'PHONE'],
        collaborationNo: null,
      },
      reader: { role: 'OFFICER', province: { code: 'GD' }, unitCode: officer.unit, unit: null },
      ...{ purpose: 'CASE_HANDLING', purposeReference: 'case-7', caseId: 'GD:Case:1' },
      basis: { kind: 'AGREEMENT', text: '《跨省通办合作协议》第三条' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/officer-1|wang|li_/);
});

it.each([
  ['somebody whose token names no person', { person: undefined }, 'NO_PERSON'],
  ['an officer', { role: 'officer', province: 'GD' }, 'FORBIDDEN'],
  ['a supervisor', { role: 'supervisor' }, 'FORBIDDEN'],
] as const)('refuses %s, rather than show an empty trail', async (_, token, code) => {
  const answer = await network.ask({ ...li, ...token }, list, { first: 1 });

  expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
  expect(JSON.stringify(answer.data ?? null)).not.toContain('nodes');
});

it('shows nobody another person’s entries, and refuses who is not known', async () => {
  const other = await network.ask({ subject: 'zhao', person: personKey('zhao') }, list, { first: 10 });
  const nobody = await network.askAsNobody('{ myAccessTrail(first: 1) { totalCount } }');

  expect(pageIn(other)).toMatchObject({ nodes: [], totalCount: 0 });
  expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

it('says who is missing, and goes on without losing anything of the others', async () => {
  await using network = await TrailNetwork.open(...CODES);
  for (let turn = 0; turn < 9; turn += 1)
    await network.enter(CODES[turn % 3] ?? '', [accessTo('li')], { at: timeOf(turn) });
  const whole = entriesIn(await network.ask(li, list, { first: 9 }));
  const first = pageIn(await network.ask(li, list, { first: 2 }));
  await network.province('HN')[Symbol.asyncDispose]();

  const found = [...first.nodes];
  let { endCursor: after, hasNextPage } = first.pageInfo;
  const coverages: Page['coverage'][] = [];
  while (hasNextPage) {
    const page = pageIn(await network.ask(li, list, { first: 2, after }));
    found.push(...page.nodes);
    coverages.push(page.coverage);
    ({ endCursor: after, hasNextPage } = page.pageInfo);
  }

  const away = { province: { code: 'HN' }, reason: 'UNREACHABLE' };
  expect(coverages[0]).toEqual({ exact: false, missing: [{ ...away, behindCursor: false }] });
  expect(coverages.at(-1)).toEqual({ exact: false, missing: [{ ...away, behindCursor: true }] });
  const expected = whole.filter(
    ({ id, province }) => province.code !== 'HN' || first.nodes.some((one) => one.id === id),
  );
  expect(found).toEqual(expected);
});

it('counts what is withheld by basis and day over all provinces, and shows it when the day has come', async () => {
  await using network = await TrailNetwork.open(...CODES);
  const order = (basis: string) => ({ reader: supervisor, purpose: `SUPERVISION order-12 withhold=${basis}` });
  await network.enter('GD', [accessTo('li')], { at: timeOf(0), ...order('WOULD_IMPEDE_DUTY') });
  await network.enter('HN', [accessTo('li'), accessTo('wang')], { at: timeOf(60), ...order('WOULD_IMPEDE_DUTY') });
  await network.enter('HN', [accessTo('li', { caseId: null })], { at: timeOf(90), ...order('CONFIDENTIAL_BY_LAW') });
  await network.enter('SC', [accessTo('li')], { at: timeOf(120) });
  const query = `{ myWithheldAccess { count byBasis { basis releaseDate count } coverage { exact } }
    myAccessTrail(first: 10) { totalCount nodes { at } } }`;

  const now = await network.ask(li, query);
  network.nowMs = Date.parse(timeOf(0)) + 90 * 86_400_000;
  const released = await network.ask(li, query);

  const later = { basis: 'CONFIDENTIAL_BY_LAW', releaseDate: '2026-08-28', count: 1 };
  const impeded = { basis: 'WOULD_IMPEDE_DUTY', releaseDate: '2026-05-30' };
  expect(now.data).toEqual({
    myWithheldAccess: { count: 3, byBasis: [later, { ...impeded, count: 2 }], coverage: { exact: true } },
    myAccessTrail: { totalCount: 1, nodes: [{ at: timeOf(120) }] },
  });
  expect(released.data).toEqual({
    myWithheldAccess: { count: 2, byBasis: [later, { ...impeded, count: 1 }], coverage: { exact: true } },
    myAccessTrail: { totalCount: 2, nodes: [{ at: timeOf(120) }, { at: timeOf(0) }] },
  });
});

it('tells everybody what a province has signed of its trail, now and by any instant', async () => {
  const query = `query ($at: DateTime) { accessTrailHead(province: "GD", at: $at) { seq hash at kid signature province { code } } }`;
  const askHead = async (at?: string): Promise<SignedHead | null> => {
    const { data } = await network.ask(li, query, { at });
    return ((data ?? {}) as { readonly accessTrailHead?: SignedHead | null }).accessTrailHead ?? null;
  };
  const { signing } = readPublishedKeys(
    keyPlace('GD', { dataDir: network.dataDir, keysDir: `${network.dataDir}/keys` }),
  );
  // The keys of this test are younger than its clock.
  const keys = createKeyDirectory(signing.map((key) => ({ ...key, validFrom: '2020-01-01T00:00:00.000Z' })));

  const newest = await askHead();
  const early = await askHead(timeOf(1));

  if (newest === null || early === null) throw new Error('nothing is signed');
  expect(isSignedHead({ ...newest, province: 'GD' }, keys)).toBe(true);
  expect(isSignedHead({ ...newest, province: 'GD', seq: newest.seq - 1 }, keys)).toBe(false);
  expect(early.seq).toBeLessThan(newest.seq);
  expect(await askHead('2020-01-01T00:00:00Z')).toBeNull();
});
