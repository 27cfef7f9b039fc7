// Agreements over the real thing: coordinators ask by way of the gateway, letters go over HTTP, and cases rest on what
// was agreed on. The clock of the provinces is that of this machine, some days ahead when a notice has to run out.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import { type Asker, playJourney, type Played } from '../../../scripts/demo/play-journey.js';
import { systemClock } from '../../../subgraphs/province/exchange/system-clock.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import type { Agreement } from '../../../subgraphs/province/shared/agreement.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { aText } from '../../support/agreements/a-text.js';
import { askerOf, caseIn, caseOfLeg, clerkOf, fullDraft, officerOf, shipped } from '../../support/cases/ask-case.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

type Data = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 120_000;
const DAY_MS = 86_400_000;
let aheadMs = 0;

let network: TestNetwork;
beforeAll(async () => {
  const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };
  network = await startNetwork({ provinces: ['GD', 'HN', 'GX'], cases: 3, isJoined: true, isGuarded: true, clock });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage = networkStage('agreements', () => network, PATIENCE_MS);
const coordinatorOf = (province: string): Asker => ({ subject: `c-${province}`, role: 'coordinator', province });

let keys = 0;
// The operations that coordinators find in the documentation, by name.
const operations = new Map(
  [...readFileSync('docs/agreements.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.split(/\n(?=mutation|query)/))
    .flatMap((text) => [...text.matchAll(/^(?:mutation|query) (\w+)/g)].map(([, name = '']) => [name, text] as const)),
);
const run = async (name: string, variables: Data, asker?: Asker): Promise<Data> =>
  stage.ask(operations.get(name) ?? `There is no operation ${name} in the documentation.`, variables, asker);

const command = async (name: string, code: string, said: Data): Promise<Data> => {
  const input = { idempotencyKey: `k${(keys += 1)}`, ...said };
  const operation = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return (await run(operation, { input }, coordinatorOf(code)))[name] as Data;
};

interface Copy {
  readonly state: string;
  readonly version: number;
  readonly hash: string;
}

const copyIn = async (id: string): Promise<Copy | null> =>
  (await stage.ask('query ($id: ID!) { agreement(id: $id) { state version hash } }', { id }))[
    'agreement'
  ] as Copy | null;

const idIn = (code: string, number: string): string => `${code}:Agreement:${number}.1`;

const reach = (codes: readonly string[], number: string, wanted: string): Promise<void> =>
  until(async () => {
    const copies = await Promise.all(codes.map((code) => copyIn(idIn(code, number))));
    return copies.every((copy) => `${copy?.state ?? ''} ${copy?.version ?? ''}` === wanted);
  }, PATIENCE_MS);

const sign = async (code: string, number: string): Promise<Data> => {
  const id = idIn(code, number);
  return command('signAgreement', code, { id, hash: (await copyIn(id))?.hash });
};

const isWarned = (code: string, kind: string): Promise<void> =>
  until(async () => {
    return JSON.stringify(await run('AgreementWarnings', { province: code })).includes(kind);
  }, PATIENCE_MS);

const goOn = async (days: number): Promise<void> => {
  await until(network.isQuiet, PATIENCE_MS);
  aheadMs += days * DAY_MS;
};

const why = { reasonZh: '系统改造', reasonEn: 'a system is rebuilt' };

const textOf = (number: string, parties: readonly string[], changes: Partial<Agreement> = {}): string =>
  JSON.stringify(
    aText(parties, {
      ...{ number, notice: { suspensionWorkingDays: 0, terminationWorkingDays: 0 } },
      ...{ validity: { from: '2026-01-01T00:00:00+08:00', until: null }, ...changes },
    }),
  );

/** A case up to where it is forwarded; each play is another case. */
const playUpTo = (play: string): Promise<Played> =>
  playJourney({ ...stage, play }, { ...forwarded, steps: forwarded.steps.slice(0, 5) });

const OUTCOME = '... on CaseRefusal { code messageEn decidedBy { kind name } } ... on Case { id state }';

const onCase = async (name: string, asker: Asker, said: Data): Promise<Data> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { outcome: ${name}(input: $input) { ${OUTCOME} } }`;
  const input = { idempotencyKey: `c${(keys += 1)}`, ...said };
  return (await stage.ask(query, { input }, asker))['outcome'] as Data;
};

const forward = async (played: Played, agreement: Data): Promise<Data> => {
  const caseId = caseIn(played, 'GD');
  const manifest = shipped(await fullDraft(stage, 'HN', forwarded.itemCode));
  const clerk = askerOf(clerkOf(hallCode(readInstance('GD'))), { caseId });
  return onCase('forwardCase', clerk, { caseId, manifest, agreement });
};

const officerInHunan = async (caseId: string): Promise<Asker> => {
  const query = `{ serviceItems(filter: { standardItem: "CN:StandardItem:${forwarded.itemCode}" }, provinces: ["HN"], first: 1) {
    nodes { authority { code } } } }`;
  const { serviceItems } = await stage.ask(query, {});
  const [{ authority }] = (serviceItems as { nodes: [{ authority: { code: string } }] }).nodes;
  return askerOf(officerOf(authority.code), { caseId });
};

const basisOf = async (id: string, event: string): Promise<unknown> => {
  const { leg } = await stage.ask('query ($id: ID!) { leg(id: $id) { log { event said } } }', { id });
  const { log } = leg as { readonly log: readonly { readonly event: string; readonly said: string }[] };
  return (JSON.parse(log.find((one) => one.event === event)?.said ?? '{}') as Data)['basis'];
};

it(
  'carries a case from one province to another while it is in force, and no new one once it is suspended',
  async () => {
    const number = 'GD-HN-2026';
    const proposed = await command('proposeAgreement', 'GD', {
      ...{ province: 'GD', document: textOf(number, ['GD', 'HN']), reason: '代收代办', origin: 'GD:Consultation:1' },
    });
    await reach(['GD', 'HN'], number, 'PROPOSED 1');
    const countered = await command('counterAgreement', 'HN', {
      ...{ id: idIn('HN', number), document: textOf(number, ['GD', 'HN'], { version: 2 }), reason: '时限' },
    });
    await reach(['GD', 'HN'], number, 'COUNTERED 2');
    await sign('GD', number);
    await reach(['GD', 'HN'], number, 'EFFECTIVE 2');

    const clause = { agreementNo: number, version: 2, clause: '3.1' };
    const running = await playUpTo('running');
    // What is in force counts within a second, as a file does.
    await until(async () => (await forward(running, clause))['state'] === 'SUBMITTED', PATIENCE_MS);
    const legId = `HN:Leg:${running.collaborationNo}.handle`;
    await until(async () => (await caseOfLeg(stage, legId)) !== undefined, PATIENCE_MS);
    const caseId = (await caseOfLeg(stage, legId)) ?? '';
    const officer = await officerInHunan(caseId);
    await onCase('acknowledgeHandoff', officer, { caseId });
    await onCase('acceptCase', officer, { caseId });

    const noticed = await command('suspendAgreement', 'HN', { id: idIn('HN', number), ...why });
    await isWarned('GD', 'SUSPENSION_NOTICE');
    await goOn(12);
    await network.province('GD').restart();
    const late = await forward(await playUpTo('late'), clause);
    const step = { step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } } };
    await onCase('startReview', officer, { caseId, ...step });
    const decided = await onCase('decideCase', officer, { caseId, outcome: 'GRANTED' });
    const licenceIdentifier = '1.2.156.3005.2.11100000SYNMCAZZZO003.11430000SYNMCAZZZO.A1B2C3.001.O';
    const finished = await onCase('issueResult', officer, { caseId, licenceIdentifier });
    await reach(['GD', 'HN'], number, 'SUSPENDED 2');

    const led = await run('Agreements', { filter: { origin: 'GD:Consultation:1', isKept: true } });
    expect(led).toMatchObject({ agreements: { nodes: [{ number }] } });
    expect(proposed).toMatchObject({ state: 'PROPOSED', pending: null });
    expect(countered).toMatchObject({ state: 'PROPOSED', pending: 'counter' });
    expect(await basisOf(`GD:Leg:${running.collaborationNo}.receive`, 'forwardCase')).toEqual(clause);
    expect(await basisOf(legId, 'caseForwarded')).toEqual(clause);
    expect(noticed).toMatchObject({ state: 'EFFECTIVE' });
    expect(late).toMatchObject({
      code: 'AGREEMENT_SUSPENDED',
      decidedBy: { kind: 'CLAUSE', name: 'GD-HN-2026 v2 §3.1' },
    });
    expect([decided, finished]).toMatchObject([{ state: 'DECIDED' }, { state: 'COMPLETED' }]);

    await command('resumeAgreement', 'HN', { id: idIn('HN', number), ...why });
    await reach(['GD', 'HN'], number, 'EFFECTIVE 2');
    await command('terminateAgreement', 'GD', { id: idIn('GD', number), ...why });
    await isWarned('HN', 'TERMINATION_WAITS');
    await command('terminateAgreement', 'HN', { id: idIn('HN', number), ...why });
    await goOn(12);
    await reach(['GD', 'HN'], number, 'TERMINATED 2');
  },
  2 * PATIENCE_MS,
);

it(
  'is one text for three provinces, which anybody reads and only the parties may ring up about',
  async () => {
    const number = 'GX-REGION-1';
    await command('proposeAgreement', 'GX', { province: 'GX', document: textOf(number, ['GX', 'GD', 'HN']) });
    await reach(['GX', 'GD', 'HN'], number, 'PROPOSED 1');
    const reviewed = await command('reviewAgreement', 'HN', { id: idIn('HN', number), verdict: 'TAKE_UP' });
    await reach(['GX', 'GD', 'HN'], number, 'UNDER_REVIEW 1');
    await sign('GD', number);
    await until(async () => (await sign('HN', number))['pending'] === 'sign', PATIENCE_MS);
    await reach(['GX', 'GD', 'HN'], number, 'EFFECTIVE 1');

    const filter = { filter: { party: 'HN', number, state: ['EFFECTIVE'] } };
    const anybody = (await run('Agreements', filter))['agreements'] as Seen;
    const kept = (await run('Agreements', { filter: { ...filter.filter, isKept: true } }))['agreements'] as Seen;
    const staff = (await run('Agreements', filter, coordinatorOf('HN')))['agreements'] as Seen;
    const other = (await run('Agreements', filter, coordinatorOf('SC')))['agreements'] as Seen;

    const document = textOf(number, ['GX', 'GD', 'HN'], { version: 2 });
    const amended = await command('amendAgreement', 'GD', { id: idIn('GD', number), document, reason: '增补' });
    await reach(['GX', 'GD', 'HN'], number, 'AMENDING 1');

    expect(reviewed).toMatchObject({ id: idIn('HN', number), pending: 'review' });
    expect(amended).toMatchObject({ id: idIn('GD', number), state: 'EFFECTIVE', pending: 'propose' });
    expect(anybody).toMatchObject({ totalCount: 3, coverage: { exact: true } });
    expect(new Set(anybody.nodes.map(({ hash }) => hash)).size).toBe(1);
    expect(anybody.nodes[0]?.signatures).toHaveLength(3);
    expect(kept.nodes.map(({ id }) => id)).toEqual([idIn('GX', number)]);
    const phonesOf = ({ nodes }: Seen) => nodes.flatMap(({ liaison }) => liaison.map(({ phone }) => phone));
    expect(new Set([...phonesOf(anybody), ...phonesOf(other)])).toEqual(new Set([null]));
    expect(new Set(phonesOf(staff))).toEqual(new Set(['0000-12345678']));
    expect(JSON.stringify([anybody, other])).not.toContain('12345678');
    expect(JSON.parse(staff.nodes[0]?.file ?? '{}')).toMatchObject({ agreement: { number }, signatures: [{}, {}, {}] });
  },
  PATIENCE_MS,
);

it('lets nobody but a coordinator of the province sign, and says so', async () => {
  const input = { idempotencyKey: 'x', id: 'GD:Agreement:GD-NONE-1.1', hash: 'x' };
  const query = 'mutation ($input: SignAgreementInput!) { signAgreement(input: $input) { __typename } }';

  const foreign = await network.query(query, { input }, coordinatorOf('HN'));
  const clerk = await network.query(query, { input }, { subject: 'k', role: 'clerk', province: 'GD', unit: 'X' });

  expect([foreign, clerk].map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});

interface Seen {
  readonly nodes: readonly {
    readonly id: string;
    readonly hash: string;
    readonly signatures: readonly object[];
    readonly file: string | null;
    readonly liaison: readonly { readonly phone: string | null }[];
  }[];
}
