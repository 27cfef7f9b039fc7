// A person challenges an access: the thread from its opening to its end, through a gateway.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { challengeMoves, moveChallenge } from '../../../subgraphs/province/trail/challenge.rules.js';
import type { TrailTables } from '../../../subgraphs/province/trail/trail-rows.service.js';
import { ChallengeAct, ChallengeParty, ChallengeState } from '../../../schema/trail-lists.js';
import { challengeRefusals } from '../../../schema/challenge-refusals.js';
import { accessTo, officer, personKey } from '../../support/trail/trail-desk.js';
import { TrailNetwork } from '../../support/trail/trail-network.js';

const wang = { subject: 'wang', person: personKey('wang') };
const operator = { subject: 'op', role: 'operator', province: 'GD' } as const;
const supervisor = { subject: 'sup', role: 'supervisor' } as const;

const fields = `__typename
  ... on AccessChallenge { id state openedAt dueAt province { code } entry { id classes } steps { act party text legalBasis } }
  ... on AccessChallengeRefusal { code messageZh messageEn rule }`;
const mutations = {
  challengeAccess: 'ChallengeAccessInput',
  answerAccessChallenge: 'AnswerAccessChallengeInput',
  closeAccessChallenge: 'AccessChallengeStepInput',
  escalateAccessChallenge: 'AccessChallengeStepInput',
} as const;

interface Result {
  readonly __typename?: string;
  readonly id: string;
  readonly state: string;
  readonly dueAt: string;
  readonly code: string;
  readonly steps: readonly { readonly text: string | null }[];
}

let network: TrailNetwork;
/** Who asks: another person in each test, whose one entry this is. */
let li = { subject: 'li', person: personKey('li') };
let entryId = '';
let turn = 0;

beforeAll(async () => {
  network = await TrailNetwork.open('GD', 'HN');
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});
beforeEach(async () => {
  turn += 1;
  li = { subject: `li-${turn}`, person: personKey(`li-${turn}`) };
  network.nowMs = Date.parse('2026-03-02T02:00:00Z');
  await network.enter('GD', [accessTo(`li-${turn}`), accessTo('wang')], { at: '2026-03-01T02:00:00Z' });
  entryId = await newestOf(li);
});

type Token = Parameters<TrailNetwork['ask']>[0];

async function newestOf(token: Token): Promise<string> {
  const answer = await network.ask(token, '{ myAccessTrail(first: 1) { nodes { id } } }');
  return (answer.data?.['myAccessTrail'] as unknown as { nodes: [{ id: string }] }).nodes[0].id;
}

/** What came of a mutation; the code of the error where there was one. */
async function act(token: Token, name: keyof typeof mutations, input: object): Promise<Result> {
  const query = `mutation ($input: ${mutations[name]}!) { done: ${name}(input: $input) { ${fields} } }`;
  const answer = await network.ask(token, query, { input });
  const code = answer.errors?.[0]?.extensions.code;
  return code === undefined ? (answer.data?.['done'] as unknown as Result) : ({ code } as Result);
}

const open = (reason = '我没有办过这件事') => act(li, 'challengeAccess', { entryId, reason });

async function read(token: Token, id: string): Promise<unknown> {
  const answer = await network.ask(token, `query ($id: ID!) { accessChallenge(id: $id) { state } }`, { id });
  return answer.errors?.[0]?.extensions.code ?? answer.data?.['accessChallenge'];
}

