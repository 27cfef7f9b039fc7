// What is written about a case is for those whom it concerns. Texts are planted wherever a command takes one, and then
// looked for in all that the graph shows of the cases, in the eyes of everybody else.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, type Journey, online, refusedMove } from '../../../scripts/demo/journeys.js';
import { APPLICANT, type Asker, type Played, playJourney } from '../../../scripts/demo/play-journey.js';
import { roles, type Role } from '../../../schema/roles.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { caseIn, type Data, unitOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

/** Stands in every planted text, and nowhere else. */
const PLANTED = '植文';
const TEXTS = new Set(['checkMethod', 'deliveryProof', 'opinion', 'result', 'text', 'remedies', 'approvedBy']);
const officer = { in: 'GD', role: 'officer', unit: 'ITEM' } as const;
const reasons = { code: 'NOT_RESIDENT', text: '理由', remedies: '复议' };

// With a special procedure and an extension, of which no journey has one.
const longer: Journey = {
  ...online,
  steps: online.steps.flatMap((step) => {
    if (!('do' in step) || step.do !== 'decideCase' || step.says === undefined) return [step];
    const suspended = { procedure: 'EXPERT_REVIEW', procedureReason: `${PLANTED}事由`, applicantTold: true };
    const extension = { approvedBy: '厅长', limit: { value: 5, unit: 'WORKING_DAY' } };
    return [
      { ...officer, do: 'suspendCase', says: suspended, then: 'SUSPENDED' },
      { ...officer, do: 'resumeCase', says: { procedureResult: `${PLANTED}结论` }, then: 'IN_REVIEW' },
      { ...officer, do: 'extendCase', says: { extension, reasons, applicantTold: true }, then: 'IN_REVIEW' },
      { ...step, says: { ...step.says, opinion: '意见' } },
    ];
  }),
};

function plant(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return TEXTS.has(name) ? `${PLANTED}${value}` : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([part, inner]) => [part, plant(inner, part)]));
}

const planted = (journey: Journey): Journey => ({
  ...journey,
  steps: journey.steps.map((step) => ('says' in step ? { ...step, says: plant(step.says) as Data } : step)),
});

const LOG = 'log { leg event unitCode fromState toState said }';
const FACE = `id caseNo steps { name opinion } specialProcedures { name reason result } materials { name }
  acceptance { documentNo } completion { code resultNo } legs { name result ${LOG} } ${LOG}`;

let world: CaseWorld;
const played = new Map<string, Played>();
beforeAll(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
  for (const journey of [longer, forwarded, refusedMove])
    played.set(journey.name, await playJourney(world.stage(), planted(journey)));
});
afterAll(() => world[Symbol.asyncDispose]());

/** All that somebody sees of all cases and legs, as text. */
async function seenBy(asker: Asker | undefined): Promise<string> {
  const parts: unknown[] = [];
  for (const each of played.values()) {
    for (const id of each.cases.values())
      parts.push(await world.ask(`query ($id: ID!) { case(id: $id) { ${FACE} } }`, { id }, asker));
    const leg = { id: `HN:Leg:${each.collaborationNo}.release` };
    parts.push(await world.ask(`query ($id: ID!) { leg(id: $id) { name result ${LOG} } }`, leg, asker));
  }
  return JSON.stringify(parts);
}

function strangers(units: readonly string[]): readonly (Asker | undefined)[] {
  const [gd = '', hn = ''] = units;
  const staff = (role: Role): readonly Asker[] => [
    { subject: 's', role, province: 'GD', unit: 'OTHER' },
    // The codes of units that have the cases, in the other province.
    ...[gd, hallCode(readInstance('GD'))].map((unit) => ({ subject: 's', role, province: 'SC', unit })),
    { subject: 's', role, province: 'GD', unit: hn },
    { subject: 's', role, province: 'GD' },
  ];
  const order = { code: 'SUPERVISION', reference: 'order-12' } as const;
  return [
    undefined,
    ...(Object.keys(roles) as Role[]).flatMap((role) => staff(role)),
    { subject: 's', role: 'citizen', person: 'A'.repeat(43) },
    { subject: 's', role: 'supervisor', province: 'SC', purpose: order },
    { subject: 's', role: 'officer', province: 'GD', unit: 'OTHER', purpose: order },
  ];
}

it('shows nothing that somebody has written about a case to whomever it does not concern', async () => {
  const units = [await unitOf(world, 'GD', online.itemCode), await unitOf(world, 'HN', forwarded.itemCode)];

  for (const asker of strangers(units)) {
    const seen = await seenBy(asker);

    expect([asker, seen.includes(PLANTED), seen.includes('signature'), seen.includes('approvedBy')]).toEqual([
      ...[asker, false, false, false],
    ]);
    // What happened, and upon what, is for everybody.
    for (const code of ['REFUSED', 'NOT_RESIDENT', 'nationalListRef', 'EXPERT_REVIEW', 'ILLEGIBLE', 'WORKING_DAY'])
      expect([asker, code, seen.includes(code)]).toEqual([asker, code, true]);
  }
});

it('shows what was written to the applicant, to the units that have it, and under an order', async () => {
  const order = { code: 'SUPERVISION', reference: 'order-12' } as const;
  const caseHere = { id: caseIn(played.get(longer.name) ?? { collaborationNo: '', cases: new Map() }, 'GD') };
  const seenHere = async (asker: Asker): Promise<string> =>
    JSON.stringify(await world.ask(`query ($id: ID!) { case(id: $id) { ${FACE} } }`, caseHere, asker));
  const unit = await unitOf(world, 'GD', online.itemCode);
  const askers: readonly Asker[] = [
    APPLICANT,
    { subject: 'o', role: 'officer', province: 'GD', unit },
    { subject: 's', role: 'supervisor', purpose: order },
    { subject: 's', role: 'supervisor', province: 'GD', purpose: order },
  ];

  for (const asker of askers) {
    const seen = await seenHere(asker);
    for (const text of ['事由', '结论', '厅长', '理由', '意见', '不符合条件', '电子送达回执'])
      expect([asker.role, text, seen.includes(`${PLANTED}${text}`)]).toEqual([asker.role, text, true]);
    expect(seen).toContain('signature');
  }
  // A leg is its unit's, at a participant too, which has no case.
  const { collaborationNo = '' } = played.get(refusedMove.name) ?? {};
  const hunan = {
    subject: 'o',
    role: 'officer',
    province: 'HN',
    unit: await unitOf(world, 'HN', refusedMove.itemCode),
  } as const;
  const leg = await world.ask(
    `query ($id: ID!) { leg(id: $id) { ${LOG} } }`,
    { id: `HN:Leg:${collaborationNo}.release` },
    hunan,
  );
  expect(JSON.stringify(leg)).toContain(`${PLANTED}不符合条件`);
});