describe('a challenge', () => {
  it('is answered within 10 working days of the province, and closed by the person', async () => {
    const opened = await open();
    const answer = { challengeId: opened.id, explanation: '依申请核验', legalBasis: '《政务服务条例》' };
    const answered = await act(operator, 'answerAccessChallenge', answer);
    const closed = await act(li, 'closeAccessChallenge', { challengeId: opened.id });

    expect(opened).toMatchObject({
      ...{ __typename: 'AccessChallenge', state: 'OPEN', openedAt: '2026-03-02T02:00:00.000Z' },
      ...{ province: { code: 'GD' }, entry: { id: entryId, classes: ['NAME', 'PHONE'] } },
    });
    expect(opened.dueAt).toMatch(/^2026-03-16T/); // a Monday; nothing but two week-ends between
    expect(answered.state).toBe('ANSWERED');
    expect(closed).toMatchObject({
      state: 'CLOSED',
      steps: [
        { act: 'OPEN', party: 'PERSON', text: '我没有办过这件事', legalBasis: null },
        { act: 'ANSWER', party: 'PROVINCE', text: '依申请核验', legalBasis: '《政务服务条例》' },
        { act: 'CLOSE', party: 'PERSON', text: null, legalBasis: null },
      ],
    });
  });

  it('goes to the supervisor after an answer, who closes it with a finding', async () => {
    const { id: challengeId } = await open();
    await act(operator, 'answerAccessChallenge', { challengeId, explanation: '核验', legalBasis: '条例' });
    const before = await read(supervisor, challengeId);
    const escalated = await act(li, 'escalateAccessChallenge', { challengeId, text: '没有回答我' });
    const byPerson = await act(li, 'closeAccessChallenge', { challengeId });
    const wordless = await act(supervisor, 'closeAccessChallenge', { challengeId });
    const closed = await act(supervisor, 'closeAccessChallenge', { challengeId, text: '查询不当，已责令改正' });

    expect([before, escalated.state, byPerson.code, wordless.code]).toEqual([
      ...[null, 'ESCALATED', 'NOT_IN_THIS_STATE', 'TEXT_MISSING'],
    ]);
    expect(closed.state).toBe('CLOSED');
    expect(await read(supervisor, challengeId)).toEqual({ state: 'CLOSED' });
  });

  it('goes to the supervisor unanswered once the time is over, and not before', async () => {
    const { id: challengeId, dueAt } = await open();
    network.nowMs = Date.parse(dueAt);
    const early = await act(li, 'escalateAccessChallenge', { challengeId });
    network.nowMs += 1;
    const late = await act(li, 'escalateAccessChallenge', { challengeId });

    expect([early.code, late.state]).toEqual(['ANSWER_NOT_OVERDUE', 'ESCALATED']);
  });

  it('is opened once for an entry: the same again is the same, another reason is refused', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const another = await open('另一个理由');

    expect(one.id).toBe(other.id);
    expect(another).toMatchObject({ __typename: 'AccessChallengeRefusal', code: 'ALREADY_CHALLENGED' });
    expect(one.steps).toHaveLength(1);
  });

  it('takes the same answer sent twice for one', async () => {
    const { id: challengeId } = await open();
    const answer = { challengeId, explanation: '核验', legalBasis: '条例' };
    await act(operator, 'answerAccessChallenge', answer);
    const again = await act(operator, 'answerAccessChallenge', answer);
    const other = await act(operator, 'answerAccessChallenge', { ...answer, explanation: '又' });

    expect([again.state, again.steps.length, other.code]).toEqual(['ANSWERED', 2, 'NOT_IN_THIS_STATE']);
  });

  it('keeps what people write sealed', async () => {
    await open('我的手机号是 13800000000');
    const tables = network.province('GD').exchange.desk.storage.em.fork().getKysely<TrailTables>();
    const steps = await tables.selectFrom('access_challenge_step').selectAll().execute();

    for (const { text } of steps) expect(text ?? 'v1.').toMatch(/^v1\./);
    expect(JSON.stringify(steps)).not.toContain('13800000000');
  });
});

describe('nobody else', () => {
  it('challenges the access, not even that it is there', async () => {
    const byOther = await act(wang, 'challengeAccess', { entryId, reason: '好奇' });
    const ofNothing = await act(wang, 'challengeAccess', { entryId: 'GD:AccessTrailEntry:0', reason: '好奇' });

    expect(byOther).toMatchObject({ __typename: 'AccessChallengeRefusal', code: 'ENTRY_UNKNOWN' });
    expect(ofNothing).toEqual(byOther);
  });

  it('challenges an access that is withheld, the person included, until it is shown', async () => {
    const reader = { ...officer, role: 'supervisor', province: undefined, unit: undefined } as const;
    const purpose = 'SUPERVISION order-12 withhold=WOULD_IMPEDE_DUTY';
    await network.enter('GD', [accessTo(`li-${turn}`)], { at: '2026-03-01T02:00:00Z', reader, purpose });
    const { storage } = network.province('GD').exchange.desk;
    const entries = storage.em.fork().getKysely<TrailTables>().selectFrom('access_entry').select('id');
    const { id } = await entries.where('withheld', 'is not', null).executeTakeFirstOrThrow();
    const input = { entryId: id, reason: '为什么' };

    expect(await act(li, 'challengeAccess', input)).toMatchObject({ code: 'ENTRY_UNKNOWN' });
    network.nowMs += 90 * 86_400_000; // from a day later than the access
    expect(await act(li, 'challengeAccess', input)).toMatchObject({ state: 'OPEN' });
  });

  it('sees it or takes it further', async () => {
    const { id: challengeId } = await open();
    const answer = { challengeId, explanation: '核验', legalBasis: '条例' };

    expect(await read(wang, challengeId)).toBeNull();
    expect(await read(li, challengeId)).toEqual({ state: 'OPEN' });
    expect(await read({ ...operator, province: 'HN' }, challengeId)).toBe('FORBIDDEN');
    expect(await read({ subject: 'x', role: 'officer', province: 'GD' }, challengeId)).toBe('FORBIDDEN');
    expect((await act(wang, 'closeAccessChallenge', { challengeId })).code).toBe('CHALLENGE_UNKNOWN');
    expect((await act(wang, 'escalateAccessChallenge', { challengeId })).code).toBe('CHALLENGE_UNKNOWN');
    expect((await act(supervisor, 'closeAccessChallenge', { challengeId, text: 'x' })).code).toBe('CHALLENGE_UNKNOWN');
    expect((await act(li, 'answerAccessChallenge', answer)).code).toBe('FORBIDDEN');
    expect((await act({ ...operator, province: 'HN' }, 'answerAccessChallenge', answer)).code).toBe('FORBIDDEN');
    expect((await act({ ...operator, role: 'officer' }, 'answerAccessChallenge', answer)).code).toBe('FORBIDDEN');
    expect((await act(operator, 'answerAccessChallenge', { ...answer, legalBasis: ' ' })).code).toBe('TEXT_MISSING');
    expect((await act(operator, 'answerAccessChallenge', { ...answer, challengeId: `${challengeId}0` })).code).toBe(
      'CHALLENGE_UNKNOWN',
    );
  });
});

it('has no other moves than those of its table', () => {
  const namesOf = (list: { readonly entries: object }): string[] => Object.keys(list.entries);
  const made = namesOf(ChallengeState).flatMap((from) =>
    namesOf(ChallengeAct).flatMap((name) =>
      namesOf(ChallengeParty).flatMap((by) => {
        const challenge = { state: from, dueAt: '2026-01-01' } as Parameters<typeof moveChallenge>[0];
        const asked = { act: name, by, at: '2026-01-02' } as Parameters<typeof moveChallenge>[1];
        const to = moveChallenge(challenge, asked);
        return typeof to === 'string' ? [`${name} ${by} ${from} ${to}`] : [];
      }),
    ),
  );

  expect(made.sort()).toEqual(
    challengeMoves.map(({ act: name, by, from, to }) => `${name} ${by} ${from} ${to}`).sort(),
  );
  expect(made).toContain('ESCALATE PERSON OPEN ESCALATED');
});

it('says every no in both languages', () => {
  for (const { messageZh, messageEn } of Object.values(challengeRefusals)) {
    expect(messageZh).toMatch(/[\u4e00-\u9fff]/);
    expect(messageEn).toMatch(/^[A-Z].*\.$/);
  }
});

const LIST = `query ($province: ID!, $state: ChallengeState!, $first: Int, $after: String) {
  accessChallenges(province: $province, state: $state, first: $first, after: $after) {
    nodes { id state openedAt steps { text } } totalCount pageInfo { hasNextPage endCursor } } }`;

interface ChallengePage {
  readonly nodes: readonly { readonly id: string; readonly steps: readonly { readonly text: string }[] }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function list(token: Token, given: object = {}): Promise<ChallengePage> {
  const { data, errors } = await network.ask(token, LIST, { province: 'HN', state: 'OPEN', ...given });
  if (errors !== undefined) throw new Error(errors.map(({ extensions }) => extensions.code).join());
  return data?.['accessChallenges'] as unknown as ChallengePage;
}

describe('the challenges of a province', () => {
  const ofHunan = { ...operator, province: 'HN' } as const;
  let opened: readonly string[];

  beforeAll(async () => {
    const ids: string[] = [];
    // Two of them at one instant, so that a page may end between equals.
    for (const [index, at] of ['05', '03', '03', '04', '02'].entries()) {
      const person = { subject: `zhao-${index}`, person: personKey(`zhao-${index}`) };
      await network.enter('HN', [accessTo(person.subject)], { at: '2026-03-01T02:00:00Z' });
      network.nowMs = Date.parse(`2026-03-${at}T02:00:00Z`);
      const { id } = await act(person, 'challengeAccess', { entryId: await newestOf(person), reason: `问 ${index}` });
      ids.push(id);
    }
    const [latest = '', first = '', second = '', third = '', earliest = ''] = ids;
    opened = [earliest, ...[first, second].toSorted(), third, latest];
  });

  it.each([1, 2, 3, 50])(
    'come to whoever answers, longest waiting first, %i at a time, with what was said',
    async (first) => {
      const seen: string[] = [];
      for (let after: string | null = null; ; ) {
        const { nodes, totalCount, pageInfo } = await list(ofHunan, { first, after });
        expect(totalCount).toBe(5);
        expect(nodes.length).toBeLessThanOrEqual(first);
        for (const { steps } of nodes) expect(steps).toEqual([{ text: expect.stringMatching(/^问 \d$/) as unknown }]);
        seen.push(...nodes.map(({ id }) => id));
        if (!pageInfo.hasNextPage) break;
        after = pageInfo.endCursor;
      }

      expect(seen).toEqual(opened);
    },
  );

  it('are listed by their state', async () => {
    const [challengeId = '', ...others] = opened;
    await act(ofHunan, 'answerAccessChallenge', { challengeId, explanation: '核验', legalBasis: '条例' });

    expect((await list(ofHunan)).nodes.map(({ id }) => id)).toEqual(others);
    expect((await list(ofHunan, { state: 'ANSWERED' })).nodes.map(({ id }) => id)).toEqual([challengeId]);
    expect((await list({ ...operator, province: 'GD' }, { province: 'GD', state: 'ESCALATED' })).nodes).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ id: challengeId })]),
    );
  });

  it('are listed to nobody else, and not by wrong pages', async () => {
    const refused = async (token: Token, given: object = {}): Promise<unknown> =>
      list(token, given).catch((error: unknown) => (error as Error).message);

    for (const token of [li, supervisor, operator, { ...operator, role: 'clerk', province: 'HN' } as const])
      expect(await refused(token)).toBe('FORBIDDEN');
    expect(await refused(ofHunan, { first: 0 })).toBe('BAD_PAGE_SIZE');
    expect(await refused(ofHunan, { after: 'x' })).toBe('BAD_CURSOR');
    expect(await refused({ ...ofHunan, role: 'coordinator' } as const)).toMatchObject({
      totalCount: expect.any(Number) as unknown,
    });
  });
});
